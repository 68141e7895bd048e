import assert from "node:assert/strict";
import { test } from "node:test";
import type { ModuleMigrations } from "./migration.ts";
import type { State } from "./state.ts";

interface Tables {
  trial_things: { name: string; at: number; shown: number; body: string | null };
}

const MODULES: readonly ModuleMigrations[] = [
  {
    module: "trial",
    migrations: [
      {
        name: "0001-things",
        sql: [
          "create table trial_things (name text primary key, at bigint not null, shown bigint not null, body text)",
        ],
      },
    ],
  },
];

/** What both engines promise. `open` gives an empty state with the modules' tables. */
export function testState(engine: string, open: (modules: readonly ModuleMigrations[]) => Promise<State>): void {
  test(`${engine}: what a transaction wrote is read back as it was: instants as exact numbers, texts unchanged`, async () => {
    await using state = closing(await open(MODULES));
    const row = { name: "it's \u{1f6a2} ' \" \\ \n", at: 253_402_300_799_999, shown: 1, body: null };
    await state.transact((tx) => tx.tables<Tables>().insertInto("trial_things").values(row).execute());
    assert.deepEqual(await things(state), [row]);
  });

  test(`${engine}: a transaction that fails leaves nothing, and tells nobody`, async () => {
    await using state = closing(await open(MODULES));
    const told: string[] = [];
    const failing = state.transact(async (tx) => {
      await tx.tables<Tables>().insertInto("trial_things").values(thing("a")).execute();
      tx.afterCommit(() => told.push("a"));
      throw new RangeError("changed my mind");
    });
    await assert.rejects(failing, /changed my mind/);
    assert.deepEqual(await things(state), []);
    await state.transact(async (tx) => {
      await tx.tables<Tables>().insertInto("trial_things").values(thing("b")).execute();
      tx.afterCommit(() => told.push("b"));
    });
    assert.deepEqual(told, ["b"]);
  });

  test(`${engine}: transactions never interleave, so that none of a hundred increments is lost`, async () => {
    await using state = closing(await open(MODULES));
    await state.transact((tx) => tx.tables<Tables>().insertInto("trial_things").values(thing("n")).execute());
    await Promise.all(
      Array.from({ length: 100 }, () =>
        state.transact(async (tx) => {
          const db = tx.tables<Tables>();
          const { at } = await db.selectFrom("trial_things").select("at").executeTakeFirstOrThrow();
          await Promise.resolve();
          await db
            .updateTable("trial_things")
            .set({ at: at + 1 })
            .execute();
        }),
      ),
    );
    assert.equal((await things(state))[0]?.at, 100);
  });

  test(`${engine}: a reader sees nothing of an open transaction`, async () => {
    await using state = closing(await open(MODULES));
    await state.transact(async (tx) => {
      await tx.tables<Tables>().insertInto("trial_things").values(thing("a")).execute();
      assert.deepEqual(await things(state), []);
    });
    assert.equal((await things(state)).length, 1);
  });

  test(`${engine}: a transaction within a transaction, or used after its end, is a bug that shows at once`, async () => {
    await using state = closing(await open(MODULES));
    const nested = state.transact(() => state.transact(() => Promise.resolve()));
    await assert.rejects(nested, /wait for itself/);
    const kept = await state.transact((tx) => Promise.resolve(tx));
    assert.throws(() => kept.tables<Tables>(), /after its end/);
  });
}

function closing(state: State): State & AsyncDisposable {
  return Object.assign(state, { [Symbol.asyncDispose]: () => state.close() });
}

function thing(name: string): Tables["trial_things"] {
  return { name, at: 0, shown: 0, body: "x" };
}

async function things(state: State): Promise<Tables["trial_things"][]> {
  return state.read.tables<Tables>().selectFrom("trial_things").selectAll().execute();
}
