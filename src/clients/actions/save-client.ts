import { refuseManaged } from "#http";
import { Refusal } from "#kernel";
import type { Tx } from "#storage";
import { type ClientDraft, searchTextOf } from "../model/client-draft.ts";
import type { ClientRow } from "../model/rows.ts";
import { countClients, findClient, insertClient, namesOf, updateClient } from "../store/clients.ts";
import { findOrganisation } from "../store/organisations.ts";
import { nameTaken, saveNames } from "./save-names.ts";
import type { Saved, Saving } from "./saving.ts";

/** All names of all clients are in memory. */
const CLIENTS_MAX = 50_000;

/**
 * Creates a client, or makes it what the draft says: renamed, seen under other names, retired, with which its keys and subscriptions end. Refuses a name that
 * stands for another client, an organisation that is not there, a client that another text owns, and too many.
 */
export async function saveClient(tx: Tx, draft: ClientDraft, saving: Saving): Promise<Saved<ClientRow>> {
  const before = await presentClient(tx, draft);
  const { now, managedBy, changed } = saving;
  if (before !== undefined && before.managed_by !== managedBy) {
    refuseManaged(before.managed_by, `client ${before.client}`);
  }
  if (before === undefined && (await countClients(tx)) >= CLIENTS_MAX) throw tooMany();
  if (before?.organisation !== draft.organisation) await refuseUnknownOrganisation(tx, draft.organisation);
  const present = before === undefined ? [] : await namesOf(tx, before.id);
  const seenAs = draft.seenAs ?? present.filter(({ kind }) => kind === "seen").map(({ name }) => name);
  const row: ClientRow = {
    id: before?.id ?? saving.nextId("cli"),
    client: draft.client,
    organisation: draft.organisation,
    title: draft.title,
    description: draft.description,
    environment: draft.environment,
    search: searchTextOf({ ...draft, seenAs }),
    created_at: before?.created_at ?? now,
    retired_at: retiredAt(before, draft, now),
    revision: (before?.revision ?? 0) + 1,
    managed_by: managedBy,
  };
  if (before === undefined) await insertClient(tx, row);
  const changedNames = await saveNames(tx, { row, present, seenAs, now });
  if (before !== undefined) {
    if (!changedNames && isSame(before, row)) return { did: "nothing", before, row: before };
    await updateClient(tx, row);
  }
  if (row.retired_at !== null && before?.retired_at === null) await saving.retired?.(row);
  const { id, client, organisation } = row;
  const names = changedNames ? await namesOf(tx, id) : present;
  tx.afterCommit(() => changed({ id, client, organisation, retired: row.retired_at !== null, names }));
  return { did: before === undefined ? "create" : "change", before, row };
}

/** The client that a draft is about. Refuses a name that was given up by another one, and to make one client of two. */
async function presentClient(tx: Tx, { client, was }: ClientDraft): Promise<ClientRow | undefined> {
  const named = await findClient(tx, client);
  const renamed = was === undefined || was === client ? undefined : await findClient(tx, was);
  if (named === undefined) return renamed;
  const isRenaming = renamed !== undefined && renamed.id === named.id;
  if (renamed !== undefined && !isRenaming) throw twoClients(client, renamed.client);
  // A former name may be taken again by the one that had it, when it says so.
  if (named.client !== client && !isRenaming) throw nameTaken(client, named.client);
  return named;
}

async function refuseUnknownOrganisation(tx: Tx, organisation: string): Promise<void> {
  if ((await findOrganisation(tx, organisation)) !== undefined) return;
  throw new Refusal(
    "invalid",
    "organisation.unknown",
    `There is no organisation named "${organisation}", so nothing was saved. Create it first, or correct the name.`,
    { faults: [{ pointer: "/organisation", detail: "must be the name of an organisation that is there" }] },
  );
}

function retiredAt(before: ClientRow | undefined, { retired }: ClientDraft, now: number): number | null {
  if (retired === undefined) return before?.retired_at ?? null;
  return retired ? (before?.retired_at ?? now) : null;
}

function isSame(before: ClientRow, row: ClientRow): boolean {
  const columns = Object.keys(row) as (keyof ClientRow)[];
  return columns.every((column) => column === "revision" || before[column] === row[column]);
}

function twoClients(client: string, was: string): Refusal {
  return new Refusal(
    "conflict",
    "client.two-clients",
    `"${client}" and "${was}" are two clients, so the one cannot be renamed to the other, and nothing was saved. Retire one of them, or leave "was" out.`,
    { client, was },
  );
}

function tooMany(): Refusal {
  return new Refusal(
    "conflict",
    "client.too-many",
    `There are ${CLIENTS_MAX} clients already, so none was added. Plimsoll holds no more of them.`,
    { max: CLIENTS_MAX },
  );
}
