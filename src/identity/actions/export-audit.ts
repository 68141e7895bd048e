import { z } from "zod";
import { csvText, isoText } from "#kernel";
import type { AuditRow } from "../model/rows.ts";
import { auditAfter } from "../store/audit.ts";
import { type Action, readAction } from "./action.ts";
import { auditFilter } from "./audit-filter.ts";
import { exportedAudit } from "./audit-view.ts";

/** Entries of one answer: a few megabytes. */
const ENTRIES_MAX = 5_000;

const input = z.strictObject({
  ...auditFilter,
  /** Goes on after this entry. */
  after: z.coerce.number().int().min(0).default(0),
  limit: z.coerce.number().int().min(1).max(ENTRIES_MAX).default(ENTRIES_MAX),
});
const output = z.object({ text: z.string() });
const HEADS = ["seq", "at", "actorKind", "actor", "action", "subject", "facts", "address", "hash"];

/**
 * The log as text, oldest first, a page at a time: `after` goes on behind an entry. NDJSON has all that `plimsoll audit
 * verify` recomputes; CSV is for spreadsheets.
 */
export const exportAudit: Record<"ndjson" | "csv", Action> = {
  ndjson: readAction({
    name: "audit.export-ndjson",
    may: "audit:read",
    input,
    output,
    run: async ({ after, limit, ...filter }, { read }) => {
      const rows = await auditAfter(read, { after, limit }, filter);
      return { text: rows.map((row) => `${JSON.stringify(exportedAudit(row))}\n`).join("") };
    },
  }),
  csv: readAction({
    name: "audit.export-csv",
    may: "audit:read",
    input,
    output,
    run: async ({ after, limit, ...filter }, { read }) => {
      const rows = await auditAfter(read, { after, limit }, filter);
      return { text: csvText([HEADS, ...rows.map(cellsOf)]) };
    },
  }),
};

function cellsOf(row: AuditRow): (string | number)[] {
  const { seq, at, actor_kind: kind, actor, action, subject, facts, address, hash } = row;
  return [seq, isoText(at), kind, actor, action, subject, facts, address, hash];
}
