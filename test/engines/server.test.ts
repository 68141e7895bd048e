import assert from "node:assert/strict";
import { test } from "node:test";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { inTemporaryDirectory, type RunningServer, startServer } from "../server/running-server.ts";
import { startPostgres } from "./postgres.ts";

test("a server keeps its state in PostgreSQL: what was made is there after a kill -9, and a backup of it is written", async () => {
  const postgres = await startPostgres();
  try {
    await inTemporaryDirectory(async (directory) => {
      const url = await postgres.newDatabase();
      const first = await startServer(directory, ["--state", url]);
      const headers = { "content-type": "application/json" };
      const made = await first.call("/api/v1/apis/orders", { method: "PUT", body: '{"title":"Orders"}', headers });
      assert.equal(made.status, 200);
      const at = new Date().toISOString();
      const record = JSON.stringify({ at, api: "orders", method: "GET", path: "/orders", status: 200 });
      assert.equal((await first.post(`${record}\n`)).status, 200);
      await first.kill();
      const second = await startServer(directory, ["--state", url]);
      const { items } = (await (await second.call("/api/v1/apis")).json()) as { items: { title: string }[] };
      assert.deepEqual(
        items.map(({ title }) => title),
        ["Orders"],
      );
      const { state } = (await (await second.call("/api/v1/server")).json()) as { state: string };
      assert.equal(state, "postgres");
      const kpis = (await (await second.call("/api/v1/apis/orders/kpis")).json()) as { requests: number };
      assert.equal(kpis.requests, 1);
      const backup = await second.call("/api/v1/backups", { method: "POST", body: "{}", headers });
      assert.equal(backup.status, 201, await backup.text());
      assert.equal(await second.stop(), 0);
    });
  } finally {
    await postgres.stop();
  }
});

const EXAMPLE = fileURLToPath(new URL("../../examples/plan", import.meta.url));

test("all of identity, clients, plans and the plan in text runs on PostgreSQL: made, kept over a kill -9, and verified", async () => {
  const postgres = await startPostgres();
  try {
    await inTemporaryDirectory(async (directory) => {
      const url = await postgres.newDatabase();
      const first = await startServer(directory, ["--state", url]);
      await applyExample(first, 18);
      await changeByHand(first);
      await first.kill();
      const second = await startServer(directory, ["--state", url]);
      await applyExample(second, 0);
      const { text } = await ask(second, "GET /configuration/export?plan=main");
      const room = "https://chat.example.com/hooks/orders";
      const references = [{ file: "export.yaml", reference: "env:CHANNEL_ORDERS_ROOM", text: room }];
      const exported = { texts: [{ file: "export.yaml", text }], references };
      assert.deepEqual((await ask(second, "POST /configuration/diff", exported)).body["changes"], []);
      const { body } = await ask(second, "GET /subscriptions?client=nova-app");
      assert.deepEqual(
        itemsOf(body).map(({ state }) => state),
        ["ended"],
      );
      const invitations = await ask(second, "GET /invitations");
      assert.equal(itemsOf(invitations.body).length, 4);
      const people = await ask(second, "GET /organisations/nova/people");
      assert.equal((people.body["invitations"] as unknown[]).length, 1);
      const audit = await ask(second, "GET /audit?limit=100");
      assert.equal(audit.body["intact"], true);
      assert.ok(itemsOf(audit.body).some(({ action }) => action === "subscription.end"));
      assert.equal(await second.stop(), 0);
    });
  } finally {
    await postgres.stop();
  }
});

/** Applies the shipped example, which then makes so many changes. */
async function applyExample(server: RunningServer, changes: number): Promise<void> {
  const text = (name: string): string => readFileSync(`${EXAMPLE}/${name}`, "utf8");
  const reference = (name: string) => ({ file: "plan.yaml", reference: `file:./${name}`, text: text(name) });
  const references = [reference("acme.sha256"), reference("orders.openapi.yaml")];
  const given = { texts: [{ file: "plan.yaml", text: text("plan.yaml") }], references };
  const { body } = await ask(server, "POST /configuration/apply", given);
  assert.equal((body["changes"] as unknown[]).length, changes);
}

/** An organisation with a client, a key, a plan and people, and its end. */
async function changeByHand(server: RunningServer): Promise<void> {
  await ask(server, "PUT /organisations/nova", { title: "Nova" });
  await ask(server, "PUT /clients/nova-app", { organisation: "nova" });
  const { body: key } = await ask(server, "POST /clients/nova-app/keys", {});
  await ask(server, `POST /clients/nova-app/keys/${String(key["id"])}/rotation`, {});
  await ask(server, "POST /subscriptions", { client: "nova-app", api: "orders", plan: "free" });
  await ask(server, "POST /organisations/nova/invitations", { mail: "dev@nova.example" });
  await ask(server, "PUT /teams/night", { title: "Night", people: ["ana"] });
  await ask(server, "DELETE /clients/nova-app");
  const { body } = await ask(server, "GET /clients/nova-app/keys");
  assert.deepEqual(
    itemsOf(body).map(({ state }) => state),
    ["revoked", "revoked"],
  );
}

interface Told {
  readonly text: string;
  readonly body: Readonly<Record<string, unknown>>;
}

async function ask(server: RunningServer, place: `${string} /${string}`, given?: object): Promise<Told> {
  const [method = "", path = ""] = place.split(" ");
  const sent =
    given === undefined ? {} : { body: JSON.stringify(given), headers: { "content-type": "application/json" } };
  const answer = await server.call(`/api/v1${path}`, { method, ...sent });
  const text = await answer.text();
  assert.ok(answer.ok, `${method} ${path}: ${answer.status} ${text}`);
  const isJson = answer.headers.get("content-type")?.includes("json") === true;
  return { text, body: isJson ? (JSON.parse(text) as Told["body"]) : {} };
}

function itemsOf(body: Told["body"]): readonly Readonly<Record<string, unknown>>[] {
  return body["items"] as readonly Readonly<Record<string, unknown>>[];
}
