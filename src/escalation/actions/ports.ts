import type { Clock } from "#kernel";
import type { Notifications } from "#notification";
import type { OnCallSchedules } from "#oncall";
import type { State } from "#storage";

/** What pages stand on. */
export interface EscalationPorts {
  readonly state: Pick<State, "read" | "transact">;
  readonly clock: Clock;
  readonly nextId: (prefix: string) => string;
  /** Who tells people. */
  readonly notifications: Pick<Notifications, "notify" | "cancel" | "tellEnd" | "listOf" | "standing" | "acted">;
  /** Who knows who is on call. */
  readonly schedules: Pick<OnCallSchedules, "whoIsOnCall" | "scheduleOfTeam">;
  /** How people reach the server, without a slash at its end. */
  readonly base: string;
  /** What links in messages are signed with. */
  readonly linkSecret: string;
  /** Told, loudly, of what must not happen. */
  readonly alarm: (text: string) => void;
}
