import { invariant, nextTurn } from "#kernel";
import type { Reader } from "#storage";
import { readSchedule } from "../grammar/read-schedule.ts";
import type { ScheduleRow, VersionRow } from "../model/rows.ts";
import type { Schedule } from "../model/schedule.ts";
import { type ScheduleVersion, ServedSchedule } from "../model/served-schedule.ts";
import { overridesOfRows } from "../model/stored-override.ts";
import { overridesOf } from "../store/overrides.ts";
import { versionsOf } from "../store/schedules.ts";

interface Prepared {
  readonly changes: number;
  readonly served: ServedSchedule;
}

/** What a schedule is known again by. */
type Named = Pick<ScheduleRow, "schedule" | "changes">;

/** How many stay ready: each takes some kilobytes. */
const PREPARED_MAX = 4_000;

/** Schedules made ready to answer, each until it changes. */
export class PreparedSchedules {
  readonly #known = new Map<string, Prepared>();

  /** One of a row that is committed. */
  async one(read: Reader, row: Named): Promise<ServedSchedule> {
    const known = this.#known.get(row.schedule);
    if (known?.changes === row.changes) return known.served;
    const served = (await this.of(read, [row])).get(row.schedule);
    invariant(served !== undefined, `the schedule ${row.schedule} has no text`);
    return served;
  }

  /** Those of committed rows, by name. One that changed is read again, the others are not touched. */
  async of(read: Reader, rows: readonly Named[]): Promise<Map<string, ServedSchedule>> {
    const stale = rows.filter(({ schedule, changes }) => this.#known.get(schedule)?.changes !== changes);
    const made = await prepare(
      read,
      stale.map(({ schedule }) => schedule),
    );
    if (this.#known.size + made.size > PREPARED_MAX) this.#known.clear();
    for (const { schedule, changes } of stale) {
      const served = made.get(schedule);
      if (served !== undefined) this.#known.set(schedule, { changes, served });
    }
    return new Map(
      rows.flatMap(({ schedule }) => {
        const served = made.get(schedule) ?? this.#known.get(schedule)?.served;
        return served === undefined ? [] : [[schedule, served]];
      }),
    );
  }
}

/** One that a transaction may have changed: it sees its own changes, and leaves nothing behind. */
export async function servedNow(read: Reader, schedule: string): Promise<ServedSchedule> {
  const served = (await prepare(read, [schedule])).get(schedule);
  invariant(served !== undefined, `the schedule ${schedule} has no text`);
  return served;
}

/** Reads what schedules were and are, so many at once that no statement has too many names. */
async function prepare(read: Reader, names: readonly string[]): Promise<Map<string, ServedSchedule>> {
  const made = new Map<string, ServedSchedule>();
  for (let first = 0; first < names.length; first += AT_ONCE) {
    const some = names.slice(first, first + AT_ONCE);
    const versions = Map.groupBy(await versionsOf(read, some), ({ schedule }) => schedule);
    const overrides = Map.groupBy(await overridesOf(read, some), ({ schedule }) => schedule);
    for (const [place, name] of some.entries()) {
      // Reading a text takes milliseconds: others have their turn between them.
      if (place % IN_A_ROW === IN_A_ROW - 1) await nextTurn();
      const texts = (versions.get(name) ?? []).map(versionOf);
      const served = new ServedSchedule(texts, overridesOfRows(overrides.get(name) ?? []));
      served.prepare();
      made.set(name, served);
    }
  }
  return made;
}

/** A text is read when it is looked at: a schedule may have had hundreds, of which one is in force. */
function versionOf({ schedule: name, from_at: from, text }: VersionRow): ScheduleVersion {
  let read: Schedule | undefined;
  return {
    from,
    get schedule() {
      if (text === null) return null;
      return (read ??= readSchedule(text, name).schedule);
    },
  };
}

const AT_ONCE = 200;
const IN_A_ROW = 5;
