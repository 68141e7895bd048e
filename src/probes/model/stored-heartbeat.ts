import { type BeatState, deadlineOf, type Heartbeat } from "./heartbeat.ts";
import type { HeartbeatRow } from "./rows.ts";
import type { Trouble } from "./trouble.ts";
import { heartbeatMissingText } from "./words.ts";

/** A heartbeat of its row. */
export function heartbeatOfRow(row: HeartbeatRow): Heartbeat {
  const { heartbeat: name, api, title, revision } = row;
  return {
    name,
    api,
    title,
    revision,
    everyMs: row.every_ms,
    graceMs: row.grace_ms,
    paused: row.paused === 1,
    createdAt: row.created_at,
    managedBy: row.managed_by,
  };
}

/** What is known of it. */
export function beatStateOfRow({ state }: Pick<HeartbeatRow, "state">): BeatState {
  return JSON.parse(state) as BeatState;
}

/** What somebody is to be told of a heartbeat; nothing of a paused one. */
export function heartbeatTroubles(heartbeat: Heartbeat, state: BeatState): Trouble[] {
  if (heartbeat.paused || state.firedAt === null) return [];
  return [
    {
      kind: "heartbeatMissing",
      subject: `heartbeat:${heartbeat.name}`,
      api: heartbeat.api,
      urgency: "page",
      since: state.firedAt,
      text: heartbeatMissingText(heartbeat, state, deadlineOf(heartbeat, state)),
      runs: 0,
    },
  ];
}
