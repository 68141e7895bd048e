import { z } from "zod";
import { cursorOf, instantField, page, pageInput, readCursor, refuseStale } from "#http";
import { type Action, changeAction, readAction } from "#identity";
import { isoText, Refusal } from "#kernel";
import { apiName, maintenanceSchema, titleText } from "../contract.ts";
import { maintenanceFaults } from "../model/maintenance.ts";
import type { MaintenanceRow } from "../model/rows.ts";
import {
  countMaintenance,
  deleteMaintenance,
  findMaintenance,
  maintenanceAfter,
  storeMaintenance,
} from "../store/maintenance.ts";
import type { Reader } from "#storage";
import type { OnApiChanged } from "./api-changed.ts";
import { existingApi } from "./get-api.ts";

/** Of one API. */
const WINDOWS_MAX = 500;
const NOTE_MAX = 2_000;
const LIST = "maintenance";

const named = { api: apiName, id: z.string().max(100) };
const written = {
  from: instantField,
  to: instantField,
  title: titleText,
  note: z.string().trim().max(NOTE_MAX).default(""),
};

/**
 * What is done with the announced maintenance of an API. It may be changed by whoever may, also where a configuration text
 * owns the API: the text does not say when something breaks.
 */
export function maintenanceActions(changed: OnApiChanged): Record<"list" | "create" | "put" | "remove", Action> {
  return {
    list: listMaintenance,
    create: createMaintenance(changed),
    put: putMaintenance(changed),
    remove: removeMaintenance(changed),
  };
}

/** The latest first. */
const listMaintenance = readAction({
  name: "maintenance.list",
  may: "maintenance:read",
  input: z.strictObject({ api: apiName, ...pageInput }),
  output: page(maintenanceSchema),
  run: async ({ api, limit, cursor }, { read, now }) => {
    await existingApi(read, api);
    const [startsAt, id] = readCursor(LIST, cursor, z.tuple([z.number(), z.string()])) ?? [];
    const after = startsAt === undefined || id === undefined ? undefined : { startsAt, id };
    const rows = await maintenanceAfter(read, api, { after, limit: limit + 1 });
    const last = rows.length > limit ? rows[limit - 1] : undefined;
    return {
      items: rows.slice(0, limit).map((row) => maintenanceView(row, now)),
      next: last === undefined ? null : cursorOf(LIST, [last.starts_at, last.id]),
    };
  },
});

function createMaintenance(changed: OnApiChanged): Action {
  return changeAction({
    name: "maintenance.create",
    may: "maintenance:write",
    input: z.strictObject({ api: apiName, ...written }),
    output: maintenanceSchema,
    run: async ({ api, from, to, title, note }, { tx, now, by, nextId }) => {
      await existingApi(tx, api);
      refuseFaulty({ from, to });
      if ((await countMaintenance(tx, api)) >= WINDOWS_MAX) throw tooMany(api);
      const row: MaintenanceRow = {
        id: nextId("mnt"),
        api,
        starts_at: from,
        ends_at: to,
        title,
        note,
        announced_at: now,
        announced_by: by.name,
        revision: 1,
      };
      await storeMaintenance(tx, row);
      tx.afterCommit(() => changed({ api, what: "maintenance", from }));
      return maintenanceView(row, now);
    },
    audit: ({ api }, { id, from, to, title }) => ({ subject: `maintenance:${api}/${id}`, facts: { from, to, title } }),
  });
}

/** Says all of a window anew. Who moves one announces it. */
function putMaintenance(changed: OnApiChanged): Action {
  return changeAction({
    name: "maintenance.put",
    may: "maintenance:write",
    input: z.strictObject({ ...named, ...written }),
    output: maintenanceSchema,
    run: async ({ api, id, from, to, title, note }, { tx, now, by, call }) => {
      const before = await existingMaintenance(tx, api, id);
      refuseStale(call.precondition, before.revision);
      refuseFaulty({ from, to });
      const isMoved = before.starts_at !== from || before.ends_at !== to;
      const row: MaintenanceRow = {
        ...before,
        starts_at: from,
        ends_at: to,
        title,
        note,
        ...(isMoved ? { announced_at: now, announced_by: by.name } : {}),
        revision: before.revision + 1,
      };
      await storeMaintenance(tx, row);
      if (isMoved) {
        tx.afterCommit(() => changed({ api, what: "maintenance", from: Math.min(from, before.starts_at) }));
      }
      return maintenanceView(row, now);
    },
    audit: ({ api, id }, { from, to, title, revision }) => ({
      subject: `maintenance:${api}/${id}`,
      facts: { from, to, title, revision },
    }),
  });
}

function removeMaintenance(changed: OnApiChanged): Action {
  return changeAction({
    name: "maintenance.delete",
    may: "maintenance:write",
    input: z.strictObject(named),
    output: z.void(),
    run: async ({ api, id }, { tx, call }) => {
      const row = await existingMaintenance(tx, api, id);
      refuseStale(call.precondition, row.revision);
      await deleteMaintenance(tx, id);
      tx.afterCommit(() => changed({ api, what: "maintenance", from: row.starts_at }));
    },
    audit: ({ api, id }) => ({ subject: `maintenance:${api}/${id}` }),
  });
}

function maintenanceView(row: MaintenanceRow, now: number): z.input<typeof maintenanceSchema> {
  const { id, api, title, note, revision } = row;
  return {
    id,
    api,
    title,
    note,
    revision,
    from: isoText(row.starts_at),
    to: isoText(row.ends_at),
    state: now < row.starts_at ? "announced" : now < row.ends_at ? "running" : "over",
    announcedAt: isoText(row.announced_at),
    announcedBy: row.announced_by,
    announcedBefore: row.announced_at <= row.starts_at,
  };
}

async function existingMaintenance(read: Reader, api: string, id: string): Promise<MaintenanceRow> {
  await existingApi(read, api);
  const row = await findMaintenance(read, api, id);
  if (row !== undefined) return row;
  throw new Refusal(
    "not-found",
    "maintenance.not-found",
    `The API ${api} has no maintenance ${id}. It may have been deleted; load the list again.`,
    { api, id },
  );
}

function refuseFaulty(window: { readonly from: number; readonly to: number }): void {
  const faults = maintenanceFaults(window);
  if (faults.length === 0) return;
  const said = faults.map(({ pointer, detail }) => `${pointer.slice(1)} ${detail}`).join("; ");
  throw new Refusal("invalid", "request.invalid", `Nothing was saved: ${said}.`, { faults });
}

function tooMany(api: string): Refusal {
  return new Refusal(
    "conflict",
    "maintenance.too-many",
    `The API ${api} has ${WINDOWS_MAX} windows of maintenance already, so none was added. Delete old ones.`,
    { api, max: WINDOWS_MAX },
  );
}
