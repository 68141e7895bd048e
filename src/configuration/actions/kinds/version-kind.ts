import {
  type ApiChanged,
  documentSha256,
  dropVersion,
  type ForeseenOpenApi,
  foreseeOpenApi,
  type OpenApiThreads,
  releaseVersion,
  settleVersion,
  type SettledVersion,
  versionsAsTheyAre,
} from "#apis";
import { countText, isoTextOrNull } from "#kernel";
import type { Reader, Tx } from "#storage";
import { documentReference } from "../../grammar/references-of.ts";
import type { Effect, Fields, PresentObject } from "../../model/wanted.ts";
import type { Foreseen, KindOfObject, ObjectToForesee, ObjectToSave, SaveContext } from "./kind-of-object.ts";
import { ofApi } from "./of-api.ts";

/** Who is told of an API that changed, and who reads documents. */
export interface VersionKindParts {
  readonly onChanged: (changed: ApiChanged) => void;
  readonly openApi: OpenApiThreads;
}

/** Of the changes that a document brings, so many are told. */
const CHANGES_TOLD_MAX = 20;

/**
 * Versions of APIs, `orders/v1`, with their state and OpenAPI document. A text that names no document leaves the one that
 * is there. Retired ones are history, and no text's. A version that vanished is deleted while it is a draft, retired when
 * its sunset is over, and else refused: clients may use it.
 */
export function versionKind({ onChanged, openApi }: VersionKindParts): KindOfObject {
  const tell = (tx: Tx, api: string): void => tx.afterCommit(() => onChanged({ api, what: "versions" }));
  return {
    kind: "version",
    may: ["api:write"],
    normal: ({ name, fields, file }, referred) =>
      normal(name, fields, (path) => referred(file, documentReference(path))),
    present,
    foresee: (read, object) => foresee(read, object, openApi),
    save: async (tx, object, context) => {
      await settleVersion(tx, settledOf(object), { ...savingOf(context), managedBy: object.managedBy });
      tell(tx, ofApi(object.name).api);
    },
    remove: async (tx, name, context) => {
      const { api, part: version } = ofApi(name);
      await dropVersion(tx, { api, version }, savingOf(context));
      tell(tx, api);
    },
    release: async (tx, name) => {
      const { api, part: version } = ofApi(name);
      await releaseVersion(tx, { api, version });
      tell(tx, api);
    },
  };
}

function normal(name: string, fields: Fields, document: (path: string) => string): Fields {
  const { title = ofApi(name).part, state = "live", sunset = null, successor = null, openapi } = fields;
  const own = { title, state, sunset, successor };
  return openapi === undefined ? own : { ...own, openapi: documentSha256(document(openapi as string)) };
}

async function present(read: Reader): Promise<PresentObject[]> {
  const versions = (await versionsAsTheyAre(read)).filter(({ state }) => state !== "retired");
  return versions.map(({ api, version, title, state, sunsetAt, successor, sha256, managedBy }) => {
    const sunset = isoTextOrNull(sunsetAt);
    const fields = { title, state, sunset, successor, openapi: sha256 };
    return { kind: "version", name: `${api}/${version}`, fields, managedBy };
  });
}

function settledOf({ name, fields, document }: ObjectToSave): SettledVersion {
  const { api, part: version } = ofApi(name);
  const { title, state, sunset, successor } = fields as unknown as Omit<SettledVersion, "sunsetAt"> & {
    readonly sunset: string | null;
  };
  const sunsetAt = sunset === null ? null : Temporal.Instant.from(sunset).epochMilliseconds;
  return { api, version, title, state, sunsetAt, successor, document };
}

function savingOf({ now, by }: SaveContext): { readonly now: number; readonly by: string } {
  return { now, by: by.name };
}

/** What a document that is new, or another one than before, means for clients. */
async function foresee(
  read: Reader,
  { name, fields, before, written, place, referred }: ObjectToForesee,
  threads: OpenApiThreads,
): Promise<Foreseen | undefined> {
  const path = written["openapi"];
  if (typeof path !== "string" || fields["openapi"] === before?.["openapi"]) return undefined;
  const { api, part: version } = ofApi(name);
  const text = referred(place.file, documentReference(path));
  const foreseen = await foreseeOpenApi(threads, read, { api, version, text, file: path });
  return { document: { text, summary: foreseen.summary }, effects: effectsOf(version, foreseen) };
}

function effectsOf(version: string, { summary, against, diff }: ForeseenOpenApi): Effect[] {
  const { length } = summary.operations;
  const has = `its document has ${countText(length)} ${length === 1 ? "operation" : "operations"}`;
  if (diff === null) return [{ text: `${has}.`, breaking: false }];
  const { added, removed, changed, changes, total } = diff;
  const counts = [`${added.length} new`, `${removed.length} gone`, `${changed.length} changed`].join(", ");
  const since = against === version ? "until now" : `of ${against}`;
  const told = changes.slice(0, CHANGES_TOLD_MAX).map(({ breaking, operation, place, sentence }): Effect => {
    return { text: operation === null || place === "" ? sentence : `${operation}: ${sentence}`, breaking };
  });
  const more = total - told.length;
  return [
    { text: `${has}; against that ${since}: ${counts}.`, breaking: false },
    ...told,
    ...(more > 0 ? [{ text: `and ${countText(more)} more.`, breaking: false }] : []),
  ];
}
