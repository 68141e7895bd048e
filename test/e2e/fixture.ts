import { DAY_MS, MINUTE_MS, Random } from "#kernel";
import type { Counts } from "#traffic";
import type { replayPage } from "../../src/cli/replay/page.ts";
import { alertsOf, objectivesOf } from "./fixture-alerts.ts";
import { FROM, HOSTILE_NAMES, OUTAGES, SILENCE, SLOT_MS, SLOTS, TO } from "./fixture-story.ts";

type PageInput = Parameters<typeof replayPage>[0];
type Report = PageInput["report"];
type Series = PageInput["series"];

/** Three days of one API: two outages, a silence, latencies, forty clients, some with hostile names. */
export function richInput(): PageInput {
  const random = new Random(7);
  const traffic = trafficOf(random);
  const total = countsOf(sumOf(traffic));
  const clients = clientsOf(total);
  const series: Series = {
    bucketMs: SLOT_MS,
    traffic,
    latency: traffic.map((point) => latencyAt(random, point.at)),
    burnDown: ["orders/availability", "orders/latency"].map((objective, i) => ({
      objective,
      points: burnDownOf(traffic, total.valid, 0.001 * (1 + i)),
    })),
    clients: clients.slice(0, 12).map((client) => ({
      client: client.client,
      points: clientPoints(random, traffic, client.requests / total.requests),
    })),
  };
  return {
    report: reportOf(total, clients),
    series,
    headline: `orders missed its target: ${(100 * (total.availability ?? 0)).toFixed(3)} % of ${total.requests.toLocaleString("en")} requests were good (target 99.9 %); the error budget is spent 2.4 times, most of it in two outages.`,
    planWritten: false,
    command: "npx plimsoll replay access.log.1.gz access.log --client header:X-Client --html report.html",
    madeAt: Date.UTC(2026, 4, 14, 7, 30),
    version: "0.1.0",
  };
}

/** One minute of one client without durations, failures, alerts or objectives. */
export function bareInput(): PageInput {
  const rich = richInput();
  const counts = countsOf({ good: 5, bad: 0, excluded: 0, clientFaults: 0 });
  const interval = { from: FROM, to: FROM + MINUTE_MS };
  return {
    ...rich,
    report: {
      ...rich.report,
      ...counts,
      ...interval,
      files: ["-"],
      assumed: [],
      remarks: [],
      statuses: { 200: 5 },
      responseBytes: 512,
      latencyMs: null,
      lines: { read: 5, kept: 5, dropped: {}, examples: [], aside: {} },
      clientsBy: "ip",
      activeClients: 1,
      gaps: [],
      apis: [{ api: "orders", ...counts }],
      objectives: [],
      alerts: [],
      pages: [],
      operations: [],
      supportable: [],
      whatIf: [],
      clients: [{ client: "192.0.2.7", ...counts }],
    },
    series: {
      bucketMs: MINUTE_MS,
      traffic: [{ at: FROM, good: 5, bad: 0, excluded: 0, clientFaults: 0 }],
      latency: null,
      burnDown: [],
      clients: [],
    },
    headline: "orders answered all of its 5 requests.",
  };
}

function trafficOf(random: Random): Series["traffic"] {
  return Array.from({ length: SLOTS }, (_, i) => FROM + i * SLOT_MS)
    .filter((at) => at < SILENCE.from || at >= SILENCE.to)
    .map((at) => {
      const day = 1 + 0.7 * Math.sin(((at % DAY_MS) / DAY_MS) * 2 * Math.PI - 2);
      const requests = Math.round(2_400 * day + 120 * random.normal());
      const failing = OUTAGES.some((outage) => at >= outage.from && at < outage.to) ? 0.12 + 0.2 * random.next() : 0;
      const bad = Math.round(requests * failing) + (random.next() < 0.08 ? 1 + random.below(3) : 0);
      const excluded = Math.round(requests * 0.03 * random.next());
      return {
        at,
        good: requests - bad - excluded,
        bad,
        excluded,
        clientFaults: Math.round(requests * (0.02 + 0.02 * random.next())),
      };
    });
}

function latencyAt(random: Random, at: number): NonNullable<Series["latency"]>[number] {
  const slow = OUTAGES.some((outage) => at >= outage.from && at < outage.to) ? 14 : 1;
  const p50 = (24 + 2 * random.normal()) * (slow > 1 ? 2 : 1);
  return { at, p50, p90: p50 * 3 * Math.sqrt(slow), p99: p50 * 9 * slow * (1 + 0.2 * random.next()) };
}

function burnDownOf(traffic: Series["traffic"], valid: number, budget: number): Series["burnDown"][number]["points"] {
  let bad = 0;
  const all = traffic.reduce((sum, point) => sum + point.bad, 0);
  const scale = budget > 0.001 ? 0.35 * budget * valid : 2.4 * budget * valid;
  return traffic.map((point) => {
    bad += point.bad;
    return { at: point.at, remaining: 1 - ((bad / all) * scale) / (budget * valid) };
  });
}

function clientPoints(random: Random, traffic: Series["traffic"], share: number): Series["clients"][number]["points"] {
  return traffic.map((point) => ({
    at: point.at,
    valid: Math.max(1, Math.round((point.good + point.bad) * share * (0.8 + 0.4 * random.next()))),
    bad: Math.round(point.bad * share * 1.4),
  }));
}

interface Parts {
  readonly good: number;
  readonly bad: number;
  readonly excluded: number;
  readonly clientFaults: number;
}

function sumOf(traffic: Series["traffic"]): Parts {
  const sum = (count: (parts: Parts) => number): number => traffic.reduce((all, point) => all + count(point), 0);
  return {
    good: sum((point) => point.good),
    bad: sum((point) => point.bad),
    excluded: sum((point) => point.excluded),
    clientFaults: sum((point) => point.clientFaults),
  };
}

function countsOf({ good, bad, excluded, clientFaults }: Parts): Counts {
  const valid = good + bad;
  return {
    requests: valid + excluded,
    valid,
    good,
    bad,
    excluded,
    throttled: Math.floor(excluded / 2),
    clientFaults,
    availability: valid > 0 ? good / valid : null,
  };
}

function clientsOf(total: Counts): Report["clients"] {
  const names = [
    "shop-web",
    "shop-ios",
    ...HOSTILE_NAMES,
    "münchen-отдел",
    ...Array.from({ length: 33 }, (_, i) => `partner-${String(i + 1).padStart(2, "0")}`),
  ];
  return names.map((client, i) => {
    const share = 0.31 * 0.7 ** i;
    const part = (count: number): number => Math.max(1, Math.round(count * share));
    return {
      client,
      ...countsOf({
        good: part(total.good),
        bad: i > 28 ? 0 : part(total.bad),
        excluded: part(total.excluded),
        clientFaults: part(total.clientFaults),
      }),
    };
  });
}

/** What other targets would have come to. */
const TRIED: Report["whatIf"][number] = {
  objective: "orders/availability",
  outages: 2,
  present: {
    targetPpm: 999_000,
    remaining: -1.4,
    load: { pages: 2, tickets: 1, nightsWoken: 1 },
    outagesMissed: 0,
  },
  candidates: [
    { targetPpm: 995_000, remaining: 0.52, load: { pages: 1, tickets: 0, nightsWoken: 0 }, outagesMissed: 1 },
    { targetPpm: 999_500, remaining: -3.8, load: { pages: 4, tickets: 1, nightsWoken: 2 }, outagesMissed: 0 },
  ],
};

function reportOf(total: Counts, clients: Report["clients"]): Report {
  const alerts = alertsOf();
  return {
    ...total,
    from: FROM,
    to: TO,
    files: ["access.log.1.gz", "access.log"],
    assumed: [
      "Availability 99.9 % over 30 days, because no file with objectives was given.",
      "The API is called orders (--api).",
    ],
    remarks: ["38 % of the lines were out of time order; they were counted where they belong."],
    lines: {
      read: total.requests + 412,
      kept: total.requests + 400,
      dropped: { malformed: 9, badTime: 3 },
      examples: [
        {
          file: "access.log",
          line: 1_204,
          reason: "malformed",
          detail: `no closing quote after column 71: "GET /<script>alert(4)</script>`,
        },
        { file: "access.log.1.gz", line: 88, reason: "badTime", detail: "31/Foo/2026 is not a date (column 22)" },
      ],
      aside: { probe: 400 },
    },
    statuses: {
      0: 12,
      200: total.good - total.clientFaults,
      404: total.clientFaults,
      429: total.excluded,
      503: total.bad - 12,
    },
    responseBytes: 48_210_777_123,
    latencyMs: { p50: 24.6, p90: 81, p95: 132, p99: 412, bound: 0.0078125 },
    clientsBy: "header:X-Client",
    activeClients: 40,
    gaps: [SILENCE],
    apis: [{ api: "orders", ...total }],
    objectives: objectivesOf(total, clients),
    alerts,
    pages: alerts
      .filter((alert) => alert.mutedBy === null)
      .map((alert, i) => ({ at: alert.firedAt, urgency: alert.urgency, alerts: [i] })),
    clients,
    operations: [
      "POST /orders",
      "GET /orders/{id}",
      "GET /orders",
      "DELETE /orders/{id}",
      "GET /<img src=x onerror=alert(5)>",
    ].map((operation, i) => ({ operation, ...(clients[i] ?? total) })),
    whatIf: [TRIED],
    supportable: [
      { indicator: "availability", targetPpm: 997_400, confidence: 0.95 },
      { indicator: "latency ≤ 300 ms", targetPpm: 981_200, confidence: 0.95 },
    ],
  };
}
