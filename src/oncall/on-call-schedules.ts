import type { Route } from "#http";
import { type Action, findTeam } from "#identity";
import type { Interval } from "#kernel";
import type { Reader, Tx } from "#storage";
import type { CalendarPorts } from "./actions/calendar-actions.ts";
import { type CalendarFile, readCalendar } from "./actions/read-calendar.ts";
import { PreparedSchedules } from "./actions/prepared-schedules.ts";
import { everySchedule, findChanges } from "./store/schedules.ts";
import { oncallRoutes } from "./http.ts";
import { type Handoff, handoffsOf } from "./model/handoffs-of.ts";

/** A handoff of one schedule, with the instant (epoch ms) of the next change of people; null: there is none. */
export interface ServedHandoff extends Handoff {
  readonly schedule: string;
  readonly title: string;
  readonly zone: string;
  readonly until: number | null;
}

/** Who is on call, by the schedules of a running server. */
export class OnCallSchedules {
  readonly routes: readonly Route<Action>[];
  readonly #prepared = new PreparedSchedules();
  readonly #publicUrl: string;

  constructor(ports: CalendarPorts) {
    this.#publicUrl = ports.publicUrl;
    this.routes = oncallRoutes(this.#prepared, ports);
  }

  /** Handles of who is on call at an instant (epoch ms), in order, none in a gap; undefined when there is no such schedule. */
  async whoIsOnCall(read: Reader | Tx, schedule: string, at: number): Promise<readonly string[] | undefined> {
    const row = await findChanges(read, schedule);
    return row?.removed_at === null ? (await this.#prepared.one(read, row)).peopleAt(at) : undefined;
  }

  /** The schedule by which a team is reached; null: it has none; undefined: there is no such team. */
  async scheduleOfTeam(read: Reader | Tx, team: string): Promise<string | null | undefined> {
    const row = await findTeam(read, team);
    return row === undefined ? undefined : row.schedule;
  }

  /** The handoffs of all schedules after `from` and at `to` or before. */
  async handoffsIn(read: Reader, { from, to }: Interval): Promise<ServedHandoff[]> {
    const rows = await everySchedule(read);
    const served = await this.#prepared.of(read, rows);
    return rows.flatMap(({ schedule, title }) => {
      const one = served.get(schedule);
      if (one === undefined) return [];
      const zone = one.latest?.zone ?? "UTC";
      return handoffsOf(one, { from, to }).map((handoff) => ({
        ...handoff,
        schedule,
        title,
        zone,
        until: one.at(handoff.at).until,
      }));
    });
  }

  /** The calendar at a secret address, now; undefined when there is none. */
  async calendarAt(read: Reader, secret: string, now: number): Promise<CalendarFile | undefined> {
    return readCalendar(read, { secret, now }, { prepared: this.#prepared, publicUrl: this.#publicUrl });
  }
}
