import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { apisMigrations, findApi } from "../../src/apis/index.ts";
import { objectivesFileOf } from "../../src/apis/store/apis.ts";
import { identityMigrations } from "../../src/identity/index.ts";
import { allTokens } from "../../src/identity/store.ts";
import { auditBefore } from "../../src/identity/store/audit.ts";
import { findPersonBy } from "../../src/identity/store/people.ts";
import { openState, restoreState } from "../../src/storage/index.ts";
import type { StatePlace } from "../../src/storage/open-state.ts";
import { startPostgres } from "./postgres.ts";

const FOLDER = new URL("schemas/", import.meta.url);
const postgres = await startPostgres();
const directory = mkdtempSync(join(tmpdir(), "plimsoll-schemas-"));
after(async () => {
  await postgres.stop();
  rmSync(directory, { recursive: true });
});

const modules = [
  { module: "identity", migrations: identityMigrations },
  { module: "apis", migrations: apisMigrations },
];
const places: Readonly<Record<string, (name: string) => Promise<StatePlace>>> = {
  SQLite: (name) => Promise.resolve({ file: join(directory, `${name}.db`) }),
  PostgreSQL: async () => ({ url: await postgres.newDatabase() }),
};

for (const file of readdirSync(FOLDER)) {
  for (const [engine, newPlace] of Object.entries(places)) {
    test(`${engine}: a state of ${file} comes back with all its rows, under the schema of today`, async () => {
      const options = { at: await newPlace(file), modules, clock: { now: () => 1 }, program: "9.0.0" };
      await restoreState(new URL(file, FOLDER).pathname, options);
      const state = await openState(options);
      const { read } = state;
      assert.equal((await findPersonBy(read, "name_key", "ana"))?.name, "Ana");
      assert.deepEqual(
        (await allTokens(read)).map(({ id, scopes }) => [id, scopes]),
        [["tok_1", '["read"]']],
      );
      assert.equal((await findApi(read, "orders"))?.at, "https://api.example.com/v1");
      assert.match((await objectivesFileOf(read, "orders")).text, /99\.9%/);
      assert.deepEqual(
        (await auditBefore(read, { before: 9, limit: 9 })).map(({ action }) => action),
        ["api.put"],
      );
      await state.close();
    });
  }
}
