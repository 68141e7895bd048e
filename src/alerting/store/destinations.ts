import type { Reader, Tx } from "#storage";
import type { Destination, DestinationAddress } from "../model/destination.ts";
import type { AlertingRows, DestinationRow } from "../model/rows.ts";

/** All, the oldest first. Their number is bounded where they are made. */
export async function allDestinations(read: Reader | Tx): Promise<Destination[]> {
  const rows = await read
    .tables<AlertingRows>()
    .selectFrom("alerting_destinations")
    .selectAll()
    .orderBy("alerting_destinations.created_at")
    .orderBy("alerting_destinations.id")
    .execute();
  return rows.map(destinationOf);
}

export async function findDestination(read: Reader | Tx, id: string): Promise<Destination | undefined> {
  const row = await read
    .tables<AlertingRows>()
    .selectFrom("alerting_destinations")
    .selectAll()
    .where("alerting_destinations.id", "=", id)
    .executeTakeFirst();
  return row === undefined ? undefined : destinationOf(row);
}

/** Writes one that is new, or another revision of one that is there. */
export async function saveDestination(tx: Tx, destination: Destination): Promise<void> {
  const row = rowOf(destination);
  await tx
    .tables<AlertingRows>()
    .insertInto("alerting_destinations")
    .values(row)
    .onConflict((conflict) => conflict.column("id").doUpdateSet(row))
    .execute();
}

export async function deleteDestination(tx: Tx, id: string): Promise<void> {
  await tx
    .tables<AlertingRows>()
    .deleteFrom("alerting_destinations")
    .where("alerting_destinations.id", "=", id)
    .execute();
}

function rowOf(destination: Destination): DestinationRow {
  const { id, title, to, urgencies, apis, enabled, createdAt, revision } = destination;
  const oldSecret = to.kind === "webhook" ? to.oldSecret : null;
  return {
    id,
    title,
    kind: to.kind,
    url: to.url,
    secret: to.kind === "webhook" ? to.secret : to.routingKey,
    old_secret: oldSecret?.secret ?? null,
    old_secret_until: oldSecret?.until ?? null,
    urgencies: JSON.stringify(urgencies),
    apis: apis === null ? null : JSON.stringify(apis),
    enabled: enabled ? 1 : 0,
    created_at: createdAt,
    revision,
  };
}

function destinationOf(row: DestinationRow): Destination {
  return {
    id: row.id,
    title: row.title,
    to: addressOf(row),
    urgencies: JSON.parse(row.urgencies) as Destination["urgencies"],
    apis: row.apis === null ? null : (JSON.parse(row.apis) as string[]),
    enabled: row.enabled === 1,
    createdAt: row.created_at,
    revision: row.revision,
  };
}

function addressOf(row: DestinationRow): DestinationAddress {
  const { kind, url, secret, old_secret: old, old_secret_until: until } = row;
  if (kind === "pagerduty") return { kind, url, routingKey: secret };
  return { kind: "webhook", url, secret, oldSecret: old === null || until === null ? null : { secret: old, until } };
}
