import assert from "node:assert/strict";
import { test } from "node:test";
import { Webhook } from "standardwebhooks";
import { liveAlert } from "./model/alerts.testing.ts";
import { openAlertingServer } from "./server.testing.ts";

const KEY = "0123456789abcdef0123456789ABCDEF";
const ok = (response: { end: () => void }): void => response.end();

test("an alert reaches a webhook signed, as the manual shows it, and its end follows", async () => {
  await using server = await openAlertingServer(ok);
  const made = await server.ask("POST", "/destinations", {
    body: { kind: "webhook", title: "Chat", url: `${server.receiverUrl}/hook` },
  });
  assert.equal(made.status, 201, JSON.stringify(made.body));
  const secret = String(made.body["secret"]);
  const fired = liveAlert({ client: "acme" });
  await server.tick([fired]);
  await server.tick([{ ...fired, endedAt: 1_600_000, end: "resolved" }]);
  const said = server.received.map(
    ({ body, headers }) => new Webhook(secret).verify(body, headers) as Record<string, Record<string, unknown>>,
  );
  assert.deepEqual(
    said.map(({ type }) => type),
    ["alert.fired", "alert.resolved"],
  );
  const [first, second] = said.map(({ data }) => data);
  assert.equal(first?.["sentence"], fired.explanation.text);
  assert.equal(second?.["sentence"], `Over (resolved after 25 min). When it fired: ${fired.explanation.text}`);
  assert.equal(first["firedAt"], "1970-01-01T00:01:40Z");
  assert.equal(first["url"], `http://plimsoll.test/alerts/${String(first["id"])}`);
  const detail = await server.ask("GET", `/alerts/${String(first["id"])}`);
  const { deliveries, ...alert } = detail.body as { deliveries: { state: string; event: string }[] };
  assert.deepEqual(alert, second);
  assert.deepEqual(
    deliveries.map(({ event, state }) => `${event} ${state}`),
    ["ended delivered", "fired delivered"],
  );
  assert.deepEqual(server.faults, []);
});

test("an alert reaches PagerDuty as a trigger and a resolve with one key, by urgency, and only the end of the key is shown", async () => {
  await using server = await openAlertingServer((response, got) => {
    response.writeHead(eventFaults(got.body).length === 0 && got.path === "/v2/enqueue" ? 202 : 400).end();
  });
  const body = { kind: "pagerduty", title: "On-call", url: server.receiverUrl, routingKey: KEY };
  const made = await server.ask("POST", "/destinations", { body });
  assert.deepEqual([made.status, made.body["routingKeyEnd"], made.body["secret"]], [201, "CDEF", undefined]);
  assert.ok(!JSON.stringify((await server.ask("GET", "/destinations")).body).includes(KEY));
  const page = liveAlert();
  const ticket = liveAlert({ urgency: "ticket" });
  await server.tick([page]);
  await server.tick([ticket, { ...page, endedAt: 1_600_000, end: "lapsed" }]);
  const events = server.received.map(({ body: text }) => JSON.parse(text) as Record<string, unknown>);
  assert.deepEqual(
    events.flatMap((event) => eventFaults(JSON.stringify(event))),
    [],
  );
  assert.deepEqual(
    events
      .map(({ event_action: action, payload }) => `${String(action)} ${(payload as { severity: string }).severity}`)
      .toSorted(),
    ["resolve critical", "trigger critical", "trigger warning"],
  );
  const pages = events.filter(({ payload }) => (payload as { severity: string }).severity === "critical");
  assert.equal(pages[0]?.["dedup_key"], pages[1]?.["dedup_key"]);
  const tested = await server.ask("POST", `/destinations/${String(made.body["id"])}/test`);
  assert.deepEqual(tested.body, { outcome: "delivered", status: 202, reason: null });
  const actions = server.received
    .slice(-2)
    .map(({ body: text }) => (JSON.parse(text) as { event_action: string }).event_action);
  assert.deepEqual(actions, ["trigger", "resolve"]);
});

test("a failing receiver is shown with its answer and the next attempt", async () => {
  await using server = await openAlertingServer((response) => response.writeHead(500).end("out of order"));
  await server.ask("POST", "/destinations", { body: { kind: "webhook", title: "Chat", url: server.receiverUrl } });
  await server.tick([liveAlert()]);
  const { body } = await server.ask("GET", "/deliveries?state=due");
  const [delivery] = body["items"] as Record<string, unknown>[];
  assert.equal(delivery?.["lastStatus"], 500);
  assert.equal(delivery["lastError"], "answered 500: out of order");
  assert.equal(delivery["attempts"], 1);
  const wait = Date.parse(String(delivery["nextAttemptAt"])) - Date.parse(String(delivery["createdAt"]));
  assert.ok(wait >= 2_000 && wait < 60_000, String(wait));
});

test("a test says how it went, at once, and is listed", async () => {
  await using server = await openAlertingServer((response) => response.writeHead(410).end("moved out"));
  const { body } = await server.ask("POST", "/destinations", {
    body: { kind: "webhook", title: "Chat", url: server.receiverUrl },
  });
  const tested = await server.ask("POST", `/destinations/${String(body["id"])}/test`);
  assert.deepEqual(tested.body, { outcome: "failed", status: 410, reason: "answered 410 (gone): moved out" });
  const { items } = (await server.ask("GET", "/deliveries")).body as { items: { event: string; state: string }[] };
  assert.deepEqual(
    items.map(({ event, state }) => `${event} ${state}`),
    ["test failed"],
  );
});

test("what a destination is missing is told with its place; nothing is saved", async () => {
  await using server = await openAlertingServer(ok);
  const cases: readonly [object, string][] = [
    [{ kind: "webhook", title: "x" }, "/url"],
    [{ kind: "webhook", title: "x", url: "https://user:pw@example.com/" }, "/url"],
    [{ kind: "webhook", title: "x", url: "https://example.com/", routingKey: KEY }, "/routingKey"],
    [{ kind: "pagerduty", title: "x" }, "/routingKey"],
    [{ kind: "pagerduty", title: "x", routingKey: "short" }, "/routingKey"],
    [{ kind: "webhook", title: "", url: "https://example.com/" }, "/title"],
    [{ kind: "webhook", title: "x", url: "https://example.com/", urgencies: [] }, "/urgencies"],
    [{ kind: "carrierPigeon", title: "x" }, "/kind"],
  ];
  for (const [body, pointer] of cases) {
    const { status, body: problem } = await server.ask("POST", "/destinations", { body });
    const [fault] = problem["faults"] as { pointer: string }[];
    assert.deepEqual([status, fault?.pointer], [422, pointer], JSON.stringify(body));
  }
  assert.deepEqual((await server.ask("GET", "/destinations")).body["items"], []);
});

test("a destination is changed by whoever has seen its last revision, and a rotated secret works beside the old one", async () => {
  await using server = await openAlertingServer(ok);
  const { body: made } = await server.ask("POST", "/destinations", {
    body: { kind: "webhook", title: "Chat", url: server.receiverUrl },
  });
  const place = `/destinations/${String(made["id"])}`;
  const body = { title: "Another", urgencies: ["page"], apis: ["orders"], enabled: false };
  const changed = await server.ask("PUT", place, { body, headers: { "if-match": '"r1"' } });
  assert.deepEqual([changed.status, changed.body["title"], changed.body["url"]], [200, "Another", server.receiverUrl]);
  assert.equal((await server.ask("PUT", place, { body, headers: { "if-match": '"r1"' } })).status, 412);
  const rotated = await server.ask("POST", `${place}/secret`);
  assert.match(String(rotated.body["oldSecretUntil"]), /Z$/);
  await server.ask("POST", `${place}/test`);
  const [got] = server.received;
  assert.ok(got !== undefined);
  for (const secret of [made["secret"], rotated.body["secret"]]) {
    assert.equal((new Webhook(String(secret)).verify(got.body, got.headers) as { type: string }).type, "test");
  }
  assert.equal((await server.ask("DELETE", place)).status, 204);
  assert.equal((await server.ask("DELETE", place)).status, 404);
  const { items } = (await server.ask("GET", "/audit")).body as { items: { action: string; facts: unknown }[] };
  const actions = new Set(items.map(({ action }) => action).filter((action) => action.startsWith("destination.")));
  assert.equal(actions.size, 5);
  assert.ok(!JSON.stringify(items).includes("whsec_"), "no secret in the audit log");
});

test("alerts are listed in pages, narrowed as asked", async () => {
  await using server = await openAlertingServer(ok);
  await server.tick([1, 2, 3].map((n) => liveAlert({ firedAt: n * 10_000, client: `c${n}` })));
  const first = (await server.ask("GET", "/alerts?limit=2&state=firing")).body;
  assert.deepEqual(
    (first["items"] as { client: string }[]).map(({ client }) => client),
    ["c3", "c2"],
  );
  const second = (await server.ask("GET", `/alerts?limit=2&state=firing&cursor=${String(first["next"])}`)).body;
  assert.deepEqual(
    (second["items"] as { client: string }[]).map(({ client }) => client),
    ["c1"],
  );
  assert.equal(second["next"], null);
  assert.equal((await server.ask("GET", "/alerts?cursor=nonsense")).status, 422);
  assert.equal((await server.ask("GET", "/alerts/alert_none")).status, 404);
});

/** What is wrong with an event, after PagerDuty's description of Events API v2. */
function eventFaults(text: string): string[] {
  const event = JSON.parse(text) as Record<string, unknown>;
  const payload = (event["payload"] ?? {}) as Record<string, unknown>;
  const isText = (value: unknown, max: number): boolean =>
    typeof value === "string" && value.length > 0 && value.length <= max;
  const rules: readonly [string, boolean][] = [
    ["routing_key", /^[A-Za-z0-9]{32}$/.test(String(event["routing_key"]))],
    ["event_action", ["trigger", "acknowledge", "resolve"].includes(String(event["event_action"]))],
    ["dedup_key", isText(event["dedup_key"], 255)],
    ["payload.summary", isText(payload["summary"], 1_024)],
    ["payload.source", isText(payload["source"], 1_024)],
    ["payload.severity", ["critical", "error", "warning", "info"].includes(String(payload["severity"]))],
    ["payload.timestamp", !Number.isNaN(Date.parse(String(payload["timestamp"])))],
    ["payload.custom_details", typeof payload["custom_details"] === "object"],
    [
      "links",
      Array.isArray(event["links"]) && event["links"].every((link: { href?: unknown }) => isText(link.href, 2_048)),
    ],
  ];
  return rules.flatMap(([name, fits]) => (fits ? [] : [name]));
}
