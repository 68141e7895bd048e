import type { Reader, Tx } from "#storage";
import { matcherOf, type MatcherOperator } from "../model/routing/matcher.ts";
import type { AlertingRows, SilenceRow } from "../model/rows.ts";
import type { Silence } from "../model/silences/silence.ts";

/** Writes a silence, new or changed. */
export async function saveSilence(tx: Tx, silence: Silence): Promise<void> {
  const row = rowOf(silence);
  const { id: _id, ...changes } = row;
  await tx
    .tables<AlertingRows>()
    .insertInto("alerting_silences")
    .values(row)
    .onConflict((conflict) => conflict.column("id").doUpdateSet(changes))
    .execute();
}

export async function findSilence(read: Reader | Tx, id: string): Promise<Silence | undefined> {
  const row = await read
    .tables<AlertingRows>()
    .selectFrom("alerting_silences")
    .selectAll()
    .where("alerting_silences.id", "=", id)
    .executeTakeFirst();
  return row === undefined ? undefined : silenceOf(row);
}

/** Those that are not over at `now`, the one that ends first at the head. */
export async function silencesAt(read: Reader | Tx, now: number): Promise<Silence[]> {
  const rows = await read
    .tables<AlertingRows>()
    .selectFrom("alerting_silences")
    .selectAll()
    .where("alerting_silences.ends_at", ">", now)
    .orderBy("alerting_silences.ends_at")
    .orderBy("alerting_silences.id")
    .execute();
  return rows.map(silenceOf);
}

/** A place in a list of silences that are over, the last ended first. */
export interface SilencePlace {
  readonly endsAt: number;
  readonly id: string;
}

/** Those that are over at `now`, the last ended first; at most `limit`. */
export async function endedSilences(
  read: Reader,
  now: number,
  { limit, after }: { readonly limit: number; readonly after: SilencePlace | undefined },
): Promise<Silence[]> {
  let query = read
    .tables<AlertingRows>()
    .selectFrom("alerting_silences")
    .selectAll()
    .where("alerting_silences.ends_at", "<=", now);
  if (after !== undefined) {
    query = query.where((has) =>
      has.or([
        has("alerting_silences.ends_at", "<", after.endsAt),
        has.and([has("alerting_silences.ends_at", "=", after.endsAt), has("alerting_silences.id", "<", after.id)]),
      ]),
    );
  }
  const rows = await query
    .orderBy("alerting_silences.ends_at", "desc")
    .orderBy("alerting_silences.id", "desc")
    .limit(limit)
    .execute();
  return rows.map(silenceOf);
}

interface WrittenMatcher {
  readonly label: string;
  readonly operator: MatcherOperator;
  readonly values: readonly string[];
}

function rowOf(silence: Silence): SilenceRow {
  const { id, author, reason, revision } = silence;
  const matchers = silence.matchers.map(({ label, operator, values }): WrittenMatcher => ({ label, operator, values }));
  return {
    id,
    author,
    reason,
    revision,
    matchers: JSON.stringify(matchers),
    created_at: silence.createdAt,
    confirmed_at: silence.confirmedAt,
    starts_at: silence.startsAt,
    ends_at: silence.endsAt,
    ended_by: silence.endedBy,
  };
}

function silenceOf(row: SilenceRow): Silence {
  const { id, author, reason, revision } = row;
  const matchers = JSON.parse(row.matchers) as WrittenMatcher[];
  return {
    id,
    author,
    reason,
    revision,
    matchers: matchers.map(({ label, operator, values }) => matcherOf(label, operator, values)),
    createdAt: row.created_at,
    confirmedAt: row.confirmed_at,
    startsAt: row.starts_at,
    endsAt: row.ends_at,
    endedBy: row.ended_by,
  };
}
