import assert from "node:assert/strict";
import { test } from "node:test";
import { openTestServer } from "./server.testing.ts";

const TEXT = `apis: {orders: {}}
probes:
  orders-health:
    api: orders
    get: https://api.example.com/v1/health?deep=1
    every: 30s
    headers: {accept: application/json, authorization: {env: TOKEN}}
    expect: {status: [200, 3xx], within: 1s, json: {/status: up}, headers: {content-type: {contains: json}}}
heartbeats:
  nightly-billing: {every: 1 day, grace: 30m, api: orders}
`;
const REFERENCES = [{ file: "plan.yaml", reference: "env:TOKEN", text: "Bearer of secrets" }];

function body(text: string, more: object = {}): object {
  return { texts: [{ file: "plan.yaml", text }], references: REFERENCES, ...more };
}

test("probes and heartbeats of a text are made, owned by it, printed back without their secrets, and let go of", async () => {
  await using server = await openTestServer();
  const post = (url: string, given: object) => server.ask({ method: "POST", url: `/configuration${url}`, body: given });
  const seen = await post("/diff", body(TEXT));
  assert.equal(seen.status, 200, JSON.stringify(seen.body));
  assert.ok(!JSON.stringify(seen.body).includes("Bearer of secrets"));
  const { revision } = seen.body as unknown as { revision: string };
  const applied = await post("/apply", body(TEXT, { revision, prune: false }));
  assert.equal(applied.status, 200, JSON.stringify(applied.body));
  assert.ok(!JSON.stringify(applied.body).includes("Bearer of secrets"));
  const again = await post("/diff", body(TEXT));
  assert.deepEqual((again.body as unknown as { changes: unknown[] }).changes, []);
  const exported = await server.ask({ method: "GET", url: "/configuration/export" });
  assert.ok(!exported.text.includes("Bearer of secrets"), exported.text);
  assert.match(exported.text, /PROBE_ORDERS_HEALTH_AUTHORIZATION/);
  const printed = body(exported.text.replace("PROBE_ORDERS_HEALTH_AUTHORIZATION", "TOKEN"));
  const round = await post("/diff", printed);
  assert.deepEqual((round.body as unknown as { changes: unknown[] }).changes, [], exported.text);
  const gone = await post("/diff", body("plan: main\napis: {orders: {}}\n"));
  const what = (gone.body as unknown as { changes: { kind: string; what: string }[] }).changes.map((one) => [
    one.kind,
    one.what,
  ]);
  assert.deepEqual(what, [
    ["heartbeat", "vanished"],
    ["probe", "vanished"],
  ]);
});

test("what is wrong with a probe in a text is told with its place", async () => {
  await using server = await openTestServer();
  const wrong = "apis: {orders: {}}\nprobes:\n  p: {api: orders, get: 'https://h/', every: 1s}\n  q: {api: orders}\n";
  const answer = await server.ask({ method: "POST", url: "/configuration/diff", body: body(wrong) });
  assert.equal(answer.status, 422);
  assert.match(JSON.stringify(answer.body), /plan\.yaml, line 3, column 3: probe p: .*everyMs/);
  assert.match(JSON.stringify(answer.body), /plan\.yaml, line 4, column 3: probe q: .*url/);
});
