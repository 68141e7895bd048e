import { readDocuments } from "./read-documents.ts";
import { entryOf } from "./shape.ts";

/** What a document begins with, also where the text cannot be read. */
const VERSION_KEY = /^[\s\-[{"']*apiVersion["']?\s*:/m;

/** Whether a text is meant to be OpenSLO: its first document names an apiVersion, which no plan has. */
export function isOpenSlo(text: string): boolean {
  if (!VERSION_KEY.test(text)) return false;
  const value = readDocuments(text)[0]?.value;
  return value === undefined || entryOf(value, "apiVersion") !== undefined;
}
