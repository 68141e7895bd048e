import assert from "node:assert/strict";
import { test } from "node:test";
import type { State, StateOptions } from "#storage";
import { writeAudit } from "./actions/write-audit.ts";
import { identityMigrations } from "./migrations.ts";
import {
  allTokens,
  deleteEndedSessions,
  deleteSetup,
  deleteToken,
  findSession,
  findSetup,
  hasSignedInFrom,
  insertSession,
  insertToken,
  keepNewestSessions,
  markTokenUsed,
  replaceSetup,
} from "./store.ts";
import { auditAfter, auditBefore } from "./store/audit.ts";
import { bindingsOf, deleteBinding, findBinding, insertBinding } from "./store/bindings.ts";
import { personRow } from "./model/person.ts";
import { countPeople, deletePerson, findPersonBy, insertMembership, insertPerson, listPeople } from "./store/people.ts";

const MODULES = [{ module: "identity", migrations: identityMigrations }];
const ANA = personRow({ id: "per_1", name: "Ana", handle: "ana", password: "$argon2id$…", roles: [], now: 1 });
const SESSION = { sha256: "s1", person_id: "per_1", address: "::1", created_at: 10, seen_at: 10, expires_at: 100 };
const TOKEN = {
  id: "tok_1",
  name: "ci",
  prefix: "plm_12345",
  sha256: "t1",
  scopes: '["read"]',
  created_at: 1_800_000_000_000,
  created_by: "Ana",
  expires_at: null,
  last_used_at: null,
};

/** What the store of people, sessions, tokens and changes promises on each engine. */
export function testIdentityStore(engine: string, open: (modules: StateOptions["modules"]) => Promise<State>): void {
  test(`${engine}: a name, a handle and an address belong to one person; several have no address`, async () => {
    const state = await open(MODULES);
    const bob = personRow({ id: "per_2", name: "Bob", handle: "bob", roles: ["viewer"], mail: "Bob@x.org", now: 1 });
    await state.transact((tx) => insertPerson(tx, ANA));
    await state.transact((tx) => insertPerson(tx, bob));
    await state.transact((tx) => insertPerson(tx, { ...bob, id: "per_3", name_key: "c", handle: "c", mail_key: null }));
    for (const same of [{ name_key: "ana" }, { handle: "ana" }, { mail_key: "bob@x.org" }]) {
      const other = { ...bob, id: "per_4", name_key: "d", handle: "d", mail_key: null, ...same };
      await assert.rejects(
        state.transact((tx) => insertPerson(tx, other)),
        /unique/i,
      );
    }
    assert.deepEqual([await countPeople(state.read), await findPersonBy(state.read, "name_key", "ana")], [3, ANA]);
    assert.deepEqual(await findPersonBy(state.read, "mail_key", "bob@x.org"), bob);
    await state.close();
  });

  test(`${engine}: an account of a provider is bound to one person, a person to one of each provider; both go with the person`, async () => {
    const state = await open(MODULES);
    const bob = personRow({ id: "per_2", name: "Bob", handle: "bob", roles: [], now: 1 });
    const binding = { issuer: "https://a.example", subject: "1", person_id: "per_2", mail: null, created_at: 1 };
    for (const person of [ANA, bob]) await state.transact((tx) => insertPerson(tx, person));
    const insert = (row: typeof binding) => state.transact((tx) => insertBinding(tx, row));
    const atOnce = await Promise.all([insert(binding), insert({ ...binding, subject: "2" })]);
    assert.deepEqual(atOnce, [true, false], "of two first sign-ins at once");
    assert.equal(await insert({ ...binding, issuer: "https://b.example" }), true);
    assert.equal(await insert({ ...binding, person_id: "per_1" }), false);
    assert.deepEqual(await findBinding(state.read, "https://a.example", "1"), binding);
    assert.deepEqual(
      (await bindingsOf(state.read, ["per_1", "per_2"])).map(({ person_id: id, issuer }) => [id, issuer]),
      [
        ["per_2", "https://a.example"],
        ["per_2", "https://b.example"],
      ],
    );
    const states = async (of: "active" | "invited") =>
      (await listPeople(state.read, { state: of }, { limit: 9, after: undefined })).map(({ id }) => id);
    assert.deepEqual([await states("active"), await states("invited")], [["per_1", "per_2"], []]);
    assert.equal(await state.transact((tx) => deleteBinding(tx, "per_2", "https://a.example")), true);
    assert.equal(await state.transact((tx) => deleteBinding(tx, "per_2", "https://a.example")), false);
    assert.equal((await bindingsOf(state.read, ["per_2"])).length, 1);
    await state.transact((tx) => deletePerson(tx, "per_2"));
    assert.equal(await findBinding(state.read, "https://b.example", "1"), undefined);
    await state.close();
  });

  test(`${engine}: people are found by a part of the name or address, by role, organisation and state, page by page`, async () => {
    const state = await open(MODULES);
    const of = (n: number, name: string) => ({ id: `per_${n}`, name, handle: `h${n}`, now: 1, roles: [] });
    await state.transact(async (tx) => {
      await insertPerson(tx, ANA);
      await insertPerson(tx, personRow({ ...of(2, "50%_off"), mail: "x@y.org", password: "p", roles: ["viewer"] }));
      await insertPerson(tx, personRow(of(3, "Cho")));
      await insertPerson(tx, { ...personRow({ ...of(4, "Dan"), password: "p" }), disabled_at: 5 });
      await insertMembership(tx, { person_id: "per_3", organisation: "acme", created_at: 1 });
      await insertMembership(tx, { person_id: "per_3", organisation: "acme", created_at: 2 });
    });
    const found = async (filter: Parameters<typeof listPeople>[1]) =>
      (await listPeople(state.read, filter, { limit: 9, after: undefined })).map(({ name }) => name);
    assert.deepEqual(await found({}), ["50%_off", "Ana", "Cho", "Dan"]);
    for (const search of ["%", "%_", "y.org"]) assert.deepEqual(await found({ search }), ["50%_off"]);
    assert.deepEqual(await found({ role: "viewer" }), ["50%_off"]);
    assert.deepEqual(await found({ organisation: "acme" }), ["Cho"]);
    assert.deepEqual(await found({ state: "active" }), ["50%_off", "Ana"]);
    assert.deepEqual([await found({ state: "invited" }), await found({ state: "disabled" })], [["Cho"], ["Dan"]]);
    const after = { nameKey: "ana", id: "per_1" };
    assert.deepEqual(
      (await listPeople(state.read, {}, { limit: 1, after })).map(({ name }) => name),
      ["Cho"],
    );
    await state.close();
  });

  test(`${engine}: sessions end by their times, and only the newest of a person are kept`, async () => {
    const state = await open(MODULES);
    await state.transact(async (tx) => {
      await insertPerson(tx, ANA);
      for (let n = 1; n <= 5; n++) await insertSession(tx, { ...SESSION, sha256: `s${n}`, created_at: n });
      await keepNewestSessions(tx, "per_1", 3);
    });
    const kept = async () =>
      (await Promise.all([1, 2, 3, 4, 5].map((n) => findSession(state.read, `s${n}`)))).map((row) => row?.name ?? "-");
    assert.deepEqual(await kept(), ["-", "-", "Ana", "Ana", "Ana"]);
    assert.equal(await hasSignedInFrom(state.read, "per_1", "::1"), true);
    assert.equal(await hasSignedInFrom(state.read, "per_1", "::2"), false);
    await state.transact((tx) => deleteEndedSessions(tx, 99, 9));
    assert.deepEqual(await kept(), ["-", "-", "Ana", "Ana", "Ana"]);
    await state.transact((tx) => deleteEndedSessions(tx, 99, 10));
    assert.deepEqual(await kept(), ["-", "-", "-", "-", "-"]);
    await state.close();
  });

  test(`${engine}: tokens are listed newest first, and a removed one is given back once`, async () => {
    const state = await open(MODULES);
    const later = { ...TOKEN, id: "tok_2", sha256: "t2", created_at: TOKEN.created_at + 1 };
    await state.transact(async (tx) => {
      await insertToken(tx, TOKEN);
      await insertToken(tx, later);
      await markTokenUsed(tx, "tok_1", 7);
    });
    assert.deepEqual(await allTokens(state.read), [later, { ...TOKEN, last_used_at: 7 }]);
    const remove = () => state.transact((tx) => deleteToken(tx, "tok_2"));
    assert.deepEqual([await remove(), await remove()], [later, undefined]);
    await state.close();
  });

  test(`${engine}: one set-up link exists at most, the newest`, async () => {
    const state = await open(MODULES);
    await state.transact((tx) => replaceSetup(tx, "first", 1));
    await state.transact((tx) => replaceSetup(tx, "second", 2));
    assert.deepEqual(await findSetup(state.read), { sha256: "second" });
    await state.transact((tx) => deleteSetup(tx));
    assert.equal(await findSetup(state.read), undefined);
    await state.close();
  });

  test(`${engine}: audit entries of changes made at once are numbered without gaps, each following the one before`, async () => {
    const state = await open(MODULES);
    const by = { kind: "token", name: "ci" } as const;
    const entry = { at: 1, by, action: "api.put", subject: "api:a", address: "::1" };
    await Promise.all(Array.from({ length: 20 }, () => state.transact((tx) => writeAudit(tx, entry))));
    const rows = await auditBefore(state.read, { before: 100, limit: 50 });
    assert.deepEqual(
      rows.map(({ seq }) => seq),
      Array.from({ length: 20 }, (_, index) => 20 - index),
    );
    for (const [index, row] of rows.slice(0, -1).entries()) assert.equal(row.previous, rows[index + 1]?.hash);
    await state.transact((tx) => writeAudit(tx, { ...entry, at: 9, action: "api.remove", subject: "api:b" }));
    const found = async (filter: Parameters<typeof auditBefore>[2]) =>
      (await auditBefore(state.read, { before: 100, limit: 50 }, filter)).length;
    assert.deepEqual(
      [await found({ subject: "api:b" }), await found({ action: "api.put" }), await found({ action: "api." })],
      [1, 20, 21],
    );
    assert.deepEqual([await found({ actor: "ci" }), await found({ actor: "c" })], [21, 0]);
    assert.deepEqual([await found({ from: 9 }), await found({ to: 9 })], [1, 20]);
    const after = await auditAfter(state.read, { after: 19, limit: 5 }, {});
    assert.deepEqual(
      after.map(({ seq }) => seq),
      [20, 21],
    );
    await state.close();
  });
}
