import { z } from "zod";
import { type Action, changeAction, readAction } from "#identity";
import { csvText, invariant } from "#kernel";
import type { State, Tx } from "#storage";
import { clientsQuery, importedSchema } from "../contract.ts";
import { PARTNER_COLUMNS, seenAsText } from "./partner-rows.ts";
import { listClients, type ListPlace, placeOf } from "../store/lists.ts";
import { clientViews } from "./client-views.ts";
import { type ImportedPartners, importPartners } from "./import-partners.ts";
import type { KeyBook } from "./key-book.ts";
import type { OnClientChanged } from "./saving.ts";

/** What importing and exporting stand on. */
export interface ImportParts {
  readonly state: Pick<State, "transact">;
  readonly book: KeyBook;
  readonly changed: OnClientChanged;
  readonly nextId: (prefix: string) => string;
}

/** Of the text, in characters. */
const TEXT_MAX = 10_000_000;
const PAGE = 500;

/** Files of partners, in and out. */
export function importActions(parts: ImportParts): { readonly take: Action; readonly give: Action } {
  return { take: takeFile(parts), give };
}

/**
 * Takes a file of partners, whole or not at all. With `dryRun` everything is done and taken back. For the provider only:
 * it says which names are taken.
 */
function takeFile({ state, book, changed, nextId }: ImportParts): Action {
  return changeAction({
    name: "client.import",
    may: "client:write",
    input: z.strictObject({ text: z.string().max(TEXT_MAX), dryRun: z.boolean().default(false) }),
    output: importedSchema,
    prepare: async ({ text, dryRun }, { now, by }) => {
      if (!dryRun) return undefined;
      const saving = { now, nextId, by: by.name, managedBy: null, book, changed };
      return tried(state, (tx) => importPartners(tx, text, saving));
    },
    run: async ({ text, dryRun }, { tx, now, by, nextId: next }, would) => {
      const saving = { now, nextId: next, by: by.name, managedBy: null, book, changed };
      return { ...(would ?? (await importPartners(tx, text, saving))), dryRun };
    },
    audit: (_input, facts) => ({ subject: "clients", facts }),
  });
}

/** Thrown so that a transaction is taken back, with what came of it. */
class TakenBack extends Error {
  readonly result: ImportedPartners;

  constructor(result: ImportedPartners) {
    super("taken back");
    this.result = result;
  }
}

async function tried(
  state: Pick<State, "transact">,
  work: (tx: Tx) => Promise<ImportedPartners>,
): Promise<ImportedPartners> {
  try {
    await state.transact(async (tx) => {
      // Nothing went wrong: it is the only way to take a transaction back.
      throw new TakenBack(await work(tx));
    });
  } catch (error) {
    if (error instanceof TakenBack) return error.result;
    throw error;
  }
  invariant(false, "a trial was not taken back");
}

/** All clients that fit, as a file that `take` reads; no cell of it is run as a formula by a spreadsheet. */
const give = readAction({
  name: "client.export",
  may: "client:read",
  owner: "caller",
  input: clientsQuery.pick({ organisation: true, state: true, q: true }),
  output: z.object({ text: z.string() }),
  run: async (filter, { read, within }) => {
    const rows: string[][] = [[...PARTNER_COLUMNS.slice(0, 2), "title", "description", "environment", "seen_as"]];
    let after: ListPlace | undefined;
    for (;;) {
      const found = await listClients(read, { ...filter, within }, { sort: "client", limit: PAGE, after });
      for (const view of await clientViews(read, found, within)) {
        const { client, organisation, title, description, environment, seenAs } = view;
        rows.push([client, organisation, title, description, environment ?? "", seenAsText(seenAs)]);
      }
      const last = found.at(-1);
      if (found.length < PAGE || last === undefined) return { text: csvText(rows) };
      after = placeOf(last, "client");
    }
  },
});
