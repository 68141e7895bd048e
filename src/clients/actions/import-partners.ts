import type { z } from "zod";
import { Refusal, type RefusalFault } from "#kernel";
import type { Tx } from "#storage";
import type { importedSchema } from "../contract.ts";
import type { CsvCell } from "../model/csv.ts";
import { contactKey, type ContactKind, type Notice } from "../model/organisation-draft.ts";
import { faultAt, type PartnerColumn, type PartnerRow, readPartners } from "./partner-rows.ts";
import { findClient } from "../store/clients.ts";
import { findKeyByLookup } from "../store/keys.ts";
import { contactsOf, findOrganisation } from "../store/organisations.ts";
import { saveClient } from "./save-client.ts";
import { importKey, type KeySaving } from "./save-key.ts";
import { saveOrganisation } from "./save-organisation.ts";
import type { Saved, Saving } from "./saving.ts";

/** Of one file. */
const ROWS_MAX = 10_000;
/** More than these help nobody. */
const FAULTS_MAX = 100;

/** What a file of partners did, or would do. */
export type ImportedPartners = Omit<z.input<typeof importedSchema>, "dryRun">;

/**
 * Takes a file of partners whole, or refuses it with all its faults, each with line and column. Saving what is there
 * already changes nothing, so that a file can be taken twice.
 */
export async function importPartners(tx: Tx, text: string, saving: Saving & KeySaving): Promise<ImportedPartners> {
  const { rows, faults } = readPartners(text);
  if (rows.length > ROWS_MAX) throw tooLong();
  if (faults.length > 0) throw faulty(faults);
  const done: ImportedPartners = {
    organisations: { created: 0, changed: 0 },
    clients: { created: 0, changed: 0, unchanged: 0 },
    keys: { created: 0, unchanged: 0 },
  };
  const refused: RefusalFault[] = [];
  for (const row of rows) {
    const at = (column: PartnerColumn): CsvCell => row.places[column] ?? (row.places.client as CsvCell);
    try {
      await takeRow(tx, row, { saving, done });
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      refused.push(faultAt(at(columnOf(error)), error.detail));
    }
  }
  if (refused.length > 0) throw faulty(refused);
  return done;
}

interface Taking {
  readonly saving: Saving & KeySaving;
  readonly done: ImportedPartners;
}

async function takeRow(tx: Tx, row: PartnerRow, { saving, done }: Taking): Promise<void> {
  const { client = "", organisation = "", title, description, environment, key_sha256: sha256 } = row.cells;
  const ofOrganisation = await takeOrganisation(tx, row, saving);
  if (ofOrganisation.did === "create") done.organisations.created++;
  if (ofOrganisation.did === "change") done.organisations.changed++;
  const before = await findClient(tx, client);
  const saved = await saveClient(
    tx,
    {
      client,
      organisation,
      title: title ?? before?.title ?? client,
      description: description ?? before?.description ?? "",
      environment: environment ?? before?.environment ?? null,
      ...(row.seenAs === undefined ? {} : { seenAs: row.seenAs }),
    },
    saving,
  );
  done.clients[saved.did === "create" ? "created" : saved.did === "change" ? "changed" : "unchanged"]++;
  if (sha256 === undefined) return;
  const isThere = (await findKeyByLookup(tx, sha256)) !== undefined;
  const { key_prefix: prefix = "", key_last_four: lastFour = "" } = row.cells;
  await importKey(tx, { client: saved.row, scopes: [], expiresAt: null, sha256, prefix, lastFour }, saving);
  done.keys[isThere ? "unchanged" : "created"]++;
}

/** Its contacts are added to those that it has. */
async function takeOrganisation(tx: Tx, row: PartnerRow, saving: Saving): Promise<Saved<unknown>> {
  const { organisation = "", organisation_title: title } = row.cells;
  const before = await findOrganisation(tx, organisation);
  const present = before === undefined ? [] : await contactsOf(tx, [organisation]);
  const known = new Set(present.map(contactKey));
  const added = row.contacts.filter((contact) => !known.has(contactKey(contact)));
  const isSame = before !== undefined && added.length === 0 && (title === undefined || title === before.title);
  // Nothing is said of it: it may well be a text's own.
  if (isSame) return { did: "nothing", before, row: before };
  const kept = present.map(({ kind, mail, notices }) => ({
    kind: kind as ContactKind,
    mail,
    notices: JSON.parse(notices) as Notice[],
  }));
  const draft = {
    organisation,
    title: title ?? before?.title ?? organisation,
    note: before?.note ?? "",
    contacts: [...kept, ...added],
  };
  return saveOrganisation(tx, draft, saving);
}

function columnOf({ code }: Refusal): PartnerColumn {
  if (code.startsWith("key.") || code === "client.retired") return "key_sha256";
  if (code.startsWith("organisation.")) return "organisation";
  return code.startsWith("contact.") ? "contacts" : "client";
}

function faulty(all: readonly RefusalFault[]): Refusal {
  const faults = all.slice(0, FAULTS_MAX);
  const told = faults.map(({ line, column, detail }) => `line ${line ?? 1}, col ${column ?? 1}: ${detail}`);
  const count = all.length === 1 ? "a fault" : `${all.length} faults`;
  return new Refusal(
    "invalid",
    "import.invalid",
    `Nothing of the file was taken, because it has ${count}.\n${told.join("\n")}`,
    { faults },
  );
}

function tooLong(): Refusal {
  return new Refusal(
    "limit",
    "import.too-long",
    `The file has more than ${ROWS_MAX} clients, so nothing of it was taken. Divide it into several.`,
    { max: ROWS_MAX },
  );
}
