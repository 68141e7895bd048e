import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { Ids, stopwatchMs } from "#kernel";
import { openState, type State } from "#storage";
import { clientsMigrations, saveClient, saveOrganisation } from "#clients";
import { clientViews } from "../src/clients/actions/client-views.ts";
import type { ClientSort } from "../src/clients/model/client-sorts.ts";
import { countThatFit, listClients, placeOf } from "../src/clients/store/lists.ts";

/**
 * Saving `--clients` (10,000) clients of 1,000 organisations in one transaction, saving them again without a change, and
 * pages of 50 out of them: the first, one in the middle, and searches that find much, little and nothing.
 */
const { values } = parseArgs({ options: { clients: { type: "string", default: "10000" } } });
const CLIENTS = Number(values.clients);
const ORGANISATIONS = 1_000;
const PAGE = 50;

const directory = mkdtempSync(join(tmpdir(), "plimsoll-bench-"));
const clock = { now: () => 1_800_000_000_000 };
const modules = [{ module: "clients", migrations: clientsMigrations }];
const state = await openState({ at: { file: join(directory, "state.db") }, modules, clock, program: "1.0.0" });
const ids = new Ids(clock, randomBytes);

await timed("save all", () => saveAll(state));
await timed("save all again", () => saveAll(state));
for (const sort of ["client", "title", "organisation", "newest"] as const) {
  await timed(`first page by ${sort}`, () => page(sort, undefined));
}
const middle = (
  await listClients(state.read, { within: null }, { sort: "title", limit: CLIENTS / 2, after: undefined })
).at(-1);
if (middle !== undefined) await timed("a page in the middle", () => page("title", placeOf(middle, "title")));
for (const q of ["client", "client-77", "agent/42", "nobody"]) {
  await timed(`search ${q}`, () => page("client", undefined, q));
}
await state.close();
rmSync(directory, { recursive: true });

async function page(sort: ClientSort, after: ReturnType<typeof placeOf> | undefined, q?: string): Promise<void> {
  const filter = { within: null, state: "active", q } as const;
  const rows = await listClients(state.read, filter, { sort, limit: PAGE + 1, after });
  await countThatFit(state.read, filter);
  await clientViews(state.read, rows, null);
}

async function saveAll({ transact }: Pick<State, "transact">): Promise<void> {
  const saving = { now: clock.now(), nextId: (prefix: string) => ids.next(prefix), managedBy: null, changed: () => 0 };
  await transact.call(state, async (tx) => {
    for (let n = 0; n < ORGANISATIONS; n++) {
      await saveOrganisation(tx, { organisation: `org-${n}`, title: `Organisation ${n}`, note: "" }, saving);
    }
    for (let n = 0; n < CLIENTS; n++) {
      const organisation = `org-${n % ORGANISATIONS}`;
      const title = `Title ${(n * 7_919) % CLIENTS}`;
      const seenAs = [`agent/${n}`];
      await saveClient(
        tx,
        { client: `client-${n}`, organisation, title, description: "", environment: null, seenAs },
        saving,
      );
    }
  });
}

async function timed(name: string, run: () => Promise<void>): Promise<void> {
  const began = stopwatchMs();
  await run();
  process.stdout.write(`${name.padEnd(28)} ${(stopwatchMs() - began).toFixed(1).padStart(8)} ms\n`);
}
