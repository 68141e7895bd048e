import { floorTo, HOUR_MS, type Interval } from "#kernel";
import { NOBODY_BLAMED } from "./alert-result.ts";
import { MeasurementLost } from "./alerts/measurement-lost.ts";
import { trafficStepMs, VanishedTraffic } from "./alerts/vanished-traffic.ts";
import { measurementLostText, trafficVanishedText } from "./alerts/words.ts";
import type { Coverage } from "./engine/coverage.ts";
import { isUnknown, observedIn } from "./engine/measured.ts";
import { isWholeApi } from "./objective.ts";
import { GRID_MS } from "./engine/windows.ts";
import type { Recorded } from "./recorded.ts";
import type { AlertKind, AlertResult } from "./results.ts";
import type { Told } from "./told.ts";

/**
 * The pages that every API has by default, beside those of its objectives: its traffic has vanished (told from the
 * valid requests of its first availability objective of the whole API, as these are what the cells hold; none without
 * one), and its source measures no more (where it has a coverage). `burning` are the alerts of its objectives.
 */
export function sideAlerts(recorded: Recorded, burning: readonly AlertResult[]): Told {
  const apis = [...new Set(recorded.instances.objectives.map(({ api }) => api))];
  const traffic = trafficOf(recorded);
  const found = apis.flatMap((api) => [
    ...lostMeasurements(recorded, api).map((alert) => ({ alert, at: alert.firedAt })),
    ...vanishings(recorded, api, traffic.get(api)).map((alert) => heard(alert, speakersFor(recorded, api, burning))),
  ]);
  return {
    alerts: found.map(({ alert }) => alert),
    pages: found.flatMap(({ alert, at }) => (at === null ? [] : [{ at, urgency: alert.urgency, alerts: [alert] }])),
  };
}

/** The cells that tell of each API's traffic, found in one pass; what exclusions of clients took out was traffic too. */
function trafficOf({ instances, cells, takenOut }: Recorded): ReadonlyMap<string, Traffic> {
  const traffic = new Map<string, Traffic>();
  const byRow = new Map<number, Traffic>();
  instances.objectives.forEach((one, objective) => {
    if (traffic.has(one.api) || !isAvailabilityOfAll(one)) return;
    const slots: Traffic = [];
    traffic.set(one.api, slots);
    byRow.set(instances.baseOf(objective), slots);
  });
  for (const { slots, rows, valid } of takenOut === undefined ? [cells] : [cells, takenOut]) {
    for (let i = 0; i < rows.length; i++) byRow.get(rows[i] as number)?.push(slots[i] as number, valid[i] as number);
  }
  return traffic;
}

/** Slots and the valid requests in them, in turn. */
type Traffic = number[];

function vanishings(recorded: Recorded, api: string, traffic: Traffic | undefined): AlertResult[] {
  const { span, slotMs = GRID_MS } = recorded;
  const startedAt = recorded.coverage?.get(api)?.startedAt ?? span.from;
  const stepMs = trafficStepMs(slotMs);
  if (traffic === undefined || stepMs === null || span.to - startedAt < VanishedTraffic.leastMs) return [];
  const isMeasured = (interval: Interval): boolean => isJudgeable(recorded, api, interval);
  const origin = span.from - floorTo(span.from, slotMs);
  const watch = new VanishedTraffic({ startedAt, stepMs, origin, isMeasured });
  for (let i = 0; i < traffic.length; i += 2) watch.count(traffic[i] as number, traffic[i + 1] as number);
  const alerts: AlertResult[] = [];
  for (let at = watch.nextAt; at <= span.to; at = watch.nextAt) {
    const change = watch.tick(at);
    if (change?.what === "vanishes") {
      const { window, requests } = change.facts;
      alerts.push(
        fired({ api, kind: "trafficVanished" }, { window, n: requests, text: trafficVanishedText(api, change.facts) }),
      );
    } else if (change !== null) endLast(alerts, at, change.what === "lapses" ? "lapsed" : "resolved");
  }
  return alerts;
}

function lostMeasurements({ span, coverage }: Recorded, api: string): AlertResult[] {
  const marks = coverage?.get(api);
  if (marks === undefined) return [];
  const watch = new MeasurementLost(marks);
  const alerts: AlertResult[] = [];
  for (let at = watch.nextAt; at <= span.to; at = watch.nextAt) {
    const change = watch.tick(at);
    if (change?.what === "lost") {
      const text = measurementLostText(api, change.facts);
      alerts.push(fired({ api, kind: "measurementLost" }, { window: change.facts.window, n: 0, text }));
    } else if (change !== null) endLast(alerts, at, "resolved");
  }
  return alerts;
}

const NAMES: Readonly<Record<Exclude<AlertKind, "burnRate">, string>> = {
  trafficVanished: "traffic",
  measurementLost: "measurement",
};

function fired(
  { api, kind }: { readonly api: string; readonly kind: Exclude<AlertKind, "burnRate"> },
  { window, n, text }: { readonly window: Interval; readonly n: number; readonly text: string },
): AlertResult {
  return {
    objective: `${api}/${NAMES[kind]}`,
    kind,
    urgency: "page",
    firedAt: window.to,
    endedAt: null,
    end: null,
    mutedBy: null,
    pairs: [],
    explanation: { text, n, bad: 0, k: 0, threshold: 0, clearsAfterMs: null, window, by: NOBODY_BLAMED },
  };
}

function endLast(alerts: AlertResult[], endedAt: number, end: "resolved" | "lapsed"): void {
  const last = alerts.pop();
  if (last !== undefined) alerts.push({ ...last, endedAt, end });
}

/** Enough of it was watched, and no maintenance of the whole API touches it. */
function isJudgeable({ coverage, exclusions = [] }: Recorded, api: string, { from, to }: Interval): boolean {
  const touches = exclusions.some(
    (one) => one.api === api && one.client === undefined && one.from < to && from < one.to,
  );
  const marks: Coverage | undefined = coverage?.get(api);
  return !touches && (marks === undefined || !isUnknown(observedIn({ from, to }, marks.startedAt, marks)));
}

/** The pages of availability of the whole API: who has been told of one knows that requests are missing. */
function speakersFor({ instances }: Recorded, api: string, burning: readonly AlertResult[]): AlertResult[] {
  const names = new Set(
    instances.objectives.flatMap((one) => (one.api === api && isAvailabilityOfAll(one) ? [one.name] : [])),
  );
  return burning.filter(
    ({ objective, client, urgency }) => client === undefined && urgency === "page" && names.has(objective),
  );
}

/**
 * An alert is muted while a speaker fires, and until the trailing hour lies wholly after that speaker's end: if traffic
 * still stays away then, it is news. `at`: when a person is told; null when nobody is.
 */
function heard(
  alert: AlertResult,
  speakers: readonly AlertResult[],
): { readonly alert: AlertResult; readonly at: number | null } {
  let at = alert.firedAt;
  let mutedBy: string | null = null;
  for (;;) {
    const speaker = speakers.find(
      ({ firedAt, endedAt }) => firedAt <= at && (endedAt === null || at < endedAt + HOUR_MS),
    );
    if (speaker === undefined) return { alert, at };
    mutedBy ??= speaker.objective;
    if (speaker.endedAt === null) return { alert: { ...alert, mutedBy }, at: null };
    at = speaker.endedAt + HOUR_MS;
    if (alert.endedAt !== null && alert.endedAt <= at) return { alert: { ...alert, mutedBy }, at: null };
  }
}

function isAvailabilityOfAll(objective: Recorded["instances"]["objectives"][number]): boolean {
  return objective.indicator.kind === "availability" && isWholeApi(objective);
}
