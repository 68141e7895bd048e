import { z } from "zod";
import { cursorOf, page, pageInput, readCursor } from "#http";
import { auditSchema } from "../contract.ts";
import type { AuditRow } from "../model/rows.ts";
import { auditBefore } from "../store/audit.ts";
import { readAction } from "./action.ts";
import { auditFilter } from "./audit-filter.ts";
import { auditView } from "./audit-view.ts";
import { auditHash } from "./write-audit.ts";

const LIST = "audit";
const position = z.tuple([z.int().positive()]);

/**
 * Newest first. `intact` says whether each entry of the page has the hash that follows from it, and from the entry
 * before: it is false when a row was edited or taken out in the database. Narrowed, only what stands beside each other
 * is compared.
 */
export const listAudit = readAction({
  name: "audit.list",
  may: "audit:read",
  input: z.strictObject({ ...auditFilter, ...pageInput }),
  output: page(auditSchema).extend({ intact: z.boolean() }),
  run: async ({ limit, cursor, ...filter }, { read }) => {
    const [before] = readCursor(LIST, cursor, position) ?? [Number.MAX_SAFE_INTEGER];
    const rows = await auditBefore(read, { before, limit: limit + 1 }, filter);
    const shown = rows.slice(0, limit);
    const last = rows.length > limit ? shown.at(-1) : undefined;
    return {
      items: shown.map(auditView),
      next: last === undefined ? null : cursorOf(LIST, [last.seq]),
      intact: isIntact(
        rows,
        Object.values(filter).some((each) => each !== undefined),
      ),
    };
  },
});

function isIntact(rows: readonly AuditRow[], hasGaps: boolean): boolean {
  return rows.every((row, index) => {
    const before = rows[index + 1];
    const isBeside = before?.seq === row.seq - 1;
    const follows = before === undefined || (isBeside ? before.hash === row.previous : hasGaps);
    return follows && auditHash({ ...row, actorKind: row.actor_kind }) === row.hash;
  });
}
