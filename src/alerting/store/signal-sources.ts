import type { Reader, Tx } from "#storage";
import type { AlertingRows, SignalSourceRow, SourceStateRow } from "../model/rows.ts";
import type { SignalSource } from "../model/signals/signal-source.ts";

/** All that were made, by name. Their number is bounded where they are made. */
export async function everySignalSource(read: Reader | Tx): Promise<SignalSource[]> {
  const rows = await read
    .tables<AlertingRows>()
    .selectFrom("alerting_sources")
    .selectAll()
    .orderBy("alerting_sources.source")
    .execute();
  return rows.map(sourceOf);
}

export async function findSignalSource(read: Reader | Tx, name: string): Promise<SignalSource | undefined> {
  const row = await read
    .tables<AlertingRows>()
    .selectFrom("alerting_sources")
    .selectAll()
    .where("alerting_sources.source", "=", name)
    .executeTakeFirst();
  return row === undefined ? undefined : sourceOf(row);
}

/** Takes the place of the source of this name, or is new. */
export async function storeSignalSource(tx: Tx, source: SignalSource): Promise<void> {
  const row = rowOf(source);
  await tx
    .tables<AlertingRows>()
    .insertInto("alerting_sources")
    .values(row)
    .onConflict((conflict) => conflict.column("source").doUpdateSet(row))
    .execute();
}

export async function deleteSignalSource(tx: Tx, name: string): Promise<void> {
  await tx.tables<AlertingRows>().deleteFrom("alerting_sources").where("alerting_sources.source", "=", name).execute();
}

/** What is known of sources that ever sent something. */
export async function sourceStates(read: Reader | Tx): Promise<ReadonlyMap<string, SourceStateRow>> {
  const rows = await read.tables<AlertingRows>().selectFrom("alerting_source_states").selectAll().execute();
  return new Map(rows.map((row) => [row.source, row]));
}

/** Notes that a source said something; `refusal`: what of it was not taken, which stays known until another one comes. */
export async function noteSource(
  tx: Tx,
  source: string,
  { at, refusal }: { readonly at: number; readonly refusal: string | null },
): Promise<void> {
  const refused = refusal === null ? {} : { refused_at: at, refusal };
  await tx
    .tables<AlertingRows>()
    .insertInto("alerting_source_states")
    .values({ source, last_at: at, refused_at: null, refusal: null, ...refused })
    .onConflict((conflict) => conflict.column("source").doUpdateSet({ last_at: at, ...refused }))
    .execute();
}

function rowOf(source: SignalSource): SignalSourceRow {
  const { name, title, format, mapping, labels, urgency, lapseMs, createdAt, revision } = source;
  return {
    source: name,
    title,
    format,
    urgency,
    revision,
    mapping: mapping === null ? null : JSON.stringify(mapping),
    labels: JSON.stringify(labels),
    lapse_ms: lapseMs,
    created_at: createdAt ?? 0,
  };
}

function sourceOf(row: SignalSourceRow): SignalSource {
  const { source: name, title, revision } = row;
  return {
    name,
    title,
    revision,
    format: row.format as SignalSource["format"],
    mapping: row.mapping === null ? null : (JSON.parse(row.mapping) as SignalSource["mapping"]),
    labels: JSON.parse(row.labels) as SignalSource["labels"],
    urgency: row.urgency as SignalSource["urgency"],
    lapseMs: row.lapse_ms,
    createdAt: row.created_at,
  };
}
