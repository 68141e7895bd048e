import type { Reader, Tx } from "#storage";
import type { Rules } from "../model/rule.ts";
import type { NotificationRows } from "../model/rows.ts";

/** The rules of a person, and the text that keeps them, null where none does. */
export interface StoredRules {
  readonly personId: string;
  readonly rules: Rules;
  readonly managedBy: string | null;
}

/** Of these people; null: of all who have any. */
export async function rulesOf(read: Reader, personIds: readonly string[] | null): Promise<StoredRules[]> {
  if (personIds?.length === 0) return [];
  const query = read.tables<NotificationRows>().selectFrom("notification_rules").selectAll();
  const rows = await (personIds === null ? query : query.where("notification_rules.person_id", "in", [...personIds]))
    .orderBy("notification_rules.person_id")
    .orderBy("notification_rules.position")
    .execute();
  return [...Map.groupBy(rows, (row) => row.person_id)].map(([personId, own]) => {
    const ofUrgency = (urgency: string) =>
      own.filter((row) => row.urgency === urgency).map((row) => ({ way: row.way, afterMs: row.after_ms }));
    const managedBy = own[0]?.managed_by ?? null;
    return { personId, rules: { page: ofUrgency("page"), ticket: ofUrgency("ticket") }, managedBy };
  });
}

/** Takes the place of all rules of the person. */
export async function storeRules(tx: Tx, { personId, rules, managedBy }: StoredRules): Promise<void> {
  const db = tx.tables<NotificationRows>();
  await db.deleteFrom("notification_rules").where("notification_rules.person_id", "=", personId).execute();
  const rows = (["page", "ticket"] as const).flatMap((urgency) =>
    rules[urgency].map(({ way, afterMs }, position) => ({
      person_id: personId,
      urgency,
      position,
      way,
      after_ms: afterMs,
      managed_by: managedBy,
    })),
  );
  if (rows.length > 0) await db.insertInto("notification_rules").values(rows).execute();
}
