import assert from "node:assert/strict";
import { test } from "node:test";
import type { State, StateOptions } from "#storage";
import { writeAudit } from "./actions/write-audit.ts";
import { identityMigrations } from "./migrations.ts";
import {
  allTokens,
  auditBefore,
  countPeople,
  deleteEndedSessions,
  deleteSetup,
  deleteToken,
  findPerson,
  findSession,
  findSetup,
  hasSignedInFrom,
  insertPerson,
  insertSession,
  insertToken,
  keepNewestSessions,
  markTokenUsed,
  replaceSetup,
} from "./store.ts";

const MODULES = [{ module: "identity", migrations: identityMigrations }];
const ANA = { id: "per_1", name: "Ana", name_key: "ana", password: "$argon2id$…", created_at: 1, roles: "[]" };
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
  test(`${engine}: a name belongs to one person`, async () => {
    const state = await open(MODULES);
    await state.transact((tx) => insertPerson(tx, ANA));
    await assert.rejects(
      state.transact((tx) => insertPerson(tx, { ...ANA, id: "per_2" })),
      /unique/i,
    );
    assert.deepEqual([await countPeople(state.read), await findPerson(state.read, "ana")], [1, ANA]);
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
    assert.equal(await hasSignedInFrom(state.read, "ana", "::1"), true);
    assert.equal(await hasSignedInFrom(state.read, "ana", "::2"), false);
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
    const rows = await auditBefore(state.read, 100, 50);
    assert.deepEqual(
      rows.map(({ seq }) => seq),
      Array.from({ length: 20 }, (_, index) => 20 - index),
    );
    for (const [index, row] of rows.slice(0, -1).entries()) assert.equal(row.previous, rows[index + 1]?.hash);
    await state.close();
  });
}
