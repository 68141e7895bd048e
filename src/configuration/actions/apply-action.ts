import { z } from "zod";
import { type Action, type Caller, changeAction, reachOf } from "#identity";
import { Refusal } from "#kernel";
import type { Tx } from "#storage";
import { appliedSchema, textsInput } from "../contract.ts";
import { findPresent, keyOf, type ObjectChange, placeText } from "../model/difference.ts";
import type { Effect } from "../model/wanted.ts";
import { type Compared, compared } from "./compared.ts";
import { foreseen } from "./foreseen.ts";
import type { Foreseen, KindOfObject, SaveContext } from "./kinds/kind-of-object.ts";
import { shown } from "./shown.ts";

/** What was known before the transaction, and of which state that holds. */
interface Prepared {
  readonly revision: string;
  readonly known: ReadonlyMap<string, Foreseen>;
}

/** Makes everything as the texts say, or nothing. */
export function applyAction(kinds: readonly KindOfObject[]): Action {
  return changeAction({
    name: "configuration.apply",
    may: "configuration:write",
    input: z.strictObject({
      ...textsInput,
      /** What `diff` said; without it what is there now is overwritten unseen. */
      revision: z.string().max(64).optional(),
      prune: z.boolean().default(false),
    }),
    output: appliedSchema,
    prepare: async ({ prune, revision: seen, ...given }, { read, by }): Promise<Prepared> => {
      const of = await compared(kinds, given, read);
      if (seen !== undefined && seen !== of.revision) throw stale();
      refuseUnpermitted(kinds, made(of, prune), by);
      return { revision: of.revision, known: await foreseen(kinds, given, { read, of }) };
    },
    run: async ({ prune, revision: _seen, ...given }, { tx, by, now, nextId, note }, { revision, known }) => {
      const of = await compared(kinds, given, tx);
      // What was prepared holds for what was there then.
      if (revision !== of.revision) throw stale();
      const changes = made(of, prune);
      const effects = new Map<ObjectChange, readonly Effect[]>();
      for (const change of changes) {
        const said: Effect[] = [];
        const told = (text: string): number => said.push({ text, breaking: false });
        const foresight = known.get(keyOf(change));
        await make(tx, { kinds, change, of, foresight, context: { now, nextId, by, note, told } });
        effects.set(change, said.length > 0 ? said : (foresight?.effects ?? []));
        note({ action: `configuration.${change.what}`, subject: subjectOf(change), facts: factsOf(change) });
      }
      return {
        revision,
        changes: changes.map((change) => shown(change, effects.get(change))),
        unchanged: of.difference.unchanged,
        remarks: [...of.wanted.remarks],
        left: of.difference.changes.length - changes.length,
      };
    },
    audit: ({ prune }, { changes, unchanged, left }) => ({
      subject: `configuration:${[...new Set(changes.map(({ managedBy }) => managedBy))].join(",") || "none"}`,
      facts: { changes: changes.length, unchanged, left, prune },
    }),
  });
}

function made({ difference }: Compared, prune: boolean): ObjectChange[] {
  return difference.changes.filter(({ what }) => prune || what !== "vanished");
}

async function make(
  tx: Tx,
  {
    kinds,
    change,
    of,
    foresight,
    context,
  }: {
    readonly kinds: readonly KindOfObject[];
    readonly change: ObjectChange;
    readonly of: Compared;
    readonly foresight: Foreseen | undefined;
    readonly context: SaveContext;
  },
): Promise<void> {
  const kind = kinds.find((each) => each.kind === change.kind);
  if (change.what === "vanished") return kind?.remove(tx, change.name, context);
  const object = of.byKey.get(keyOf(change));
  if (object === undefined) return undefined;
  const { name, fields, managedBy, place } = object;
  const before = findPresent(of.there, object)?.fields;
  const was = change.was === undefined ? {} : { was: change.was };
  const document = foresight?.document === undefined ? {} : { document: foresight.document };
  try {
    return await kind?.save(tx, { name, fields, managedBy, before, ...was, ...document }, context);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const { kind: how, code, detail, params } = error;
    throw new Refusal(how, code, `${placeText(place)}: ${change.kind} ${name}: ${detail}`, params);
  }
}

/** A text is no way around what its sender may not do by hand. */
function refuseUnpermitted(kinds: readonly KindOfObject[], changes: readonly ObjectChange[], by: Caller): void {
  const touched = new Set(changes.map(({ kind }) => kind));
  const missing = kinds
    .filter(({ kind }) => touched.has(kind))
    .flatMap(({ may }) => may.filter((permission) => reachOf(by.grants, permission) !== "all"));
  if (missing.length === 0) return;
  throw new Refusal(
    "forbidden",
    "configuration.not-permitted",
    `Nothing was applied: the texts change what takes ${[...new Set(missing)].join(", ")}, which you may not. Take that out of the files, or have somebody apply it who may.`,
  );
}

function stale(): Refusal {
  return new Refusal(
    "stale",
    "configuration.stale",
    "Something was changed after the comparison was made, so nothing was applied. Compare again, and apply what you then see.",
  );
}

function subjectOf({ kind, name }: ObjectChange): string {
  return `${kind}:${name}`;
}

/** Names of fields only: their values can be long, or not everybody's. */
function factsOf({ fields, managedBy, was }: ObjectChange): Readonly<Record<string, unknown>> {
  return { managedBy, fields: fields.map(({ field }) => field), ...(was === undefined ? {} : { was }) };
}
