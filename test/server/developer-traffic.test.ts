import assert from "node:assert/strict";
import { test } from "node:test";
import { isoText } from "#kernel";
import { jsonOf } from "./recount.ts";
import type { RunningServer } from "./running-server.ts";
import { sharedServer } from "./shared-server.ts";

const KPIS = "/api/v1/apis/orders/kpis";
/** Who called how often. */
const CALLS: Readonly<Record<string, number>> = { "acme-shop": 3, "AcmeShop/1": 4, "bolt-pay": 5, stranger: 6 };
let ada: Headers;

/** Two organisations with a client each, traffic of both and of a stranger, and a developer who was invited to one. */
const server = sharedServer([], async (one) => {
  await change(one, "PUT /apis/orders", {});
  for (const [organisation, client] of [
    ["acme", "acme-shop"],
    ["bolt", "bolt-pay"],
  ]) {
    await change(one, `PUT /organisations/${organisation}`, {});
    await change(one, `PUT /clients/${client}`, { organisation });
  }
  await change(one, "POST /clients/acme-shop/claims", { name: "AcmeShop/1" });
  const at = isoText(Date.now() - 120_000);
  const lines = Object.entries(CALLS).flatMap(([client, count]) =>
    Array.from({ length: count }, () =>
      JSON.stringify({ at, durationMs: 5, api: "orders", client, status: 200, method: "GET", path: "/" }),
    ),
  );
  const taken = await one.post(lines.join("\n"));
  assert.equal(taken.status, 200, await taken.text());
  const mail = "ada@acme.example";
  const invited = await change(one, "POST /organisations/acme/invitations", { mail, name: "Ada" });
  const token = new URL(String(invited["link"])).searchParams.get("token");
  const accepted = await fetch(`${one.url}/api/v1/invitations/accept`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ token, password: "correct horse battery" }),
  });
  assert.equal(accepted.status, 200, await accepted.clone().text());
  ada = new Headers({ cookie: (accepted.headers.get("set-cookie") ?? "").split(";")[0] ?? "" });
});

test("a developer sees the traffic of the own clients, under all the names that they are seen, and of nobody else", async () => {
  for (const path of [KPIS, `${KPIS}.csv`]) {
    const table = path === KPIS ? "" : "&table=groups";
    const own = await asked(`${path}?client=acme-shop&groupBy=client${table}`);
    assert.equal(own.status, 200, own.text);
    assert.ok(!/bolt|stranger/.test(own.text), own.text);
  }
  const { requests, clients } = JSON.parse((await asked(`${KPIS}?client=acme-shop&compare=previous`)).text) as {
    requests: number;
    clients: { active: number };
  };
  assert.deepEqual([requests, clients.active], [7, 1]);
});

test("whatever else a developer asks for is answered as if there were nothing", async () => {
  const expected = bare(await asked(`${KPIS}?client=none`));
  assert.equal(expected.status, 404);
  const tries = [
    "",
    "?groupBy=client",
    "?client=bolt-pay",
    "?client=acme-shop&client=bolt-pay",
    "?client=bolt-pay&client=acme-shop",
    "?client=acme-shop&client=stranger",
    "?client=stranger",
    "?client=AcmeShop/1",
    "?client=__unattributed__",
    "?client=__other__",
    "?client=",
    "?operation=GET%20/",
    "?status=200",
  ];
  for (const query of tries) {
    for (const path of [KPIS, `${KPIS}.csv`]) assert.deepEqual(bare(await asked(path + query)), expected, path + query);
  }
  for (const query of ["?client[]=bolt-pay", "?client[0]=bolt-pay", "?Client=bolt-pay", "?within=bolt"]) {
    assert.ok([404, 422].includes((await asked(KPIS + query)).status), query);
  }
});

test("an API that is not there looks to a developer like one that was never called", async () => {
  const [never, absent] = await Promise.all(
    ["never", "absent"].map(async (api) => {
      if (api === "never") await change(server(), "PUT /apis/never", {});
      const { text } = await asked(
        `/api/v1/apis/${api}/kpis?client=acme-shop&from=2027-01-01T00:00:00Z&to=2027-01-02T00:00:00Z`,
      );
      return text;
    }),
  );
  assert.equal(never, absent);
});

test("what tells of all clients is closed for developers", async () => {
  for (const path of [
    "/records",
    "/apis",
    "/apis/orders/observed-clients",
    "/apis/orders/client-activity",
    "/apis/orders/client-activity/clients?at=2027-01-01T00:00:00Z",
    "/apis/orders/clients",
    "/apis/orders/client-figures?client=acme-shop",
    "/apis/orders/objectives",
    "/alerts",
  ]) {
    assert.equal((await asked(`/api/v1${path}`)).status, 403, path);
  }
});

test("the provider sees which names belong to nobody, whom they look like, and who came and stayed away", async () => {
  await server().post(
    JSON.stringify({
      at: isoText(Date.now() - 90_000),
      durationMs: 5,
      api: "orders",
      client: "Bolt_Pay/2",
      status: 200,
      method: "GET",
      path: "/",
    }),
  );
  const observed = await jsonOf<{ items: object[] }>(server(), "/api/v1/apis/orders/observed-clients");
  assert.deepEqual(observed.items, [
    { name: "stranger", requests: 6, lookalike: null },
    { name: "Bolt_Pay/2", requests: 1, lookalike: "bolt-pay" },
  ]);
  const activity = await jsonOf<{ items: { registered: object; observed: object }[] }>(
    server(),
    "/api/v1/apis/orders/client-activity?period=month",
  );
  const last = activity.items.at(-1);
  assert.ok(activity.items.length >= 12);
  const sum = (figures: object[]): number => figures.reduce((all, each) => all + (each as { new: number }).new, 0);
  assert.equal(sum(activity.items.map((each) => each.registered)), 2);
  assert.equal(sum(activity.items.map((each) => each.observed)), 2);
  assert.ok(last !== undefined);
});

test("the provider lists all registered clients with plan, keys, traffic and when they were seen, and finds some of them", async () => {
  await change(server(), "PUT /plans/gold", { access: "automatic" });
  await change(server(), "POST /subscriptions", { client: "bolt-pay", api: "orders", plan: "gold" });
  const listed = async (query: string): Promise<string[]> => {
    const path = `/api/v1/apis/orders/clients?${query}`;
    const { items, total } = await jsonOf<{ items: { client: string; plan: object | null }[]; total: number }>(
      server(),
      path,
    );
    assert.equal(items.length, total);
    return items.map(({ client, plan }) => (plan === null ? client : `${client} ${JSON.stringify(plan)}`));
  };
  const onGold = 'bolt-pay {"plan":"gold","state":"active"}';
  assert.deepEqual(await listed("sort=-client"), [onGold, "acme-shop"]);
  assert.deepEqual(await listed("plan=gold"), [onGold]);
  assert.deepEqual(await listed("plan=__none__"), ["acme-shop"]);
  assert.deepEqual(await listed("organisation=acme&q=SHOP"), ["acme-shop"]);
  assert.deepEqual(await listed("state=retired"), []);
  const { items } = await jsonOf<{ items: { client: string; requests: number; lastSeen: { from: string } | null }[] }>(
    server(),
    "/api/v1/apis/orders/client-figures?client=acme-shop&client=bolt-pay&client=nobody",
  );
  assert.deepEqual(
    items.map(({ client, requests }) => [client, requests]),
    [
      ["acme-shop", 7],
      ["bolt-pay", 5],
    ],
  );
  for (const { lastSeen } of items) assert.ok(Date.parse(lastSeen?.from ?? "") > Date.now() - 2 * 86_400_000);
  const at = isoText(Date.now() - 60_000);
  const active = await jsonOf<{ items: object[]; total: number }>(
    server(),
    `/api/v1/apis/orders/client-activity/clients?period=month&figure=new&limit=2&at=${at}`,
  );
  assert.deepEqual(active.items, [
    { client: "Bolt_Pay/2", registered: false },
    { client: "acme-shop", registered: true },
  ]);
  assert.equal(active.total, 4);
});

async function change(one: RunningServer, place: string, body: object): Promise<Record<string, unknown>> {
  const [method = "", path = ""] = place.split(" ");
  const answer = await one.call(`/api/v1${path}`, {
    method,
    body: JSON.stringify(body),
    headers: { "content-type": "application/json" },
  });
  assert.ok(answer.ok, `${path}: ${answer.status}`);
  return (await answer.json()) as Record<string, unknown>;
}

async function asked(path: string): Promise<{ status: number; text: string }> {
  const answer = await fetch(server().url + path, { headers: ada });
  return { status: answer.status, text: await answer.text() };
}

function bare({ status, text }: { status: number; text: string }): { status: number } {
  const { requestId: _id, ...rest } = JSON.parse(text) as Record<string, unknown>;
  return { status, ...rest };
}
