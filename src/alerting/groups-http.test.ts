import assert from "node:assert/strict";
import { test } from "node:test";
import { liveAlert } from "./model/alerts.testing.ts";
import { openAlertingServer } from "./server.testing.ts";

const ok = (response: { end: () => void }): void => response.end();
const inHours = (hours: number): string => new Date(Date.now() + hours * 3_600_000).toISOString();
const ORDERS = [{ label: "api", operator: "=", value: "orders" }];
type Json = Record<string, unknown>;
const itemsOf = (body: Json): Json[] => body["items"] as Json[];

test("a group is listed with what comes next, and tells its story and its alerts", async () => {
  await using server = await openAlertingServer(ok);
  const fired = liveAlert({ client: "acme" });
  await server.tick([fired]);
  const { body } = await server.ask("GET", "/groups?state=firing&api=orders&urgency=page");
  const [group] = itemsOf(body);
  assert.deepEqual(
    [group?.["policy"], group?.["state"], group?.["title"], group?.["repeat"], group?.["route"]],
    [
      "everybody",
      "firing",
      "orders/availability fires for client acme of orders",
      "4h",
      "no rule matched (the default, line 2)",
    ],
  );
  const { at, reason } = (group as Json)["next"] as Json;
  assert.deepEqual(
    [reason, Date.parse(String(at)) - Date.parse(String(group?.["toldAt"]))],
    ["unchanged", 4 * 3_600_000],
  );
  const detail = await server.ask("GET", `/groups/${String(group?.["id"])}`);
  const [alert] = detail.body["alerts"] as Json[];
  assert.deepEqual([alert?.["sentence"], alert?.["client"]], [fired.explanation.text, "acme"]);
  assert.equal(alert?.["toldAt"], group?.["toldAt"]);
  assert.deepEqual(
    (detail.body["entries"] as Json[]).map(({ what }) => what),
    ["told", "opened"],
  );
  const why = await server.ask("GET", `/alerts/${String(alert?.["id"])}/explanation`);
  assert.match(String(why.body["text"]), /^everybody was paged at /);
  assert.deepEqual(why.body["labels"], {
    alertname: "burnRate",
    api: "orders",
    client: "acme",
    kind: "burnRate",
    objective: "orders/availability",
    source: "plimsoll",
    urgency: "page",
  });
  assert.equal((await server.ask("GET", "/groups/grp_none")).status, 404);
  assert.equal((await server.ask("GET", "/alerts/none/explanation")).status, 404);
});

test("a silence says what it hides before it is made, hides it, is ended by DELETE and kept, and what it hid is told then", async () => {
  await using server = await openAlertingServer(ok);
  const preview = async () => (await server.ask("POST", "/silences/preview", { body: { matchers: ORDERS } })).body;
  assert.equal((await preview())["alerts"], 0);
  const body = { matchers: ORDERS, reason: "database move", endsAt: inHours(2) };
  const made = await server.ask("POST", "/silences", { body });
  assert.equal(made.status, 201, JSON.stringify(made.body));
  assert.deepEqual([made.body["state"], made.body["text"], made.body["hides"]], ["active", "api = orders", 0]);
  await server.tick([liveAlert()]);
  assert.deepEqual(server.told, []);
  const { alerts, pages, shown } = await preview();
  assert.deepEqual([alerts, pages, (shown as Json[])[0]?.["title"]], [1, 1, "orders/availability"]);
  const [muted] = itemsOf((await server.ask("GET", "/groups?state=muted")).body);
  assert.match(String(muted?.["text"]), /^Nobody is told of 1 alert: the silence of .* \(database move\), until /);
  const { items } = (await server.ask("GET", "/alerts")).body as { items: { id: string }[] };
  const why = await server.ask("GET", `/alerts/${items[0]?.id ?? ""}/explanation`);
  assert.match(String(why.body["text"]), /^everybody was not told: the silence of /);
  const place = `/silences/${String(made.body["id"])}`;
  assert.equal((await server.ask("GET", place)).body["hides"], 1);
  assert.equal((await server.ask("DELETE", place, { headers: { "if-match": '"r7"' } })).status, 412);
  assert.equal((await server.ask("DELETE", place)).status, 204);
  await server.beat();
  assert.deepEqual(
    server.told.map(({ reason }) => reason),
    ["first"],
  );
  assert.deepEqual(itemsOf((await server.ask("GET", "/silences")).body), []);
  const [ended] = itemsOf((await server.ask("GET", "/silences?state=ended")).body);
  assert.equal(ended?.["state"], "ended");
  assert.notEqual(ended["endedBy"], null);
  assert.equal((await server.ask("DELETE", place)).status, 409);
});

test("a silence over what was told keeps nobody from hearing that it is over", async () => {
  await using server = await openAlertingServer(ok);
  const fired = liveAlert();
  await server.tick([fired]);
  await server.ask("POST", "/silences", { body: { matchers: ORDERS, reason: "noise", endsAt: inHours(2) } });
  await server.tick([{ ...fired, endedAt: 1_600_000, end: "resolved" }]);
  await server.beat(10 * 60_000);
  assert.deepEqual(
    server.told.map(({ reason }) => reason),
    ["first", "ended"],
  );
});

test("a silence that hides everything, never ends, ends before it starts or has a pattern that is none is refused with its place", async () => {
  await using server = await openAlertingServer(ok);
  const good = { matchers: ORDERS, reason: "x", endsAt: inHours(1) };
  const cases: readonly [object, string][] = [
    [{ ...good, matchers: [{ label: "team", operator: "!=", value: "ops" }] }, "/matchers"],
    [{ ...good, matchers: [{ label: "team", operator: "=~", value: ".*" }] }, "/matchers"],
    [{ ...good, matchers: [] }, "/matchers"],
    [{ ...good, endsAt: inHours(24 * 31) }, "/endsAt"],
    [{ ...good, endsAt: inHours(-1) }, "/endsAt"],
    [{ ...good, startsAt: inHours(2) }, "/endsAt"],
    [{ ...good, reason: " " }, "/reason"],
  ];
  for (const [body, pointer] of cases) {
    const { status, body: problem } = await server.ask("POST", "/silences", { body });
    assert.deepEqual(
      [status, (problem["faults"] as { pointer: string }[])[0]?.pointer],
      [422, pointer],
      JSON.stringify(body),
    );
  }
  const pattern = { ...good, matchers: [{ label: "team", operator: "=~", value: "a(" }] };
  assert.equal((await server.ask("POST", "/silences", { body: pattern })).status, 422);
});

test("a silence is changed by whoever saw its last revision, which begins its weekly reminder anew", async () => {
  await using server = await openAlertingServer(ok);
  const body = { matchers: ORDERS, reason: "x", endsAt: inHours(24 * 20) };
  const made = await server.ask("POST", "/silences", { body });
  assert.equal(
    Date.parse(String(made.body["reminderAt"])) - Date.parse(String(made.body["createdAt"])),
    7 * 86_400_000,
  );
  const place = `/silences/${String(made.body["id"])}`;
  const changed = { ...body, reason: "y", endsAt: inHours(1) };
  assert.equal((await server.ask("PUT", place, { body: changed, headers: { "if-match": '"r9"' } })).status, 412);
  const after = await server.ask("PUT", place, { body: changed, headers: { "if-match": '"r1"' } });
  assert.deepEqual([after.status, after.body["reason"], after.body["reminderAt"]], [200, "y", null]);
});

test("routes are shown, previewed with all faults at lines, tried, saved once, and then hold", async () => {
  await using server = await openAlertingServer(ok);
  const first = (await server.ask("GET", "/routing")).body;
  assert.deepEqual([first["isBuiltIn"], first["revision"]], [true, 0]);
  const wrong = "routing:\n  default: {escalat: x}\n  rules:\n    - {if: {api: orders}, wait: soon}\n";
  const refused = await server.ask("POST", "/routing/preview", { body: { text: wrong } });
  assert.equal(refused.status, 422);
  assert.deepEqual(
    (refused.body["faults"] as { line: number }[]).map(({ line }) => line),
    [2, 2, 4],
  );
  const text =
    "routing:\n  default: {escalate: office}\n  rules:\n    - {if: {urgency: page}, escalate: pager, repeat: 30m}\n";
  const draft = (await server.ask("POST", "/routing/preview", { body: { text } })).body;
  assert.equal(draft["isSaved"], false);
  assert.match(
    String(draft["remarks"]),
    /^Line 2: there is no escalation policy "office", so everybody who may respond/,
  );
  assert.deepEqual(
    (draft["rules"] as Json[]).map(({ depth, policy, line }) => [depth, policy, line]),
    [
      [0, "office", 2],
      [1, "pager", 4],
    ],
  );
  const labels = { urgency: "page", api: "orders" };
  const policies = async (more: object) =>
    ((await server.ask("POST", "/routing/trial", { body: { labels, ...more } })).body["routes"] as Json[]).map(
      ({ policy }) => policy,
    );
  assert.deepEqual([await policies({}), await policies({ text })], [["everybody"], ["pager"]]);
  const saved = await server.ask("PUT", "/routing", { body: { text }, headers: { "if-match": '"r0"' } });
  assert.deepEqual([saved.status, saved.body["revision"], saved.body["isSaved"]], [200, 1, true]);
  assert.equal((await server.ask("PUT", "/routing", { body: { text }, headers: { "if-match": '"r0"' } })).status, 412);
  assert.deepEqual(await policies({}), ["pager"]);
  await server.tick([liveAlert()]);
  assert.deepEqual(
    server.told.map(({ policy, repeatMs }) => [policy, repeatMs]),
    [["pager", 1_800_000]],
  );
});

test("an alertmanager.yml is translated with what maps not, and nothing is saved; what is none is refused", async () => {
  await using server = await openAlertingServer(ok);
  const text =
    "route: {receiver: top, routes: [{matchers: ['team=~\"a|b\"'], receiver: pager}]}\nreceivers: [{name: top, opsgenie_configs: [{}]}, {name: pager}]\n";
  const { status, body } = await server.ask("POST", "/routing/import", { body: { text } });
  assert.equal(status, 200, JSON.stringify(body));
  assert.match(String(body["text"]), /if:\n\s+- team =~ "a\|b"\n\s+escalate: pager/);
  assert.match(String(body["remarks"]), /Receiver top: opsgenie has no counterpart in Plimsoll/);
  assert.equal((await server.ask("GET", "/routing")).body["revision"], 0);
  assert.equal((await server.ask("POST", "/routing/import", { body: { text: "a: b" } })).status, 422);
  const saved = await server.ask("PUT", "/routing", { body: { text: String(body["text"]) } });
  assert.equal(saved.status, 200, JSON.stringify(saved.body));
});

test("past alerts are replayed against a draft: how many pages, and which alerts would page no longer", async () => {
  await using server = await openAlertingServer(ok);
  const now = Date.now();
  await server.tick(["a", "b"].map((client) => liveAlert({ client, firedAt: now - 60_000, toldAt: now - 60_000 })));
  const draft = "routing:\n  default: {escalate: x, group: [...], wait: 1h}\n";
  const ask = async (text: string) => (await server.ask("POST", "/routing/replay", { body: { text, days: 7 } })).body;
  const later = await ask(draft);
  assert.equal(
    later["text"],
    "0 pages instead of 1 in the last 7 days; 2 alerts that paged would page nobody.",
    JSON.stringify(later),
  );
  assert.equal(later["lostCount"], 2);
  const same = await ask("");
  assert.equal(same["text"], "1 page in the last 7 days, as many as now; each alert that paged still would.");
});
