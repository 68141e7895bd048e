import type { z } from "zod";
import { exportedAuditSchema } from "../contract.ts";
import { NO_PREVIOUS } from "../model/audit-entry.ts";
import { auditHash } from "./write-audit.ts";

type Entry = z.output<typeof exportedAuditSchema>;

/** What an export came to: whole from the first to the last entry, or not from a line on (from 1). */
export type AuditVerdict =
  | { readonly kind: "whole"; readonly first: number; readonly last: number; readonly hash: string }
  | { readonly kind: "empty" }
  | { readonly kind: "broken"; readonly line: number; readonly seq: number | null; readonly reason: string };

/**
 * Recomputes the chain of an export in NDJSON, oldest first. It may begin anywhere, and then vouches for what follows;
 * that nothing was cut off at the end shows only when the last hash is compared with that of the server.
 */
export async function verifyAudit(lines: AsyncIterable<string> | Iterable<string>): Promise<AuditVerdict> {
  let before: Entry | undefined;
  let first = 0;
  let line = 0;
  for await (const text of lines) {
    line++;
    if (text.trim() === "") continue;
    const entry = entryOf(text);
    if (entry === undefined) return { kind: "broken", line, seq: null, reason: "is no entry of an audit log" };
    const reason = faultOf(entry, before);
    if (reason !== undefined) return { kind: "broken", line, seq: entry.seq, reason };
    if (before === undefined) first = entry.seq;
    before = entry;
  }
  return before === undefined ? { kind: "empty" } : { kind: "whole", first, last: before.seq, hash: before.hash };
}

function faultOf(entry: Entry, before: Entry | undefined): string | undefined {
  const expected = before === undefined ? entry.seq : before.seq + 1;
  if (entry.seq !== expected) return `stands where entry ${expected} should`;
  const previous = before?.hash ?? (entry.seq === 1 ? NO_PREVIOUS : entry.previous);
  if (entry.previous !== previous) return "does not follow from the entry before";
  const at = Temporal.Instant.from(entry.at).epochMilliseconds;
  const isSame = auditHash({ ...entry, at, facts: JSON.stringify(entry.facts) }) === entry.hash;
  return isSame ? undefined : "was changed: its hash is not that of what it says";
}

function entryOf(text: string): Entry | undefined {
  try {
    return exportedAuditSchema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}
