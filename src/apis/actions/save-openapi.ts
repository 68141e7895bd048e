import { hash } from "node:crypto";
import type { Tx } from "#storage";
import type { DocumentSummary } from "../model/document-summary.ts";
import type { DocumentRow } from "../model/rows.ts";
import { findDocument, storeDocument } from "../store/versions.ts";
import type { Saving } from "./saving.ts";

/** A document that was read without a fault. */
export interface WrittenOpenApi {
  readonly api: string;
  readonly version: string;
  readonly text: string;
  readonly summary: DocumentSummary;
}

/** Keeps the document of a version that exists, as it was written; the same text again changes nothing. */
export async function saveOpenApi(
  tx: Tx,
  { api, version, text, summary }: WrittenOpenApi,
  { now, by }: Saving,
): Promise<DocumentRow> {
  const before = await findDocument(tx, api, version);
  if (before?.text === text) return before;
  const row: DocumentRow = {
    api,
    version,
    text,
    summary: JSON.stringify(summary),
    sha256: documentSha256(text),
    put_at: now,
    put_by: by,
    revision: (before?.revision ?? 0) + 1,
  };
  await storeDocument(tx, row);
  return row;
}

/** What tells documents apart without their texts: SHA-256 in hexadecimal. */
export function documentSha256(text: string): string {
  return hash("sha256", text, "hex");
}
