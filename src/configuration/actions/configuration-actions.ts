import { z } from "zod";
import { type Action, type Caller, changeAction, readAction, reachOf } from "#identity";
import { Refusal } from "#kernel";
import { appliedSchema, differenceSchema, ownedSchema, textsInput } from "../contract.ts";
import { printConfiguration } from "../grammar/print-configuration.ts";
import { findPresent, keyOf, type ObjectChange } from "../model/difference.ts";
import { KINDS, type PresentObject, type WantedObject } from "../model/wanted.ts";
import { allPresent, compared } from "./compared.ts";
import type { KindOfObject, SaveContext } from "./kinds/kind-of-object.ts";
import { shown } from "./shown.ts";

const planName = z.string().regex(/^[a-z0-9-]{1,63}$/, "takes 1 to 63 of a to z, 0 to 9 and -");

/** Comparing, applying, printing and letting go of what texts own. */
export function configurationActions(
  kinds: readonly KindOfObject[],
): Record<"diff" | "apply" | "export" | "list" | "release", Action> {
  return {
    diff: diff(kinds),
    apply: apply(kinds),
    export: exported(kinds),
    list: list(kinds),
    release: release(kinds),
  };
}

function diff(kinds: readonly KindOfObject[]): Action {
  return readAction({
    name: "configuration.diff",
    may: "configuration:read",
    input: z.strictObject(textsInput),
    output: differenceSchema,
    run: async (given, { read }) => {
      const { wanted, difference, revision } = await compared(kinds, given, read);
      const { changes, unchanged } = difference;
      return { revision, changes: changes.map(shown), unchanged, remarks: [...wanted.remarks] };
    },
  });
}

/** Makes everything as the texts say, or nothing. */
function apply(kinds: readonly KindOfObject[]): Action {
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
    run: async ({ prune, revision: seen, ...given }, { tx, by, now, nextId, note }) => {
      const { wanted, there, difference, revision } = await compared(kinds, given, tx);
      const byKey = new Map(wanted.objects.map((object) => [keyOf(object), object]));
      if (seen !== undefined && seen !== revision) throw stale();
      const changes = difference.changes.filter(({ what }) => prune || what !== "vanished");
      refuseUnpermitted(kinds, changes, by);
      const context = { now, nextId, by };
      for (const change of changes) {
        await make(tx, { kinds, change, wanted: byKey, there, context });
        note({ action: `configuration.${change.what}`, subject: subjectOf(change), facts: factsOf(change) });
      }
      const left = difference.changes.length - changes.length;
      return {
        revision,
        changes: changes.map(shown),
        unchanged: difference.unchanged,
        remarks: [...wanted.remarks],
        left,
      };
    },
    audit: ({ prune }, { changes, unchanged, left }) => ({
      subject: `configuration:${[...new Set(changes.map(({ managedBy }) => managedBy))].join(",") || "none"}`,
      facts: { changes: changes.length, unchanged, left, prune },
    }),
  });
}

/** Everything that a configuration owns, as text that says it; without a name, everything that there is. */
function exported(kinds: readonly KindOfObject[]): Action {
  return readAction({
    name: "configuration.export",
    may: "configuration:read",
    input: z.strictObject({ plan: planName.optional() }),
    output: z.object({ text: z.string() }),
    run: async ({ plan }, { read }) => {
      const present = await allPresent(kinds, read);
      const chosen = plan === undefined ? present : present.filter(({ managedBy }) => managedBy === plan);
      // Where all that is owned is one configuration's, its text can be applied as it is.
      const [only, ...others] = new Set(present.flatMap(({ managedBy }) => managedBy ?? []));
      return { text: printConfiguration(chosen, plan ?? (others.length === 0 ? only : undefined)) };
    },
  });
}

function list(kinds: readonly KindOfObject[]): Action {
  return readAction({
    name: "configuration.list",
    may: "configuration:read",
    input: z.strictObject({}),
    output: z.object({ items: z.array(ownedSchema) }),
    run: async (_input, { read }) => ({
      items: (await allPresent(kinds, read)).flatMap(({ kind, name, managedBy }) =>
        managedBy === null ? [] : [{ kind, name, managedBy }],
      ),
    }),
  });
}

/** Lets go of one object: nobody's text has it any more, and the console changes it. */
function release(kinds: readonly KindOfObject[]): Action {
  return changeAction({
    name: "configuration.release",
    may: "configuration:write",
    input: z.strictObject({ kind: z.enum(KINDS), name: z.string().max(200) }),
    output: z.void(),
    run: async ({ kind: wanted, name }, { tx, by, now, nextId }) => {
      const kind = kinds.find((each) => each.kind === wanted);
      const found = (await kind?.present(tx))?.find((each) => each.name === name);
      if (kind === undefined || found === undefined) {
        throw new Refusal(
          "not-found",
          "configuration.not-found",
          `There is no ${wanted} named "${name}" to be released.`,
        );
      }
      await kind.release(tx, name, { by, now, nextId });
    },
    audit: ({ kind, name }) => ({ subject: `${kind}:${name}` }),
  });
}

async function make(
  tx: Parameters<KindOfObject["save"]>[0],
  of: {
    readonly kinds: readonly KindOfObject[];
    readonly change: ObjectChange;
    readonly wanted: ReadonlyMap<string, WantedObject>;
    readonly there: ReadonlyMap<string, PresentObject>;
    readonly context: SaveContext;
  },
): Promise<void> {
  const { kinds, change, wanted, there, context } = of;
  const kind = kinds.find((each) => each.kind === change.kind);
  const object = wanted.get(keyOf(change));
  if (change.what === "vanished") await kind?.remove(tx, change.name, context);
  else if (object !== undefined) {
    const { name, fields, managedBy } = object;
    const before = findPresent(there, object)?.fields;
    const was = change.was === undefined ? {} : { was: change.was };
    await kind?.save(tx, { name, fields, managedBy, before, ...was }, context);
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
