import {
  type ApiChanged,
  allApis,
  allObjectivesFiles,
  deleteApi,
  findApi,
  objectivesFileOf,
  saveApi,
  saveObjectivesFile,
} from "#apis";
import type { Reader, Tx } from "#storage";
import type { Fields, PresentObject } from "../../model/wanted.ts";
import type { KindOfObject, ObjectToSave, SaveContext } from "./kind-of-object.ts";

/** What happens beside the rows when an API changes, and what a new one promises at first. */
export interface ApiKindParts {
  readonly onChanged: (changed: ApiChanged) => void;
  readonly firstObjectives: (api: string) => string;
}

/** APIs with what they promise. A text that promises nothing leaves the promises to the console. */
export function apiKind(parts: ApiKindParts): KindOfObject {
  return {
    kind: "api",
    may: ["api:write", "objective:write"],
    normal: ({ name, fields: { title = name, at = [], objectives } }) =>
      objectives === undefined ? { title, at } : { title, at, objectives },
    present,
    save: (tx, object, context) => save(tx, object, { parts, context }),
    remove: async (tx, name) => {
      await deleteApi(tx, name);
      tx.afterCommit(() => parts.onChanged({ api: name, what: "deleted" }));
    },
    release: async (tx, name) => {
      const row = await findApi(tx, name);
      if (row !== undefined) await saveApi(tx, { ...row, managed_by: null, revision: row.revision + 1 });
    },
  };
}

async function present(read: Reader): Promise<PresentObject[]> {
  const texts = new Map((await allObjectivesFiles(read)).map(({ api, text }) => [api, text]));
  return (await allApis(read)).map(({ api, title, at, managed_by: managedBy }) => {
    const fields: Fields = { title, at: at === null ? [] : [at], objectives: texts.get(api) ?? "" };
    return { kind: "api", name: api, fields, managedBy };
  });
}

async function save(
  tx: Tx,
  { name, fields, managedBy }: ObjectToSave,
  { parts, context }: { readonly parts: ApiKindParts; readonly context: SaveContext },
): Promise<void> {
  const before = await findApi(tx, name);
  const [at = null] = fields["at"] as readonly string[];
  await saveApi(tx, {
    api: name,
    title: fields["title"] as string,
    at,
    created_at: before?.created_at ?? context.now,
    revision: (before?.revision ?? 0) + 1,
    managed_by: managedBy,
  });
  tx.afterCommit(() => parts.onChanged({ api: name, what: "put" }));
  const written = fields["objectives"] as string | undefined;
  const text = written ?? (before === undefined ? parts.firstObjectives(name) : undefined);
  const file = await objectivesFileOf(tx, name);
  if (text === undefined || text === file.text) return;
  await saveObjectivesFile(tx, { api: name, text, revision: file.revision + 1 });
  tx.afterCommit(() => parts.onChanged({ api: name, what: "objectives" }));
}
