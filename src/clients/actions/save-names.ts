import { Refusal } from "#kernel";
import type { Tx } from "#storage";
import type { ClientRow, NameRow } from "../model/rows.ts";
import { deleteName, findName, putName } from "../store/clients.ts";

/** Of one client. */
const SEEN_MAX = 200;
const FORMER_MAX = 100;

interface WantedNames {
  readonly row: ClientRow;
  readonly present: readonly NameRow[];
  readonly seenAs: readonly string[];
  readonly now: number;
}

/**
 * Makes the names of a client what they shall be: its own, those seen in traffic, and for ever those that it had. Gives
 * whether anything changed. Refuses a text that stands for another client.
 */
export async function saveNames(tx: Tx, { row, present, seenAs, now }: WantedNames): Promise<boolean> {
  const wanted = wantedKinds(row, present, seenAs);
  refuseTooMany(wanted);
  const kinds = new Map(present.map(({ name, kind }) => [name, kind]));
  let changed = false;
  for (const name of kinds.keys()) {
    if (wanted.has(name)) continue;
    await deleteName(tx, name);
    changed = true;
  }
  for (const [name, kind] of wanted) {
    if (kinds.get(name) === kind) continue;
    if (!kinds.has(name)) await refuseTaken(tx, name);
    await putName(tx, { name, client_id: row.id, kind, created_at: now });
    changed = true;
  }
  return changed;
}

function wantedKinds(
  { client }: ClientRow,
  present: readonly NameRow[],
  seenAs: readonly string[],
): ReadonlyMap<string, NameRow["kind"]> {
  const wanted = new Map<string, NameRow["kind"]>(seenAs.map((name) => [name, "seen"]));
  for (const { name, kind } of present) if (kind !== "seen") wanted.set(name, "former");
  return wanted.set(client, "own");
}

async function refuseTaken(tx: Tx, name: string): Promise<void> {
  const taken = await findName(tx, name);
  if (taken !== undefined) throw nameTaken(name, taken.client);
}

/** The text stands for another client already. */
export function nameTaken(name: string, client: string): Refusal {
  return new Refusal(
    "conflict",
    "client.name-taken",
    `"${name}" already stands for the client "${client}", as its name, a former one, or one seen in traffic, so nothing was saved. A name stands for one client. Choose another, or look at that client.`,
    { name, client },
  );
}

function refuseTooMany(wanted: ReadonlyMap<string, NameRow["kind"]>): void {
  const count = (kind: NameRow["kind"]): number => [...wanted.values()].filter((each) => each === kind).length;
  if (count("seen") <= SEEN_MAX && count("former") <= FORMER_MAX) return;
  throw new Refusal(
    "invalid",
    "client.too-many-names",
    `A client has at most ${SEEN_MAX} names seen in traffic and ${FORMER_MAX} former ones, so nothing was saved. Traffic that shows another name each time is better told apart by a key.`,
    { max: SEEN_MAX },
  );
}
