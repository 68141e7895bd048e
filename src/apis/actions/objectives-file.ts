import { z } from "zod";
import { refuseManaged, refuseStale } from "#http";
import { type Action, changeAction, readAction } from "#identity";
import { Refusal, type RefusalFault } from "#kernel";
import { apiName, objectivesFileSchema } from "../contract.ts";
import { objectivesFileOf, saveObjectivesFile } from "../store/apis.ts";
import type { OnApiChanged } from "./api-changed.ts";
import { existingApi } from "./get-api.ts";

/** Of an objectives file, in characters. */
const TEXT_MAX = 200_000;

/**
 * What is wrong with an objectives file for this API, all at once; nothing when it can be used. It is handed in by
 * the module that knows objectives, which lies above this one.
 */
export type CheckObjectives = (text: string, api: string) => readonly RefusalFault[];

/** The text as it was written. An API without objectives has an empty one, revision 0. */
export const getObjectivesFile = readAction({
  name: "objectives-file.get",
  may: "objective:read",
  input: z.strictObject({ api: apiName }),
  output: objectivesFileSchema,
  run: async ({ api }, { read }) => {
    await existingApi(read, api);
    return objectivesFileOf(read, api);
  },
});

/** Keeps a text that has no fault. An empty text takes all objectives away. */
export function putObjectivesFile(check: CheckObjectives, changed: OnApiChanged): Action {
  return changeAction({
    name: "objectives-file.put",
    may: "objective:write",
    input: z.strictObject({ api: apiName, text: z.string().max(TEXT_MAX) }),
    output: objectivesFileSchema,
    prepare: ({ api, text }) => {
      const faults = text.trim() === "" ? [] : check(text, api);
      return faults.length === 0 ? Promise.resolve() : Promise.reject(faulty(faults));
    },
    run: async ({ api, text }, { tx, call }) => {
      refuseManaged((await existingApi(tx, api)).managed_by, `API ${api}`);
      const before = await objectivesFileOf(tx, api);
      refuseStale(call.precondition, before.revision);
      const row = { api, text, revision: before.revision + 1 };
      await saveObjectivesFile(tx, row);
      tx.afterCommit(() => changed({ api, what: "objectives" }));
      return row;
    },
    audit: ({ api, text }, { revision }) => ({
      subject: `objectives-file:${api}`,
      facts: { revision, characters: text.length },
    }),
  });
}

function faulty(faults: readonly RefusalFault[]): Refusal {
  const told = faults.map(({ detail, line, column }) =>
    line === undefined ? detail : `line ${line}, col ${column}: ${detail}`,
  );
  return new Refusal(
    "invalid",
    "objectives-file.invalid",
    `The objectives were not changed, because the text has ${faults.length === 1 ? "a fault" : `${faults.length} faults`}. ${told.join(" ")}`,
    { faults },
  );
}
