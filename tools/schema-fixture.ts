import { apisMigrations } from "../src/apis/index.ts";
import { storeApi, saveObjectivesFile } from "../src/apis/store/apis.ts";
import { identityMigrations } from "../src/identity/index.ts";
import { writeAudit } from "../src/identity/actions/write-audit.ts";
import { personRow } from "../src/identity/model/person.ts";
import { insertToken } from "../src/identity/store.ts";
import { insertPerson } from "../src/identity/store/people.ts";
import { openState, type Tx } from "../src/storage/index.ts";
import { startPostgres } from "../test/engines/postgres.ts";

/**
 * `node tools/schema-fixture.ts NAME`, once for each release: writes a small state with the schema of today to
 * test/engines/schemas/NAME.ndjson. From then on a test brings it up to date on both engines.
 */
const name = process.argv[2];
if (name === undefined) throw new RangeError("Name the release: node tools/schema-fixture.ts 0.1.0");
const modules = [
  { module: "identity", migrations: identityMigrations },
  { module: "apis", migrations: apisMigrations },
];
const postgres = await startPostgres();
const at = { url: await postgres.newDatabase() };
const state = await openState({ at, modules, clock: { now: () => Date.UTC(2026, 10, 27) }, program: name });
await state.transact(fill);
await state.backup(`test/engines/schemas/${name}.ndjson`);
await state.close();
await postgres.stop();

async function fill(tx: Tx): Promise<void> {
  const created = { created_at: Date.UTC(2026, 10, 27) };
  await insertPerson(tx, personRow({ id: "per_1", name: "Ana", handle: "ana", roles: [], now: created.created_at }));
  await insertToken(tx, {
    ...created,
    id: "tok_1",
    name: "ci",
    prefix: "plm_12345",
    sha256: "0".repeat(64),
    scopes: '["read"]',
    created_by: "Ana",
    expires_at: null,
    last_used_at: null,
  });
  await storeApi(tx, {
    ...created,
    api: "orders",
    title: "Orders",
    at: "https://api.example.com/v1",
    revision: 2,
    managed_by: null,
    owner: null,
    description: "",
    records: null,
    upstream: null,
    logs: null,
    client_rule: null,
    first_source: null,
  });
  await saveObjectivesFile(tx, { api: "orders", text: "objectives: {availability: 99.9%}\n", revision: 1 });
  const by = { kind: "person", name: "Ana" } as const;
  await writeAudit(tx, { at: 1, by, action: "api.put", subject: "api:orders", address: "127.0.0.1" });
}
