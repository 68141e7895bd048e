import { hash, randomBytes } from "node:crypto";
import { z } from "zod";
import { cursorOf, page, pageInput, readCursor, refuseManaged, refuseStale } from "#http";
import { type Action, changeAction, readAction } from "#identity";
import { isoText, isoTextOrNull, Refusal } from "#kernel";
import type { Reader } from "#storage";
import { beatSchema, checkName, heartbeatFields, heartbeatSchema, newAddressSchema } from "../contract.ts";
import { deadlineOf } from "../model/heartbeat.ts";
import type { HeartbeatRow } from "../model/rows.ts";
import { beatStateOfRow, heartbeatOfRow } from "../model/stored-heartbeat.ts";
import { heartbeatSentence } from "../model/words.ts";
import { beatsBefore, deleteHeartbeat, findHeartbeat, heartbeatsAfter, storeHeartbeat } from "../store/heartbeats.ts";
import { saveHeartbeat } from "./save-heartbeat.ts";

const LIST = "heartbeats";
const BEATS = "beats";
const SECRET_BYTES = 24;

/** What the actions stand on: who is told of a change when it is durable, and where the server is reached. */
export interface HeartbeatPorts {
  readonly heartbeatChanged: (heartbeat: string) => void;
  /** Without a slash at its end. */
  readonly publicUrl: string;
}

const named = z.strictObject({ heartbeat: checkName });

const list = readAction({
  name: "heartbeat.list",
  may: "heartbeat:read",
  input: z.strictObject({ ...pageInput, api: heartbeatFields.api.optional() }),
  output: page(heartbeatSchema),
  run: async ({ limit, cursor, api }, { read }) => {
    const [after] = readCursor(LIST, cursor, z.tuple([z.string()])) ?? [""];
    const rows = await heartbeatsAfter(read, { api, after, limit: limit + 1 });
    const shown = rows.slice(0, limit);
    const last = rows.length > limit ? shown.at(-1) : undefined;
    return { items: shown.map(viewOf), next: last === undefined ? null : cursorOf(LIST, [last.heartbeat]) };
  },
});

const get = readAction({
  name: "heartbeat.get",
  may: "heartbeat:read",
  input: named,
  output: heartbeatSchema,
  run: async ({ heartbeat }, { read }) => viewOf(await existing(read, heartbeat)),
});

/** Signs that came, the latest first; the last 1,000 are kept. */
const beats = readAction({
  name: "heartbeat.beats",
  may: "heartbeat:read",
  input: z.strictObject({ heartbeat: checkName, ...pageInput }),
  output: page(beatSchema),
  run: async ({ heartbeat, limit, cursor }, { read }) => {
    await existing(read, heartbeat);
    const [before] = readCursor(BEATS, cursor, z.tuple([z.number()])) ?? [];
    const rows = await beatsBefore(read, heartbeat, { before, limit: limit + 1 });
    const shown = rows.slice(0, limit);
    const last = rows.length > limit ? shown.at(-1) : undefined;
    return {
      items: shown.map(({ at, failed }) => ({ at: isoText(at), failed: failed === 1 })),
      next: last === undefined ? null : cursorOf(BEATS, [last.seq]),
    };
  },
});

/** What can be done with heartbeats. */
export function heartbeatActions({ heartbeatChanged: changed, publicUrl }: HeartbeatPorts) {
  const put = changeAction({
    name: "heartbeat.put",
    may: "heartbeat:write",
    input: z.strictObject({ heartbeat: checkName, ...heartbeatFields }),
    output: heartbeatSchema,
    run: async ({ heartbeat: name, ...written }, { tx, now, call }) => {
      const before = await findHeartbeat(tx, name);
      refuseStale(call.precondition, before?.revision);
      refuseManaged(before?.managed_by ?? null, `heartbeat ${name}`);
      const row = await saveHeartbeat(tx, { name, ...written }, { now, managedBy: null });
      tx.afterCommit(() => changed(name));
      return viewOf(row);
    },
    audit: ({ heartbeat }, { api, everyMs, graceMs, paused, revision }) => ({
      subject: `heartbeat:${heartbeat}`,
      facts: { api, everyMs, graceMs, paused, revision },
    }),
  });
  const remove = changeAction({
    name: "heartbeat.delete",
    may: "heartbeat:write",
    input: named,
    output: z.void(),
    run: async ({ heartbeat }, { tx, call }) => {
      const row = await existing(tx, heartbeat);
      refuseStale(call.precondition, row.revision);
      refuseManaged(row.managed_by, `heartbeat ${heartbeat}`);
      await deleteHeartbeat(tx, heartbeat);
      tx.afterCommit(() => changed(heartbeat));
    },
    audit: ({ heartbeat }) => ({ subject: `heartbeat:${heartbeat}` }),
  });
  return { list, get, beats, put, remove, address: newAddress(changed, publicUrl) };
}

/** Makes an address that is a secret of its own, shown this once; the one before ends. A text that owns the heartbeat does not mind. */
function newAddress(changed: HeartbeatPorts["heartbeatChanged"], publicUrl: string): Action {
  return changeAction({
    name: "heartbeat.new-address",
    may: "heartbeat:write",
    input: named,
    output: newAddressSchema,
    run: async ({ heartbeat }, { tx }) => {
      const row = await existing(tx, heartbeat);
      const secret = `plh_${randomBytes(SECRET_BYTES).toString("base64url")}`;
      await storeHeartbeat(tx, { ...row, secret_sha256: hash("sha256", secret, "hex"), revision: row.revision + 1 });
      tx.afterCommit(() => changed(heartbeat));
      return { heartbeat, url: `${publicUrl}/intake/v1/heartbeats/${secret}` };
    },
    audit: ({ heartbeat }) => ({ subject: `heartbeat:${heartbeat}` }),
  });
}

function viewOf(row: HeartbeatRow): z.input<typeof heartbeatSchema> {
  const { name, createdAt, ...heartbeat } = heartbeatOfRow(row);
  const state = beatStateOfRow(row);
  const deadline = deadlineOf(heartbeat, state);
  const { paused } = heartbeat;
  return {
    ...heartbeat,
    heartbeat: name,
    createdAt: isoText(createdAt),
    hasAddress: row.secret_sha256 !== null,
    state: paused ? "paused" : state.firedAt !== null ? "firing" : state.lastAt === null ? "new" : "beating",
    sentence: heartbeatSentence({ ...heartbeat, name, createdAt }, state, deadline),
    lastAt: isoTextOrNull(state.lastAt),
    lastFailed: state.lastFailed,
    dueUntil: paused ? null : isoText(deadline),
    firingSince: paused ? null : isoTextOrNull(state.firedAt),
  };
}

async function existing(read: Reader, heartbeat: string): Promise<HeartbeatRow> {
  const row = await findHeartbeat(read, heartbeat);
  if (row !== undefined) return row;
  throw new Refusal(
    "not-found",
    "heartbeat.not-found",
    `There is no heartbeat "${heartbeat}". GET /api/v1/heartbeats lists them.`,
    { heartbeat },
  );
}
