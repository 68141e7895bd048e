import assert from "node:assert/strict";
import { test } from "node:test";
import { isoText, MINUTE_MS, SECOND_MS } from "#kernel";
import { type Received, Receiver } from "../../src/messaging/receiver.testing.ts";
import { goTo, post } from "./told-live.ts";
import { START, startedAt } from "./burning.ts";
import { inTemporaryDirectory, type RunningServer } from "./running-server.ts";

const ORDERS = "/api/v1/apis/orders";
const STEP_MS = 10 * SECOND_MS;
/** By each of these the client is found: as it is called now, as it was called before, and as it was called first. */
const NAMES = ["acme-store", "acme-shop", "acme"];

test("a client that was renamed twice is shown by its present name wherever it stands, and found by each of its names, after a restart too", async () => {
  await inTemporaryDirectory(async (directory) => {
    await using receiver = await Receiver.open((response) => response.end());
    let server = await startedAt(directory, START);
    await prepare(server, receiver.url);
    let now = await call(server, START, "acme");
    await rename(server, "acme-shop", "acme");
    now = await call(server, now, "acme-shop");
    await rename(server, "acme-store", "acme-shop");
    await assertRenamed(server);
    assertMessages(receiver.received);
    const told = receiver.received.length;
    assert.equal(await server.stop(), 0, server.output());
    server = await startedAt(directory, now);
    await goTo(server, now + STEP_MS);
    await assertRenamed(server);
    assert.equal(receiver.received.length, told, "nobody is told again of what fires on");
    assert.equal(await server.stop(), 0, server.output());
  });
});

async function prepare(server: RunningServer, url: string): Promise<void> {
  await ask(server, `PUT ${ORDERS}`, {});
  await ask(server, "PUT /api/v1/organisations/acme", {});
  await ask(server, "PUT /api/v1/clients/acme", { organisation: "acme" });
  await ask(server, "POST /api/v1/destinations", { kind: "webhook", title: "chat", url });
}

/** Ten minutes in which half of what one client asks fails; each name of it is one that it had before. */
async function call(server: RunningServer, from: number, client: string): Promise<number> {
  const to = from + 10 * MINUTE_MS;
  for (let at = from; at < to; at += MINUTE_MS) {
    const line = (status: number, by: string): string =>
      JSON.stringify({ at: isoText(at), api: "orders", client: by, status, method: "GET", path: "/", durationMs: 1 });
    const lines = [line(503, client), line(200, client), line(200, "stranger")];
    await post(server, `${lines.join("\n")}\n`.repeat(20));
    await goTo(server, at + MINUTE_MS);
  }
  return to;
}

async function rename(server: RunningServer, client: string, was: string): Promise<void> {
  await ask(server, `PUT /api/v1/clients/${client}`, { was });
}

async function assertRenamed(server: RunningServer): Promise<void> {
  for (const name of NAMES) {
    const records = await items(server, `/api/v1/records?api=orders&limit=1000&client=${name}`);
    assert.equal(records.length, 800, name);
    assert.deepEqual(clientsOf(records), ["acme-store"]);
    const [budget, ...others] = await items(server, `${ORDERS}/objectives/availability/clients?client=${name}`);
    assert.deepEqual([budget?.["client"], budget?.["valid"], others], ["acme-store", 800, []]);
    const alerts = await items(server, `/api/v1/alerts?client=${name}`);
    assert.ok(alerts.length > 0);
    assert.deepEqual(clientsOf(alerts), ["acme-store"]);
    for (const { sentence } of alerts) assert.match(String(sentence), /for client acme-store burns/);
    const kpis = (await ask(server, `GET ${ORDERS}/kpis?groupBy=client&client=${name}`)) as unknown as Kpis;
    assert.deepEqual(
      kpis.groups.map(({ key, requests }) => [key, requests]),
      [["acme-store", 800]],
    );
    const csv = await (await server.call(`${ORDERS}/kpis.csv?table=groups&groupBy=client&client=${name}`)).text();
    assert.match(csv, /^acme-store,/m);
    assert.doesNotMatch(csv, /acme-shop|^acme,/m);
  }
  const sorted = await items(server, `${ORDERS}/objectives/availability/clients?sort=client`);
  assert.deepEqual(
    sorted.map(({ client }) => client),
    ["acme-store", "stranger"],
  );
  const whole = (await items(server, "/api/v1/alerts")).filter(({ client }) => client === undefined);
  assert.ok(whole.length > 0);
  for (const { id } of whole) {
    const { explanation } = (await ask(server, `GET /api/v1/alerts/${String(id)}`)) as unknown as Explained;
    assert.deepEqual(
      explanation.by.clients.map(({ key }) => key),
      ["acme-store"],
    );
    assert.match(explanation.text, /client acme-store \(/);
  }
  const all = await ask(server, `GET ${ORDERS}/kpis`);
  assert.deepEqual(all["clients"], { active: 2, observed: 1 }, "one client, whatever it was called, and a stranger");
  const observed = await items(server, `${ORDERS}/observed-clients`);
  assert.deepEqual(
    observed.map(({ name }) => name),
    ["stranger"],
  );
}

/** What was sent tells the name of its moment. */
function assertMessages(received: readonly Received[]): void {
  const sentences = received.map(({ body }) => (JSON.parse(body) as { data: { sentence: string } }).data.sentence);
  assert.ok(
    sentences.some((text) => text.includes("client acme (")),
    sentences.join("\n"),
  );
}

interface Kpis {
  readonly groups: readonly { readonly key: string; readonly requests: number }[];
}

interface Explained {
  readonly explanation: {
    readonly text: string;
    readonly by: { readonly clients: readonly { readonly key: string }[] };
  };
}

type Item = Readonly<Record<string, unknown>>;

function clientsOf(all: readonly Item[]): unknown[] {
  return [...new Set(all.map(({ client }) => client))];
}

async function items(server: RunningServer, path: string): Promise<readonly Item[]> {
  return (await ask(server, `GET ${path}`))["items"] as readonly Item[];
}

async function ask(server: RunningServer, place: string, body?: object): Promise<Item> {
  const [method = "", path = ""] = place.split(" ");
  const headers = { "content-type": "application/json" };
  const sent = body === undefined ? { method } : { method, headers, body: JSON.stringify(body) };
  const answer = await server.call(path, sent);
  const text = await answer.text();
  assert.ok(answer.ok, `${place}: ${text}`);
  return JSON.parse(text) as Item;
}
