import assert from "node:assert/strict";
import { test } from "node:test";
import { plansRoutes } from "./http.ts";
import { saveSubscription } from "./actions/save-subscription.ts";
import { openTestServer } from "./server.testing.ts";

type Server = Awaited<ReturnType<typeof openTestServer>>;

const BODIES: Readonly<Record<string, object>> = {
  "PUT /subscriptions/:subscription/plan": { plan: "free" },
  "PUT /subscriptions/:subscription/decision": { decision: "approve" },
  "PUT /subscriptions/:subscription/suspension": { reason: "x" },
  "PUT /plans/:plan": {},
};

/** A public plan, a private one for bolt, and a subscription of bolt on it. */
async function openHouses(): Promise<{ server: Server; subscription: string }> {
  const server = await openTestServer();
  await server.put("/plans/free", { rateLimit: "5/s", access: "automatic" });
  const secret = {
    rateLimit: "50/s",
    access: "automatic",
    visibility: "private",
    organisations: ["bolt"],
    title: "For Bolt",
  };
  await server.put("/plans/bolt-deal", secret);
  const made = await server.bolt.post("/subscriptions", { client: "bolt-pay", api: "orders", plan: "bolt-deal" });
  assert.equal(made.status, 201);
  return { server, subscription: String(made.body["id"]) };
}

test("on every route a developer is told the same of another's thing as of one that is not there, byte for byte", async () => {
  const { server, subscription } = await openHouses();
  let asked = 0;
  for (const { method, url } of plansRoutes) {
    if (!url.includes(":")) continue;
    const answers: { status: number; told: string }[] = [];
    for (const things of [
      { plan: "bolt-deal", subscription },
      { plan: "no-deal77", subscription: `sub_${"0".repeat(26)}` },
    ]) {
      const path = url.replaceAll(/:(\w+)/g, (_, name: "plan" | "subscription") => things[name]);
      const body = BODIES[`${method} ${url}`];
      const answer = await server.acme.ask({ method, url: path, ...(body === undefined ? {} : { body }) });
      const told = answer.text
        .replaceAll(things.plan, "…")
        .replaceAll(things.subscription, "…")
        .replaceAll(/"req_\w+"/g, "");
      answers.push({ status: answer.status, told });
    }
    assert.ok([403, 404].includes(answers[0]?.status ?? 0), `${method} ${url}: ${answers[0]?.told}`);
    assert.deepEqual(answers[0], answers[1], `${method} ${url}`);
    asked++;
  }
  assert.equal(asked, 9);
  const { body } = await server.get(`/subscriptions/${subscription}`);
  assert.deepEqual([body["state"], body["revision"]], ["active", 1]);
  await server[Symbol.asyncDispose]();
});

test("a private plan is in no list of others, and asking for it is answered as for one that nobody has", async () => {
  const { server } = await openHouses();
  const plansOf = async (who: Server["acme"]): Promise<string[]> =>
    ((await who.get("/plans?api=orders")).body["items"] as { plan: string }[]).map(({ plan }) => plan);
  assert.deepEqual([await plansOf(server.acme), await plansOf(server.bolt)], [["free"], ["bolt-deal", "free"]]);
  assert.deepEqual((await server.bolt.get("/plans/bolt-deal")).body["organisations"], ["bolt"]);
  const wish = async (plan: string) =>
    (await server.acme.post("/subscriptions", { client: "acme-shop", api: "orders", plan })).text;
  const bare = (text: string, plan: string): string => text.replaceAll(plan, "…").replaceAll(/"req_\w+"/g, "");
  assert.equal(bare(await wish("bolt-deal"), "bolt-deal"), bare(await wish("no-deal77"), "no-deal77"));
  const own = await server.acme.post("/subscriptions", { client: "acme-shop", api: "orders", plan: "free" });
  const url = `/subscriptions/${String(own.body["id"])}/plan`;
  const change = async (plan: string) => bare((await server.acme.put(url, { plan })).text, plan);
  assert.equal(await change("bolt-deal"), await change("no-deal77"));
  await server.put("/plans/bolt-deal", { organisations: ["acme", "bolt"] });
  assert.deepEqual((await server.acme.get("/plans/bolt-deal")).body["organisations"], ["acme"]);
  await server[Symbol.asyncDispose]();
});

test("the list of subscriptions tells a developer of the own clients only, whatever is asked, also for another's client", async () => {
  const { server, subscription } = await openHouses();
  await server.acme.post("/subscriptions", { client: "acme-shop", api: "orders", plan: "free" });
  for (const query of [
    "",
    "?client=bolt-pay",
    "?plan=bolt-deal",
    "?state=active",
    "?api=orders&limit=1",
    "?waiting=true",
  ]) {
    const { text, body } = await server.acme.get(`/subscriptions${query}`);
    assert.ok(!text.includes("bolt") && !text.includes(subscription), query);
    assert.equal(body["next"], null, query);
  }
  assert.equal(
    (await server.acme.post("/subscriptions", { client: "bolt-pay", api: "carts", plan: "free" })).status,
    404,
  );
  const page = await server.get("/subscriptions?limit=1");
  const cursor = String(page.body["next"]);
  assert.ok(!(await server.acme.get(`/subscriptions?cursor=${cursor}`)).text.includes("bolt"));
  await server[Symbol.asyncDispose]();
});

test("a developer is told that a text says the plan, so that it is not changed here, and not which text", async () => {
  await using server = await openTestServer();
  await server.put("/plans/gold", {});
  const saving = {
    now: server.clock.at,
    nextId: (prefix: string) => server.ids.next(prefix),
    by: "ci",
    managedBy: "main",
  };
  const draft = { client: "acme-shop", api: "orders", plan: "gold" };
  await server.state.transact((tx) => saveSubscription(tx, draft, saving));
  const seen = async (who: Pick<typeof server, "get">) => {
    const [one] = (await who.get("/subscriptions")).body["items"] as {
      id: string;
      isManaged: boolean;
      managedBy: string;
    }[];
    return one;
  };
  const [own, provided] = [await seen(server.acme), await seen(server)];
  assert.deepEqual([own?.isManaged, own?.managedBy], [true, null]);
  assert.deepEqual([provided?.isManaged, provided?.managedBy], [true, "main"]);
  const refused = await server.acme.remove(`/subscriptions/${own?.id}`);
  assert.equal(refused.status, 409);
});
