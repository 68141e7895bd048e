import assert from "node:assert/strict";
import { test } from "node:test";
import { isoText, SECOND_MS } from "#kernel";
import { type OpenedStream, openStream } from "./opened-stream.ts";
import type { RunningServer } from "./running-server.ts";
import { sharedServer } from "./shared-server.ts";

const HOUSES = ["acme", "bolt"] as const;
const ORDERS = "/api/v1/apis/orders";

/** Two organisations, each with a client that asked for a plan and a developer. */
const cookies = new Map<string, string>();
const waiting = new Map<string, string>();
const server = sharedServer([], async (one) => {
  await change(one, `PUT ${ORDERS}`, {});
  const terms = { access: "on request", visibility: "public", apis: ["orders"] };
  await change(one, "PUT /api/v1/plans/gold", { title: "Gold", ...terms });
  for (const house of HOUSES) {
    await change(one, `PUT /api/v1/organisations/${house}`, {});
    await change(one, `PUT /api/v1/clients/${house}-shop`, { organisation: house });
    const asked = { client: `${house}-shop`, api: "orders", plan: "gold", reason: "we grow" };
    waiting.set(house, String((await change(one, "POST /api/v1/subscriptions", asked))["id"]));
    cookies.set(house, await developerOf(one, house));
  }
});

test("a developer hears of what is the own organisation's and of public plans, and not even that others did something", async () => {
  const one = server();
  await using admin = await openStream(one.url, { authorization: `Bearer ${one.adminToken}` });
  // What was made before is told by then.
  await change(one, `PUT ${ORDERS}`, { title: "All orders" });
  await toldUntil(admin, ["apis"]);
  await using ada = await openStream(one.url, { cookie: cookies.get("acme") ?? "" });
  await approve(one, "bolt");
  await change(one, "PUT /api/v1/clients/bolt-shop", { title: "Bolt Shop" });
  await change(one, `PUT ${ORDERS}`, { title: "Orders" });
  await post(one, "bolt-shop");
  const heard = await toldUntil(admin, ["plans", "clients", "apis", "traffic", "settings"]);
  assert.ok(heard.length >= 5);
  await approve(one, "acme");
  const own = (await toldUntil(ada, ["plans"])).filter(({ topic }) => topic !== "traffic");
  assert.deepEqual(own, [{ topic: "plans", revision: 1 }]);
  await change(one, "PUT /api/v1/plans/gold", {
    title: "All gold",
    access: "on request",
    visibility: "public",
    apis: ["orders"],
  });
  const next = (await toldUntil(ada, ["plans"])).filter(({ topic }) => topic !== "traffic");
  assert.deepEqual(next, [{ topic: "plans", revision: 2 }]);
});

test("of its traffic a developer is told on a beat, whether anybody called or not", async () => {
  const { url } = server();
  await using ben = await openStream(url, { cookie: cookies.get("bolt") ?? "" }, "?topics=traffic,objectives,alerts");
  assert.deepEqual(await toldUntil(ben, ["traffic"]), [{ topic: "traffic", revision: 1 }]);
});

test("who acts for an organisation no longer hears no more of it: the stream ends, and is opened anew without it", async () => {
  const one = server();
  await using ben = await openStream(one.url, { cookie: cookies.get("bolt") ?? "" }, "?topics=clients");
  const { people } = (await (await one.call("/api/v1/organisations/bolt/people")).json()) as Members;
  await change(one, `DELETE /api/v1/organisations/bolt/people/${people[0]?.id ?? ""}`);
  let event = await ben.next();
  while (event !== undefined) event = await ben.next();
});

interface Members {
  readonly people: readonly { readonly id: string }[];
}

interface Told {
  readonly topic: string;
  readonly revision: number;
}

/** What a stream tells until each of these topics was told. */
async function toldUntil(stream: OpenedStream, topics: readonly string[]): Promise<Told[]> {
  const told: Told[] = [];
  while (!topics.every((topic) => told.some((one) => one.topic === topic))) {
    const event = await stream.next();
    assert.ok(event !== undefined, "the stream ended");
    if (event.startsWith("data: ")) told.push(JSON.parse(event.slice("data: ".length)) as Told);
  }
  return told;
}

async function approve(one: RunningServer, house: string): Promise<void> {
  const decision = { decision: "approve", reason: "welcome" };
  await change(one, `PUT /api/v1/subscriptions/${waiting.get(house) ?? ""}/decision`, decision);
}

async function developerOf(one: RunningServer, house: string): Promise<string> {
  const mail = { mail: `dev@${house}.example`, name: `Dev of ${house}` };
  const invited = await change(one, `POST /api/v1/organisations/${house}/invitations`, mail);
  const token = new URL(String(invited["link"])).searchParams.get("token");
  const accepted = await fetch(`${one.url}/api/v1/invitations/accept`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ token, password: "correct horse battery" }),
  });
  assert.equal(accepted.status, 200, await accepted.clone().text());
  return (accepted.headers.get("set-cookie") ?? "").split(";")[0] ?? "";
}

async function post(one: RunningServer, client: string): Promise<void> {
  const record = { at: isoText(Date.now() - SECOND_MS), api: "orders", client, status: 200, method: "GET", path: "/" };
  const answer = await one.post(`${JSON.stringify({ ...record, durationMs: 1 })}\n`);
  assert.ok(answer.ok, await answer.text());
}

async function change(one: RunningServer, place: string, body?: object): Promise<Readonly<Record<string, unknown>>> {
  const [method = "", path = ""] = place.split(" ");
  const headers = { "content-type": "application/json" };
  const answer = await one.call(
    path,
    body === undefined ? { method } : { method, headers, body: JSON.stringify(body) },
  );
  const text = await answer.text();
  assert.ok(answer.ok, `${place}: ${text}`);
  return text === "" ? {} : (JSON.parse(text) as Readonly<Record<string, unknown>>);
}
