import assert from "node:assert/strict";
import { test } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { isoText, MINUTE_MS } from "#kernel";
import { Receiver } from "../../src/messaging/receiver.testing.ts";
import { makeOrders } from "./batches.ts";
import { inTemporaryDirectory, type RunningServer, startServer } from "./running-server.ts";
import { goTo, putDestination } from "./told-live.ts";

const START = Date.UTC(2026, 10, 28, 3);

const STORM = 200;

interface AlertJson {
  readonly id: string;
  readonly source: string;
  readonly api: string;
  readonly objective: string;
  readonly urgency: string;
  readonly sentence: string;
  readonly endedAt: string | null;
}

interface Told {
  readonly type: string;
  readonly data: AlertJson;
}

test("what Prometheus posts is an alert until it says that it is over, or says nothing any more; both are told", async () => {
  await inTemporaryDirectory(async (directory) => {
    await using receiver = await Receiver.open((response) => response.writeHead(204).end());
    const server = await startServer(directory, ["--test-clock", isoText(START)]);
    await makeOrders(server);
    await putDestination(server, receiver.url);
    const token = await signalToken(server);
    const alert = {
      labels: { alertname: "SlowOrders", severity: "critical", api: "orders" },
      startsAt: isoText(START - MINUTE_MS),
    };
    const fires = (at: number) => [
      { ...alert, endsAt: isoText(at + 4 * MINUTE_MS), annotations: { summary: "Orders are slow." } },
    ];
    assert.equal((await send(server, "/api/v2/alerts", fires(START), token)).status, 200);
    await until(() => told(receiver).length === 1);
    const [fired] = told(receiver);
    assert.deepEqual(
      [
        fired?.type,
        fired?.data.source,
        fired?.data.api,
        fired?.data.objective,
        fired?.data.urgency,
        fired?.data.sentence,
      ],
      ["alert.fired", "prometheus", "orders", "SlowOrders", "page", "Orders are slow."],
    );
    await goTo(server, START + MINUTE_MS);
    assert.equal((await send(server, "/api/v2/alerts", fires(START + MINUTE_MS), token)).status, 200);
    assert.equal((await firing(server)).length, 1);
    // It is said to be over at 03:05, and a server blames nobody in its first five minutes.
    for (let minutes = 2; minutes < 5; minutes++) await goTo(server, START + minutes * MINUTE_MS);
    assert.equal((await firing(server)).length, 1);
    await goTo(server, START + 5 * MINUTE_MS);
    await until(() => told(receiver).length === 2);
    assert.equal(told(receiver)[1]?.type, "alert.lapsed");
    assert.match(told(receiver)[1]?.data.sentence ?? "", /prometheus stopped saying that it fires/);
    assert.equal(await server.stop(), 0);
  });
});

test("who sends signals is answered in its own words, and what cannot be taken is said without losing the rest", async () => {
  await inTemporaryDirectory(async (directory) => {
    const server = await startServer(directory);
    const token = await signalToken(server);
    const labels = { alertname: "Disk", instance: "a" };
    assert.equal((await send(server, "/api/v2/alerts", [{ labels }])).status, 401);
    const wrong = [{ labels }, { labels: { alertname: "x".repeat(1_025) } }, { annotations: {} }];
    const half = await send(server, "/api/v2/alerts", wrong, token);
    assert.equal(half.status, 400);
    assert.match(
      (await half.json()) as string,
      /\/1\/labels\/alertname is longer than 1024.*Everything else in it was taken/,
    );
    assert.deepEqual(
      (await firing(server)).map(({ objective }) => objective),
      ["Disk"],
    );
    const large = await send(server, "/api/v1/signals/alertmanager", "x".repeat(10 * 1_024 * 1_024), token);
    assert.equal(large.status, 413);
    assert.equal((await send(server, "/api/v1/signals/nobody", {}, token)).status, 404);
    assert.equal((await send(server, "/api/v1/signals/alertmanager", "{", token)).status, 400);
    const event = {
      routing_key: token,
      event_action: "trigger",
      payload: { summary: "Down", source: "db", severity: "error" },
    };
    const opened = await send(server, "/v2/enqueue", event);
    assert.equal(opened.status, 202);
    const said = (await opened.json()) as Record<string, string>;
    assert.equal(said["status"], "success");
    const over = { routing_key: token, event_action: "resolve", dedup_key: said["dedup_key"] };
    assert.equal((await send(server, "/v2/enqueue", over)).status, 202);
    assert.equal((await send(server, "/v2/enqueue", { ...over, dedup_key: "nobody knows" })).status, 202);
    assert.equal((await send(server, "/v2/enqueue", { ...event, routing_key: "wrong" })).status, 401);
    const kept = await server.call("/api/v1/signals?source=pagerduty");
    const { items } = (await kept.json()) as { items: { outcome: string }[] };
    assert.deepEqual(
      items.map(({ outcome }) => outcome),
      ["unknownKey", "resolved", "opened"],
    );
    assert.equal(await server.stop(), 0);
  });
});

test("a storm of single events is taken whole: each is answered once it is durable, and is one alert", async () => {
  await inTemporaryDirectory(async (directory) => {
    const server = await startServer(directory);
    const token = await signalToken(server);
    const event = (n: number) => ({
      event_action: "trigger",
      dedup_key: `host-${n}`,
      payload: { summary: `host-${n} is down`, source: `host-${n}`, severity: "critical" },
    });
    const answers = await Promise.all(
      Array.from({ length: STORM }, async (_, n) => (await send(server, "/v2/enqueue", event(n), token)).status),
    );
    assert.deepEqual(new Set(answers), new Set([202]));
    await server.kill();
    const again = await startServer(directory);
    const { items } = (await (await again.call("/api/v1/alerts?state=firing&limit=200")).json()) as {
      items: AlertJson[];
    };
    assert.equal(new Set(items.map(({ objective }) => objective)).size, STORM);
    assert.equal(await again.stop(), 0);
  });
});

async function signalToken(server: RunningServer): Promise<string> {
  const made = await server.call("/api/v1/tokens", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ name: "signals", scopes: ["signals:write"] }),
  });
  const { token } = (await made.json()) as { token: string };
  assert.equal(made.status, 201);
  return token;
}

async function send({ url }: RunningServer, path: string, ...[body, token]: [unknown, string?]): Promise<Response> {
  return await fetch(`${url}${path}`, {
    method: "POST",
    headers: {
      "content-type": "application/json",
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    },
    body: typeof body === "string" ? body : JSON.stringify(body),
  });
}

async function firing(server: RunningServer): Promise<AlertJson[]> {
  const { items } = (await (await server.call("/api/v1/alerts?state=firing")).json()) as { items: AlertJson[] };
  return items;
}

function told({ received }: Receiver): Told[] {
  return received.map(({ body }) => JSON.parse(body) as Told);
}

/** Asks again until it is so; what is waited for has no other sign. */
async function until(isSo: () => boolean): Promise<void> {
  const end = Date.now() + 20_000;
  while (!isSo()) {
    assert.ok(Date.now() < end, "it did not come about");
    await pause(20);
  }
}
