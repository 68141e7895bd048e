import assert from "node:assert/strict";
import { test } from "node:test";
import { openTestServer } from "./server.testing.ts";

const FREE = { rateLimit: "5/s", quota: "10000/month", access: "automatic" };
const GOLD = { rateLimit: "50/s", burst: 100, quota: "5M/month", price: "490 EUR/month", access: "on request" };

/** The shipped example's plans. */
async function openOffer() {
  const server = await openTestServer();
  await server.put("/plans/free", FREE);
  await server.put("/plans/gold", GOLD);
  return server;
}

test("a plan is given back as people write it; what is left out stays, null takes a limit away, and a stale change is refused", async () => {
  await using server = await openOffer();
  const first = await server.get("/plans/gold");
  const { rateLimit, burst, quota, price, access, zone, revision } = first.body;
  assert.deepEqual(
    [rateLimit, burst, quota, price, access, zone, revision],
    ["50/s", 100, "5M/month", "490.00 EUR/month", "on request", "UTC", 1],
  );
  const changed = await server.put("/plans/gold", { burst: null, title: "Gold" }, { "if-match": first.etag });
  assert.deepEqual([changed.body["burst"], changed.body["title"], changed.body["quota"]], [null, "Gold", "5M/month"]);
  assert.equal((await server.put("/plans/gold", { title: "Late" }, { "if-match": first.etag })).status, 412);
  const again = await server.put("/plans/gold", { title: "Gold" });
  assert.equal(again.body["revision"], 2);
});

test("all faults of a plan are told at their fields, and unknown fields are refused", async () => {
  await using server = await openTestServer();
  const { status, body } = await server.put("/plans/odd", {
    rateLimit: "5/day",
    quota: "5M",
    price: "1 EUX/month",
    burst: 0,
    zone: "Mars",
    operations: ["x"],
    managedBy: "main",
    revision: 9,
  });
  assert.equal(status, 422);
  const told = JSON.stringify(body);
  for (const place of ["/rateLimit", "/quota", "/price", "/burst", "/zone", "/operations/0", "managedBy"]) {
    assert.ok(told.includes(place), place);
  }
  const names = await server.put("/plans/odd", { apis: ["none"], organisations: ["nobody"] });
  assert.deepEqual([names.status, names.body["code"]], [422, "plan.unknown-names"]);
});

test("lint comes with each answer, for the provider only", async () => {
  await using server = await openOffer();
  const { body } = await server.put("/plans/gold", { rateLimit: "4/s", burst: 4 });
  assert.deepEqual(
    (body["findings"] as { code: string }[]).map(({ code }) => code),
    ["plan.dearer-stricter"],
  );
  assert.equal(((await server.get("/plans/lint?api=orders")).body["findings"] as unknown[]).length, 1);
  assert.deepEqual((await server.acme.get("/plans/gold")).body["findings"], []);
  assert.equal((await server.acme.get("/plans/lint")).status, 403);
});

test("an automatic plan is active at once; one on request waits, is approved, and the key's client keeps its history through a change", async () => {
  await using server = await openOffer();
  const { acme } = server;
  const made = await acme.post("/subscriptions", { client: "acme-shop", api: "orders", plan: "free" });
  assert.deepEqual([made.status, made.body["state"], made.body["plan"]], [201, "active", "free"]);
  const url = `/subscriptions/${String(made.body["id"])}`;
  const asked = await acme.put(`${url}/plan`, { plan: "gold", from: "next period", reason: "Christmas" });
  assert.deepEqual([asked.body["plan"], asked.body["wanted"] !== null], ["free", true]);
  const waiting = await server.get("/subscriptions?waiting=true");
  assert.deepEqual(
    (waiting.body["items"] as { id: string; reason: string }[]).map(({ id, reason }) => [id, reason]),
    [[made.body["id"], "Christmas"]],
  );
  const approved = await server.put(`${url}/decision`, { decision: "approve" });
  assert.deepEqual(approved.body["next"], { plan: "gold", from: "2027-02-01T00:00:00.000Z" });
  const { body } = await acme.get(url);
  assert.equal(body["plan"], "free");
  const history = (body["history"] as { what: string; by: string }[]).map(({ what, by }) => `${what} by ${by}`);
  assert.deepEqual(history, [
    "plan-changed by provider",
    "plan-requested by Ada of Acme",
    "approved by Ada of Acme",
    "requested by Ada of Acme",
  ]);
  server.clock.at = Date.UTC(2027, 1, 1);
  const later = (await server.get(url)).body;
  assert.deepEqual([later["plan"], later["next"]], ["gold", null]);
});

test("a request is declined with a reason that the client reads; without one it is not declined", async () => {
  await using server = await openOffer();
  const made = await server.acme.post("/subscriptions", { client: "acme-shop", api: "orders", plan: "gold" });
  const url = `/subscriptions/${String(made.body["id"])}`;
  assert.equal(made.body["state"], "requested");
  assert.equal((await server.put(`${url}/decision`, { decision: "decline" })).status, 422);
  await server.put(`${url}/decision`, { decision: "decline", reason: "Sign the contract first." });
  const { body } = await server.acme.get(url);
  assert.deepEqual([body["state"], body["reason"]], ["ended", "Sign the contract first."]);
  assert.equal(
    (await server.acme.post("/subscriptions", { client: "acme-shop", api: "orders", plan: "free" })).status,
    201,
  );
});

test("suspending says why, resuming brings the plan back, and a client has one live subscription for an API", async () => {
  await using server = await openOffer();
  const draft = { client: "acme-shop", api: "orders", plan: "free" };
  const url = `/subscriptions/${String((await server.post("/subscriptions", draft)).body["id"])}`;
  const twice = await server.post("/subscriptions", { ...draft, plan: "gold" });
  assert.deepEqual([twice.status, twice.body["code"]], [409, "subscription.live"]);
  assert.equal((await server.put(`${url}/suspension`, {})).status, 422);
  assert.equal((await server.put(`${url}/suspension`, { reason: "Unpaid" })).body["state"], "suspended");
  assert.equal((await server.put(`${url}/suspension`, { reason: "Unpaid" })).body["code"], "subscription.state");
  assert.equal((await server.remove(`${url}/suspension?reason=Paid`)).body["state"], "active");
  assert.equal((await server.remove(url)).body["state"], "ended");
  assert.equal((await server.put(`${url}/plan`, { plan: "gold" })).status, 409);
});

test("who may ask but not decide cannot approve, whatever the body says", async () => {
  await using server = await openOffer();
  const support = await server.person("Sue", { roles: ["support"] });
  for (const who of [server.acme, support]) {
    const refused = await who.post("/subscriptions", {
      client: "acme-shop",
      api: "orders",
      plan: "gold",
      approve: true,
    });
    assert.deepEqual([refused.status, refused.body["code"]], [403, "subscription.not-yours-to-decide"]);
    for (const field of ["state", "approvedAt", "managedBy", "requestedBy", "organisation"]) {
      const body = { client: "acme-shop", api: "orders", plan: "gold", [field]: "active" };
      assert.equal((await who.post("/subscriptions", body)).status, 422, field);
    }
  }
  const made = await support.post("/subscriptions", { client: "acme-shop", api: "orders", plan: "gold" });
  const url = `/subscriptions/${String(made.body["id"])}`;
  for (const who of [server.acme, support]) {
    assert.equal((await who.put(`${url}/decision`, { decision: "approve" })).status, 403);
    assert.equal((await who.put(`${url}/suspension`, { reason: "x" })).status, 403);
    assert.equal((await who.put("/plans/gold", { price: null })).status, 403);
  }
  assert.equal(
    (await server.post("/subscriptions", { client: "bolt-pay", api: "orders", plan: "gold", approve: true })).body[
      "state"
    ],
    "active",
  );
});

test("a plan on which somebody was is retired, not deleted, and nobody new comes on it", async () => {
  await using server = await openOffer();
  await server.post("/subscriptions", { client: "acme-shop", api: "orders", plan: "free" });
  assert.equal((await server.remove("/plans/gold")).body["did"], "deleted");
  assert.equal((await server.remove("/plans/free")).body["did"], "retired");
  assert.equal(
    (await server.acme.post("/subscriptions", { client: "acme-shop", api: "carts", plan: "free" })).body["code"],
    "plan.not-offered",
  );
  const kept = (await server.get("/plans?state=retired")).body["items"] as { plan: string; taken: object }[];
  assert.deepEqual(
    kept.map(({ plan, taken }) => [plan, taken]),
    [["free", { requested: 0, active: 1, suspended: 0 }]],
  );
  assert.deepEqual((await server.acme.get("/plans")).body["items"], []);
});

test("markup in a plan and in reasons is kept as text, and control is not lost over long ones", async () => {
  await using server = await openOffer();
  const hostile = `<img src=x onerror=alert(1)>"'=cmd|' /C calc'!A0`;
  const { body } = await server.put("/plans/gold", { title: hostile, description: hostile });
  assert.deepEqual([body["title"], body["description"]], [hostile, hostile]);
  assert.equal((await server.put("/plans/gold", { title: "x".repeat(201) })).status, 422);
  assert.equal((await server.put("/plans/gold", { description: "x".repeat(4_001) })).status, 422);
  assert.equal((await server.put("/plans/gold", { operations: Array(201).fill("GET /a") })).status, 422);
});

test("the audit log tells what was done about one client, and nothing of another", async () => {
  await using server = await openOffer();
  for (const client of ["acme-shop", "bolt-app"]) {
    const { body } = await server.post("/subscriptions", { client, api: "orders", plan: "gold", reason: "growing" });
    await server.put(`/subscriptions/${String(body["id"])}/decision`, { decision: "approve" });
  }
  const { body } = await server.get("/audit?client=acme-shop");
  const done = (body["items"] as { action: string; subject: string; facts: Record<string, unknown> }[]).map(
    ({ action, subject, facts }) => [action, facts["client"] ?? subject],
  );
  assert.deepEqual(done, [
    ["subscription.decide", "acme-shop"],
    ["subscription.request", "acme-shop"],
  ]);
  assert.ok(
    done.every(([, about]) => about === "acme-shop" || about === "client:acme-shop"),
    JSON.stringify(done),
  );
  assert.equal((await server.get("/audit?client=acme%25")).status, 422);
});

test("who asks for a plan again hears who came on it meanwhile, though its terms are the same", async () => {
  await using server = await openOffer();
  const before = await server.get("/plans/free");
  await server.post("/subscriptions", { client: "acme-shop", api: "orders", plan: "free" });
  const again = await server.get("/plans/free", { "if-none-match": String(before.headers["etag"]) });
  assert.deepEqual([again.status, (again.body["taken"] as { active: number }).active], [200, 1]);
});
