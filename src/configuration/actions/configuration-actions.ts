import { z } from "zod";
import { type Action, changeAction, readAction } from "#identity";
import { Refusal } from "#kernel";
import { differenceSchema, ownedSchema, textsInput } from "../contract.ts";
import { printConfiguration } from "../grammar/print-configuration.ts";
import { keyOf } from "../model/difference.ts";
import { KINDS } from "../model/wanted.ts";
import { applyAction } from "./apply-action.ts";
import { allPresent, compared } from "./compared.ts";
import { foreseen } from "./foreseen.ts";
import type { KindOfObject } from "./kinds/kind-of-object.ts";
import { shown } from "./shown.ts";

const planName = z.string().regex(/^[a-z0-9-]{1,63}$/, "takes 1 to 63 of a to z, 0 to 9 and -");

/** Comparing, applying, printing and letting go of what texts own. */
export function configurationActions(
  kinds: readonly KindOfObject[],
): Record<"diff" | "apply" | "export" | "list" | "release", Action> {
  return {
    diff: diff(kinds),
    apply: applyAction(kinds),
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
      const of = await compared(kinds, given, read);
      const known = await foreseen(kinds, given, { read, of });
      const { changes, unchanged } = of.difference;
      const told = changes.map((change) => shown(change, known.get(keyOf(change))?.effects));
      return { revision: of.revision, changes: told, unchanged, remarks: [...of.wanted.remarks] };
    },
  });
}

/** Everything that a configuration owns, as text that says it; without a name, everything that there is. */
function exported(kinds: readonly KindOfObject[]): Action {
  return readAction({
    name: "configuration.export",
    may: "configuration:read",
    input: z.strictObject({
      plan: planName.optional(),
      /** Whether OpenAPI documents are named, as files that lie beside the text: `orders.v1.openapi.yaml`. */
      documents: z.enum(["true", "false"]).default("false"),
    }),
    output: z.object({ text: z.string() }),
    run: async ({ plan, documents }, { read }) => {
      const present = await allPresent(kinds, read);
      const chosen = plan === undefined ? present : present.filter(({ managedBy }) => managedBy === plan);
      // Where all that is owned is one configuration's, its text can be applied as it is.
      const [only, ...others] = new Set(present.flatMap(({ managedBy }) => managedBy ?? []));
      const name = plan ?? (others.length === 0 ? only : undefined);
      return { text: printConfiguration(chosen, { plan: name, namesDocuments: documents === "true" }) };
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
    run: async ({ kind: wanted, name }, { tx, by, now, nextId, note }) => {
      const kind = kinds.find((each) => each.kind === wanted);
      const found = (await kind?.present(tx))?.find((each) => each.name === name);
      if (kind === undefined || found === undefined) {
        throw new Refusal(
          "not-found",
          "configuration.not-found",
          `There is no ${wanted} named "${name}" to be released.`,
        );
      }
      await kind.release(tx, name, { by, now, nextId, note, told: () => undefined });
    },
    audit: ({ kind, name }) => ({ subject: `${kind}:${name}` }),
  });
}
