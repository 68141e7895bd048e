import assert from "node:assert/strict";
import { test } from "node:test";
import { Webhook } from "standardwebhooks";
import { MINUTE_MS, SECOND_MS } from "#kernel";
import { type Received, Receiver } from "../../src/messaging/receiver.testing.ts";
import { inTemporaryDirectory, type RunningServer, startServer } from "./running-server.ts";

const START = Date.UTC(2026, 10, 27, 12);
const STEP_MS = 10 * SECOND_MS;
const ROUTING_KEY = "0123456789abcdef0123456789abcdef";

test("an outage is one page, signed for the webhook and triggered at PagerDuty, and its end reaches both, though the server is killed in between", async () => {
  await inTemporaryDirectory(async (directory) => {
    await using receiver = await Receiver.open((response) => response.writeHead(202).end("{}"));
    const clock = ["--test-clock", new Date(START).toISOString()];
    let server = await startServer(directory, clock);
    await ask(server, "PUT /api/v1/apis/orders", {});
    const webhook = { kind: "webhook", title: "our chat", url: `${receiver.url}/hook`, urgencies: ["page"] };
    const { secret } = (await ask(server, "POST /api/v1/destinations", webhook)) as { secret: string };
    await ask(server, "POST /api/v1/destinations", {
      kind: "pagerduty",
      title: "pagers",
      url: receiver.url,
      routingKey: ROUTING_KEY,
      urgencies: ["page"],
    });
    let now = await tell(server, { from: START, to: START + 20 * MINUTE_MS, status: 200 });
    now = await tell(server, { from: now, to: now + 5 * MINUTE_MS, status: 503 });
    assert.deepEqual(eventsOf(receiver.received, secret), [["alert.fired"], ["trigger"]]);
    await server.kill();
    server = await startServer(directory, ["--test-clock", new Date(now).toISOString()]);
    await tell(server, { from: now, to: now + 80 * MINUTE_MS, status: 200 });
    assert.deepEqual(eventsOf(receiver.received, secret), [
      ["alert.fired", "alert.resolved"],
      ["trigger", "resolve"],
    ]);
    const { items } = (await (await server.call("/api/v1/deliveries")).json()) as { items: { state: string }[] };
    assert.deepEqual(
      items.map(({ state }) => state),
      ["delivered", "delivered", "delivered", "delivered"],
    );
    assert.equal(await server.stop(), 0);
  });
});

/** Twenty requests each ten seconds, with the clock behind them. Gives the instant that was reached. */
async function tell(
  server: RunningServer,
  { from, to, status }: { readonly from: number; readonly to: number; readonly status: number },
): Promise<number> {
  for (let at = from; at < to; at += STEP_MS) {
    const line = JSON.stringify({
      at: new Date(at).toISOString(),
      api: "orders",
      method: "GET",
      path: "/orders",
      status,
    });
    assert.equal((await server.post(`${line}\n`.repeat(20))).status, 200);
    await ask(server, "POST /test/clock", { at: new Date(at + STEP_MS).toISOString() });
  }
  return to;
}

async function ask(server: RunningServer, place: string, body: object): Promise<unknown> {
  const [method = "", path = ""] = place.split(" ");
  const headers = { "content-type": "application/json" };
  const answer = await server.call(path, { method, headers, body: JSON.stringify(body) });
  const text = await answer.text();
  assert(answer.ok, text);
  return JSON.parse(text);
}

/** What each destination got, in order; the webhook's signatures are verified by somebody else's code. */
function eventsOf(received: readonly Received[], secret: string): string[][] {
  const hooks = received.filter(({ path }) => path === "/hook");
  const pagers = received.filter(({ path }) => path !== "/hook");
  return [
    hooks.map(({ body, headers }) => {
      // It also refuses what is not of now: the clock of this server is not ours.
      const message = JSON.parse(body) as { type: string };
      const id = String(headers["webhook-id"]);
      const timestamp = new Date(Number(headers["webhook-timestamp"]) * SECOND_MS);
      assert.equal(headers["webhook-signature"], new Webhook(secret).sign(id, timestamp, body));
      return message.type;
    }),
    pagers.map(({ body }) => (JSON.parse(body) as { event_action: string }).event_action),
  ];
}
