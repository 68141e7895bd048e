import { findTeam } from "#identity";
import type { Reader, Tx } from "#storage";
import { PreparedSchedules } from "./actions/prepared-schedules.ts";
import { findEverSchedule } from "./store/schedules.ts";

/** Who is on call, by the schedules of a running server. */
export class OnCallSchedules {
  readonly #prepared = new PreparedSchedules();

  /** Handles of who is on call at an instant (epoch ms), in order, none in a gap; undefined when there is no such schedule. */
  async whoIsOnCall(read: Reader | Tx, schedule: string, at: number): Promise<readonly string[] | undefined> {
    const row = await findEverSchedule(read, schedule);
    if (row === undefined || row.removed_at !== null) return undefined;
    const served = await this.#prepared.of(read, [row]);
    return served.get(schedule)?.at(at).people ?? [];
  }

  /** The schedule by which a team is reached; null: it has none; undefined: there is no such team. */
  async scheduleOfTeam(read: Reader | Tx, team: string): Promise<string | null | undefined> {
    const row = await findTeam(read, team);
    return row === undefined ? undefined : row.schedule;
  }
}
