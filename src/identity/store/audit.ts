import type { SelectQueryBuilder } from "kysely";
import type { Reader } from "#storage";
import type { AuditRow, IdentityRows } from "../model/rows.ts";

/** What entries are narrowed by. An action that ends in a dot stands for all that begin so. Instants in epoch ms. */
export interface AuditFilter {
  readonly actor?: string | undefined;
  readonly action?: string | undefined;
  readonly subject?: string | undefined;
  /** A client's name, without signs that JSON or patterns would read otherwise: the subject, or told in the facts. */
  readonly client?: string | undefined;
  readonly from?: number | undefined;
  readonly to?: number | undefined;
}

type Entries = SelectQueryBuilder<IdentityRows, "identity_audit", AuditRow>;

/** Entries below `before`, newest first. */
export async function auditBefore(
  read: Reader,
  { before, limit }: { readonly before: number; readonly limit: number },
  filter: AuditFilter = {},
): Promise<AuditRow[]> {
  return filtered(read, filter)
    .where("identity_audit.seq", "<", before)
    .orderBy("identity_audit.seq", "desc")
    .limit(limit)
    .execute();
}

/** Entries above `after`, oldest first. */
export async function auditAfter(
  read: Reader,
  { after, limit }: { readonly after: number; readonly limit: number },
  filter: AuditFilter,
): Promise<AuditRow[]> {
  return filtered(read, filter)
    .where("identity_audit.seq", ">", after)
    .orderBy("identity_audit.seq")
    .limit(limit)
    .execute();
}

function filtered(read: Reader, { actor, action, subject, client, from, to }: AuditFilter): Entries {
  let query = read.tables<IdentityRows>().selectFrom("identity_audit").selectAll();
  if (actor !== undefined) query = query.where("identity_audit.actor", "=", actor);
  if (subject !== undefined) query = query.where("identity_audit.subject", "=", subject);
  if (client !== undefined) {
    query = query.where((eb) =>
      eb.or([
        eb("identity_audit.subject", "=", `client:${client}`),
        eb("identity_audit.facts", "like", `%"client":"${client}"%`),
      ]),
    );
  }
  if (from !== undefined) query = query.where("identity_audit.at", ">=", from);
  if (to !== undefined) query = query.where("identity_audit.at", "<", to);
  if (action === undefined) return query;
  if (!action.endsWith(".")) return query.where("identity_audit.action", "=", action);
  // "/" comes right after ".": all that begins with the word and the dot.
  const end = `${action.slice(0, -1)}/`;
  return query.where("identity_audit.action", ">=", action).where("identity_audit.action", "<", end);
}
