import {
  addressesOf,
  allApis,
  allEnvironments,
  allObjectivesFiles,
  type ApiChanged,
  deleteApi,
  normalReach,
  objectivesFileOf,
  releaseVersion,
  saveApi,
  saveEnvironment,
  saveObjectivesFile,
  versionsAsTheyAre,
  type WrittenReach,
  writtenReach,
} from "#apis";
import type { Reader, Tx } from "#storage";
import type { Fields, PresentObject } from "../../model/wanted.ts";
import type { KindOfObject, ObjectToSave, SaveContext } from "./kind-of-object.ts";

/** What happens beside the rows when an API changes, and what a new one promises at first. */
export interface ApiKindParts {
  readonly onChanged: (changed: ApiChanged) => void;
  readonly firstObjectives: (api: string) => string;
}

/**
 * APIs with what they promise. A text that promises nothing leaves what is promised as it is: nobody changes that before
 * the text says it, or the API is released.
 */
export function apiKind(parts: ApiKindParts): KindOfObject {
  return {
    kind: "api",
    may: ["api:write", "objective:write"],
    normal: ({ name, fields: { title = name, at = [], owner = null, objectives, ...reach } }) => {
      const said = { title, at, owner, ...(normalReach(reach) as Fields) };
      return objectives === undefined ? said : { ...said, objectives };
    },
    present,
    save: (tx, object, context) => save(tx, object, { parts, context }),
    remove: async (tx, name) => {
      await deleteApi(tx, name);
      tx.afterCommit(() => parts.onChanged({ api: name, what: "deleted" }));
    },
    release: async (tx, name, { now }) => {
      await saveApi(tx, { api: name }, { now, managedBy: null });
      await releaseVersions(tx, name);
      tx.afterCommit(() => parts.onChanged({ api: name, what: "put" }));
    },
  };
}

/** Its versions and environments are let go of with it. */
async function releaseVersions(tx: Tx, api: string): Promise<void> {
  const versions = await versionsAsTheyAre(tx);
  for (const { version } of versions.filter((one) => one.api === api)) await releaseVersion(tx, { api, version });
  const environments = (await allEnvironments(tx)).filter((one) => one.api === api);
  for (const { environment } of environments) await saveEnvironment(tx, { api, environment }, { managedBy: null });
}

async function present(read: Reader): Promise<PresentObject[]> {
  const texts = new Map((await allObjectivesFiles(read)).map(({ api, text }) => [api, text]));
  return (await allApis(read)).map((row) => {
    const { api, title, at, owner, managed_by: managedBy } = row;
    const said = { title, at: addressesOf(at), owner, ...(writtenReach(row) as Fields) };
    return { kind: "api", name: api, fields: { ...said, objectives: texts.get(api) ?? "" }, managedBy };
  });
}

async function save(
  tx: Tx,
  { name, fields, managedBy }: ObjectToSave,
  { parts, context }: { readonly parts: ApiKindParts; readonly context: SaveContext },
): Promise<void> {
  const written = {
    api: name,
    title: fields["title"] as string,
    owner: fields["owner"] as string | null,
    addresses: fields["at"] as readonly string[],
    reach: fields as WrittenReach,
  };
  const { isNew } = await saveApi(tx, written, { now: context.now, managedBy });
  tx.afterCommit(() => parts.onChanged({ api: name, what: "put" }));
  const promised = fields["objectives"] as string | undefined;
  const text = promised ?? (isNew ? parts.firstObjectives(name) : undefined);
  const file = await objectivesFileOf(tx, name);
  if (text === undefined || text === file.text) return;
  await saveObjectivesFile(tx, { api: name, text, revision: file.revision + 1 });
  tx.afterCommit(() => parts.onChanged({ api: name, what: "objectives" }));
}
