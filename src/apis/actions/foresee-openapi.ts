import type { Reader } from "#storage";
import type { OpenApiDiff } from "../model/diff/openapi-diff.ts";
import type { DocumentSummary } from "../model/document-summary.ts";
import { findDocument } from "../store/versions.ts";
import { previousDocumented } from "./previous-documented.ts";
import type { OpenApiThreads } from "./openapi-threads.ts";

/** What a document would be, and would change for clients, if a version had it. */
export interface ForeseenOpenApi {
  readonly summary: DocumentSummary;
  /** The version whose document it is compared with: itself, or the one before; null where there is none. */
  readonly against: string | null;
  readonly diff: OpenApiDiff | null;
}

/**
 * Reads a document that is to become a version's, and compares it with the one that clients have. Refuses a faulty one
 * with all its faults and their places; `file` names it there. The version need not be there yet.
 */
export async function foreseeOpenApi(
  threads: OpenApiThreads,
  read: Reader,
  { api, version, text, file }: { api: string; version: string; text: string; file: string },
): Promise<ForeseenOpenApi> {
  const summary = await threads.read(text, file);
  const own = await findDocument(read, api, version);
  const other = own === undefined ? await previousDocumented(read, api, version) : version;
  const before = other === undefined ? undefined : (own ?? (await findDocument(read, api, other)));
  if (other === undefined || before === undefined) return { summary, against: null, diff: null };
  return { summary, against: other, diff: await threads.compare(before.text, text) };
}
