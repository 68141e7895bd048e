import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { ClientNames, clientsMigrations, type ClientsOptions, saveClient, saveOrganisation } from "#clients";
import { Dictionaries, RecordColumns, UNATTRIBUTED } from "#records";
import { openState } from "#storage";
import { RegisteredClients } from "./registered-clients.ts";

test("records keep to the first name of their client, whatever it is called or seen as later; others are left alone", async () => {
  await using registry = await openRegistry();
  await registry.save({ client: "acme", seenAs: ["10.0.0.7", "Acme-App"] });
  await registry.save({ client: "acme-shop", was: "acme" });
  await registry.save({ client: "bolt" });
  const { registered } = registry;
  const names = new Dictionaries();
  const columns = new RecordColumns(8);
  const seen = ["10.0.0.7", "acme", "acme-shop", "Acme-App", "stranger", "bolt"];
  for (const [row, name] of seen.entries()) columns.client[row] = names.clients.idOf(name);
  columns.client[seen.length] = UNATTRIBUTED;
  columns.length = seen.length + 1;
  registered.attribute(columns, names);
  const kept = [...columns.client.subarray(0, seen.length)].map((id) => names.clients.nameOf(id));
  assert.deepEqual(kept, ["acme", "acme", "acme", "acme", "stranger", "bolt"]);
  assert.equal(columns.client[seen.length], UNATTRIBUTED);
  const isRegistered = (name: string) => registered.isRegistered(names.clients.idOf(name), names);
  assert.deepEqual([isRegistered("acme"), isRegistered("bolt"), isRegistered("stranger")], [true, true, false]);
});

test("a claim counts from the next record on, and an undone one no longer", async () => {
  await using registry = await openRegistry();
  await registry.save({ client: "acme" });
  const names = new Dictionaries();
  const columns = new RecordColumns(1);
  const keptOf = (name: string): string => {
    columns.client[0] = names.clients.idOf(name);
    columns.length = 1;
    registry.registered.attribute(columns, names);
    return names.clients.nameOf(columns.client[0] ?? 0);
  };
  assert.equal(keptOf("seen"), "seen");
  await registry.save({ client: "acme", seenAs: ["seen"] });
  assert.equal(keptOf("seen"), "acme");
  await registry.save({ client: "acme", seenAs: [] });
  assert.equal(keptOf("seen"), "seen");
});

test("registered clients have room among the names, however many others come", async () => {
  await using registry = await openRegistry();
  await registry.save({ client: "acme" });
  const names = new Dictionaries();
  registry.registered.keepRoom(names);
  assert.equal(names.clients.findId("acme"), names.clients.names.length - 1);
  await registry.save({ client: "later" });
  assert.equal(names.clients.findId("later"), names.clients.names.length - 1);
});

/** Registered clients on a state of their own. */
async function openRegistry() {
  const directory = mkdtempSync(join(tmpdir(), "plimsoll-registered-"));
  const clock = { at: 1_800_000_000_000, now: () => clock.at };
  const modules = [{ module: "clients", migrations: clientsMigrations }];
  const state = await openState({ at: { file: join(directory, "state.db") }, modules, clock, program: "1.0.0" });
  const clients = new ClientNames();
  const registered = new RegisteredClients(clients);
  let ids = 0;
  const saving = {
    nextId: (prefix: string) => `${prefix}_${++ids}`,
    managedBy: null,
    changed: ({ id, client, names }: Parameters<ClientsOptions["onChanged"]>[0]) => {
      if (clients.put(id, names)) registered.takeRoom(client);
    },
  };
  const organisation = { organisation: "acme", title: "Acme", note: "" };
  await state.transact(async (tx) => {
    await saveOrganisation(tx, organisation, { ...saving, now: clock.now() });
  });
  return {
    registered,
    save: async (draft: { readonly client: string; readonly was?: string; readonly seenAs?: readonly string[] }) => {
      clock.at += 1;
      const usual = { organisation: "acme", title: draft.client, description: "", environment: null };
      await state.transact((tx) => saveClient(tx, { ...usual, ...draft }, { ...saving, now: clock.now() }));
    },
    [Symbol.asyncDispose]: async () => {
      await state.close();
      rmSync(directory, { recursive: true });
    },
  };
}
