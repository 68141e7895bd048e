import type { z } from "zod";
import { isoText } from "#kernel";
import type { auditSchema, exportedAuditSchema } from "../contract.ts";
import type { AuditRow } from "../model/rows.ts";

/** An entry as people see it. */
export function auditView(row: AuditRow): z.input<typeof auditSchema> {
  const { previous: _previous, ...view } = exportedAudit(row);
  return view;
}

/** An entry with all that its hash is made of. */
export function exportedAudit(row: AuditRow): z.input<typeof exportedAuditSchema> {
  const { seq, at, actor_kind: actorKind, actor, action, subject, facts, address, previous, hash } = row;
  const said = JSON.parse(facts) as Record<string, unknown>;
  return { seq, at: isoText(at), actorKind, actor, action, subject, facts: said, address, previous, hash };
}
