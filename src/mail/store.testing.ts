import assert from "node:assert/strict";
import { test } from "node:test";
import type { State, StateOptions } from "#storage";
import { mailMigrations } from "./migrations.ts";
import type { LetterRow } from "./model/rows.ts";
import { expireLetters, findLetter, forgetLetters, insertLetter, lettersAfter, updateLetter } from "./store.ts";

const LETTER: LetterRow = {
  id: "let_1",
  key: "invitation 1",
  to_address: "ana@example.com",
  subject: "Hello",
  sealed: "sealed",
  state: "due",
  created_at: 1_800_000_000_000,
  until: 1_800_000_100_000,
  attempts: 0,
  last_error: null,
  next_attempt_at: 1_800_000_000_000,
  settled_at: null,
};

/** What the store of letters promises on each engine. */
export function testMailStore(engine: string, open: (modules: StateOptions["modules"]) => Promise<State>): void {
  test(`${engine}: a key is ordered once; letters are listed newest first, page by page`, async () => {
    const state = await open([{ module: "mail", migrations: mailMigrations }]);
    await state.transact(async (tx) => {
      assert.equal(await insertLetter(tx, LETTER), true);
      assert.equal(await insertLetter(tx, { ...LETTER, id: "let_2" }), false);
      for (const n of [3, 4, 5]) await insertLetter(tx, { ...LETTER, id: `let_${n}`, key: `key ${n}` });
    });
    const first = await lettersAfter(state.read, { limit: 2, after: undefined });
    const next = await lettersAfter(state.read, { limit: 9, after: first.at(-1) });
    assert.deepEqual(
      [...first, ...next].map(({ id }) => id),
      ["let_5", "let_4", "let_3", "let_1"],
    );
    await state.close();
  });

  test(`${engine}: what became of a letter is kept; what came too late is settled without what it said`, async () => {
    const state = await open([{ module: "mail", migrations: mailMigrations }]);
    await state.transact(async (tx) => {
      await insertLetter(tx, LETTER);
      await updateLetter(tx, "let_1", { attempts: 3, last_error: "451" });
      await expireLetters(tx, LETTER.until - 1);
    });
    assert.deepEqual(await findLetter(state.read, "let_1"), { ...LETTER, attempts: 3, last_error: "451" });
    await state.transact((tx) => expireLetters(tx, LETTER.until));
    const gone = await findLetter(state.read, "let_1");
    assert.deepEqual([gone?.state, gone?.sealed, gone?.settled_at], ["expired", "", LETTER.until]);
    await state.transact((tx) => forgetLetters(tx, LETTER.until + 1));
    assert.equal(await findLetter(state.read, "let_1"), undefined);
    await state.close();
  });
}
