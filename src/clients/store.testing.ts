import assert from "node:assert/strict";
import { test } from "node:test";
import type { State, StateOptions } from "#storage";
import { mailsToldOf } from "./actions/mails-told-of.ts";
import { saveClient } from "./actions/save-client.ts";
import { saveOrganisation } from "./actions/save-organisation.ts";
import type { ClientChanged } from "./actions/saving.ts";
import { clientsMigrations } from "./migrations.ts";
import type { ClientDraft } from "./model/client-draft.ts";
import type { OrganisationDraft } from "./model/organisation-draft.ts";
import { CLIENT_SORTS } from "./model/client-sorts.ts";
import { keyRow } from "./key-row.testing.ts";
import type { ClientsRows } from "./model/rows.ts";
import { allNames, findClient, namesOf } from "./store/clients.ts";
import { insertKey, liveKeysPer } from "./store/keys.ts";
import { countThatFit, listClients, type ListPlace, placeOf } from "./store/lists.ts";
import { contactsOf, findOrganisation, updateContact } from "./store/organisations.ts";

const MODULES = [{ module: "clients", migrations: clientsMigrations }];
const ACME: OrganisationDraft = { organisation: "acme", title: "Acme Ltd", note: "" };
const SHOP: ClientDraft = {
  client: "shop",
  organisation: "acme",
  title: "Shop",
  description: "",
  environment: null,
  seenAs: ["Shop/1.0", "\u{1f6a2} ship"],
};

/** What organisations and clients promise on each engine. */
export function testClientsStore(engine: string, open: (modules: StateOptions["modules"]) => Promise<State>): void {
  test(`${engine}: a client is saved with all its names; saving it again changes nothing and tells nobody`, async () => {
    await using house = await openHouse(open);
    const first = await house.client(SHOP);
    assert.equal(first.did, "create");
    const again = await house.client({ ...SHOP, seenAs: [...(SHOP.seenAs ?? [])].toReversed() });
    assert.deepEqual([again.did, again.row.revision], ["nothing", 1]);
    const told = { id: first.row.id, client: "shop", organisation: "acme", retired: false };
    assert.deepEqual(house.told, [{ ...told, names: await namesOf(house.state.read, first.row.id) }]);
    assert.deepEqual((await house.client({ ...SHOP, title: "The shop" })).row.revision, 2);
    const names = await namesOf(house.state.read, first.row.id);
    assert.deepEqual(
      names.map(({ name, kind }) => [name, kind]),
      [
        ["Shop/1.0", "seen"],
        ["shop", "own"],
        ["\u{1f6a2} ship", "seen"],
      ],
    );
  });

  test(`${engine}: a renamed client is found by its old names, which nobody else can take; it can take them back`, async () => {
    await using house = await openHouse(open);
    const { row } = await house.client(SHOP);
    await house.client({ ...SHOP, client: "store", was: "shop" });
    await house.client({ ...SHOP, client: "market", was: "store" });
    for (const name of ["shop", "store", "market", row.id]) {
      assert.equal((await findClient(house.state.read, name))?.client, "market", name);
    }
    for (const name of ["Shop/1.0", "shop\0"]) assert.equal(await findClient(house.state.read, name), undefined);
    await assert.rejects(house.client({ ...SHOP, seenAs: [] }), /"shop" already stands for the client "market"/);
    await assert.rejects(house.client({ ...SHOP, client: "kiosk", seenAs: ["store"] }), /already stands for/);
    assert.equal((await house.client({ ...SHOP, client: "market", was: "store" })).did, "nothing");
    assert.equal((await house.client({ ...SHOP, was: "market" })).row.client, "shop");
    assert.equal((await findClient(house.state.read, "market"))?.client, "shop");
  });

  test(`${engine}: no text stands for two clients, however it is meant; and two clients never become one`, async () => {
    await using house = await openHouse(open);
    await house.client(SHOP);
    const kiosk = { ...SHOP, client: "kiosk", seenAs: ["Kiosk"] };
    await house.client(kiosk);
    await assert.rejects(house.client({ ...kiosk, seenAs: ["Shop/1.0"] }), /stands for the client "shop"/);
    await assert.rejects(house.client({ ...kiosk, seenAs: ["shop"] }), /stands for the client "shop"/);
    await assert.rejects(house.client({ ...kiosk, was: "shop" }), /are two clients/);
    await assert.rejects(house.client({ ...kiosk, client: "another", seenAs: ["Kiosk"] }), /stands for/);
    await house.client({ ...SHOP, seenAs: [] });
    await house.client({ ...kiosk, seenAs: ["Shop/1.0"] });
    const all = await allNames(house.state.read);
    assert.deepEqual(
      all.map(({ name, client }) => `${name}=${client}`),
      ["Shop/1.0=kiosk", "kiosk=kiosk", "shop=shop"],
    );
  });

  test(`${engine}: an organisation that is not there, and one text's client in another's hands, are refused`, async () => {
    await using house = await openHouse(open);
    await assert.rejects(house.client({ ...SHOP, organisation: "bolt" }), /no organisation named "bolt"/);
    await house.client(SHOP, "main");
    await assert.rejects(house.client({ ...SHOP, title: "Mine" }), /kept in the text of the configuration "main"/);
    await assert.rejects(house.client({ ...SHOP, title: "Mine" }, "other"), /configuration "main"/);
    assert.equal((await house.client({ ...SHOP, retired: true }, "main")).row.retired_at, 1);
    assert.equal((await house.client({ ...SHOP, retired: false }, "main")).row.retired_at, null);
  });

  test(`${engine}: contacts are what was said last, and one that stays keeps that it is verified`, async () => {
    await using house = await openHouse(open);
    const ops = { kind: "operations", mail: "Ops@acme.example" } as const;
    await house.organisation({ ...ACME, contacts: [ops, { kind: "billing", mail: "pay@acme.example" }] });
    const [, first] = await contactsOf(house.state.read, ["acme"]);
    assert.equal(first?.notices, '["incidents","maintenance","quota"]');
    const said = { ...ACME, contacts: [{ ...ops, mail: "ops@ACME.example" }] };
    assert.equal((await house.organisation(said)).did, "change");
    assert.equal((await house.organisation(said)).did, "nothing");
    assert.deepEqual(
      (await contactsOf(house.state.read, ["acme"])).map(({ id }) => id),
      [first.id],
    );
    assert.equal((await house.organisation(ACME)).did, "nothing");
    assert.equal((await findOrganisation(house.state.read, "acme"))?.revision, 3);
  });

  test(`${engine}: a notice goes to contacts that want it and have said that they are right, once for each address`, async () => {
    await using house = await openHouse(open);
    const ops = { kind: "operations", mail: "Ops@acme.example" } as const;
    const contacts = [
      ops,
      { ...ops, kind: "billing", mail: "ops@acme.example" },
      { ...ops, kind: "legal", mail: "law@acme.example" },
      { kind: "product", mail: "new@acme.example", notices: ["quota"] },
    ] as const;
    await house.organisation({ ...ACME, contacts });
    const told = () => mailsToldOf(house.state.read, "acme", "quota");
    assert.deepEqual(await told(), []);
    const rows = await contactsOf(house.state.read, ["acme"]);
    await house.state.transact(async (tx) => {
      for (const { id, kind } of rows) if (kind !== "product") await updateContact(tx, id, { verified_at: 1 });
    });
    assert.deepEqual(
      (await told()).map((mail) => mail.toLowerCase()),
      ["ops@acme.example"],
    );
    assert.deepEqual(await mailsToldOf(house.state.read, "acme", "announcements"), []);
  });

  test(`${engine}: clients are listed in any order, page by page, among those that another query gives or all others`, async () => {
    await using house = await openHouse(open);
    const clients = ["b", "a", "d", "c"];
    for (const [index, client] of clients.entries()) {
      await house.client({ ...SHOP, client, title: index % 2 === 0 ? "Even" : "Odd", seenAs: [] });
    }
    const { read } = house.state;
    for (const sort of CLIENT_SORTS) {
      const listed: string[] = [];
      for (let after: ListPlace | undefined; ;) {
        const [row] = await listClients(read, { within: null }, { sort, limit: 1, after });
        if (row === undefined) break;
        listed.push(row.client);
        after = placeOf(row, sort);
      }
      const whole = await listClients(read, { within: null }, { sort, limit: 9, after: undefined });
      assert.deepEqual([listed, listed.length], [whole.map(({ client }) => client), 4], sort);
    }
    const titled = (title: string) =>
      read
        .tables<ClientsRows>()
        .selectFrom("clients_clients")
        .select("clients_clients.id")
        .where("clients_clients.title", "=", title)
        .$asScalar();
    for (const [isIn, expected] of [
      [true, ["a", "c"]],
      [false, ["b", "d"]],
    ] as const) {
      const asked = { within: null, among: { ids: titled("Odd"), isIn } };
      const rows = await listClients(read, asked, { sort: "client", limit: 9, after: undefined });
      assert.deepEqual([rows.map(({ client }) => client), await countThatFit(read, asked)], [expected, 2]);
    }
  });

  test(`${engine}: live keys are counted for each client: those that are not revoked and not expired`, async () => {
    await using house = await openHouse(open);
    const { row } = await house.client(SHOP);
    await house.state.transact(async (tx) => {
      await insertKey(tx, keyRow("1", row.id, {}));
      await insertKey(tx, keyRow("2", row.id, { expires_at: 11 }));
      await insertKey(tx, keyRow("3", row.id, { expires_at: 10 }));
      await insertKey(tx, keyRow("4", row.id, { revoked_at: 5 }));
    });
    assert.deepEqual(await liveKeysPer(house.state.read, [row.id, "cli_none"], 10), new Map([[row.id, 2]]));
  });
}

async function openHouse(open: (modules: StateOptions["modules"]) => Promise<State>) {
  const state = await open(MODULES);
  const told: ClientChanged[] = [];
  let ids = 0;
  const saving = (managedBy: string | null) => ({
    now: 1,
    nextId: (prefix: string) => `${prefix}_${ids++}`,
    managedBy,
    changed: (changed: ClientChanged) => told.push(changed),
  });
  const house = {
    state,
    told,
    client: (draft: ClientDraft, by: string | null = null) => state.transact((tx) => saveClient(tx, draft, saving(by))),
    organisation: (draft: OrganisationDraft) => state.transact((tx) => saveOrganisation(tx, draft, saving(null))),
    [Symbol.asyncDispose]: () => state.close(),
  };
  await house.organisation(ACME);
  return house;
}
