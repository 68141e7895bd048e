import { bucketOf, DAY_MS, MINUTE_MS } from "#kernel";
import { KINDS } from "#intake";
import type { RecordColumns } from "#records";
import { CELL_KEY_WORDS, CellKeys, LATEST_WORD } from "./cell-keys.ts";
import { SUM, SUM_WIDTH } from "./cells.ts";
import { classCodeOf } from "./classes.ts";
import { OpenMinute } from "./open-minute.ts";
import type { Run, RunMemory } from "./run.ts";

const CLIENT_KIND = KINDS.indexOf("client");
const MINUTES_PER_DAY = DAY_MS / MINUTE_MS;
/**
 * After so many keys, those that come are numbered anew: what was counted keeps the old ones until it is written. Those of
 * one batch, the totals and what is folded still find room in memory for 2^19 keys, which is 21 MB; twice that would be 42.
 */
const KEYS_MAX = 3 << 17;
/** A list of durations that gets longer than this is summed up. */
const DURATIONS_MAX = 1 << 17;
/** More minutes or rows than this are open at once only where a log is read again, or records come late. */
const MINUTES_MAX = 64;
const ROWS_MAX = 400_000;
const FREE_MAX = MINUTES_MAX / 2;

/** What was counted of a minute, sorted. */
export interface SettledMinute {
  readonly minute: number;
  readonly cells: Run;
  readonly durations: Run;
}

/**
 * Counts records into minutes: no object, no text for a record, and in nearly all cases one look into a table. The same
 * in any order.
 */
export class MinuteCounting {
  /** By kind, records that no KPI sees (probes, drills, canaries; other environments). */
  readonly aside = new Float64Array(KINDS.length);
  readonly #settled: (settled: SettledMinute) => void;
  readonly #minutes = new Map<number, OpenMinute>();
  /** Some that are over, whose memory is used again. */
  readonly #free: OpenMinute[] = [];
  readonly #memory: RunMemory;
  #keys = new CellKeys();
  /** The size of each minute when it was last looked at, and of all of them. */
  readonly #sizes = new Map<number, number>();
  #size = 0;

  /** `settled` gets what was counted of a minute, whenever it is settled; the sum of all that it gets is what was counted. */
  constructor(memory: RunMemory, settled: (settled: SettledMinute) => void) {
    this.#memory = memory;
    this.#settled = settled;
  }

  /** About how many rows are open. */
  get openRows(): number {
    return this.#size;
  }

  /** `production`: the id of the environment that is counted; −1 while no record was of it. */
  count(columns: RecordColumns, production: number): void {
    const { length, at, kind, environment, status, outcome, healthCheck, api, client, operation } = columns;
    const { plan, version, region, release, durationUs, responseBytes } = columns;
    const keys = this.keysNow();
    let [from, to, minute] = [0, 0, 0];
    let open: OpenMinute | undefined;
    for (let row = 0; row < length; row++) {
      const code = kind[row] as number;
      if (code !== CLIENT_KIND || environment[row] !== production) {
        this.aside[code] = (this.aside[code] as number) + 1;
        continue;
      }
      const instant = at[row] as number;
      if (open === undefined || instant < from || instant >= to) {
        if (open !== undefined) this.#measure(minute, open);
        minute = Math.floor(instant / MINUTE_MS);
        from = minute * MINUTE_MS;
        to = from + MINUTE_MS;
        open = this.#opened(minute);
      }
      const id = keys.idOf(
        api[row] as number,
        client[row] as number,
        operation[row] as number,
        status[row] as number,
        classCodeOf(status[row] as number, outcome[row] as number, healthCheck[row] as number),
        plan[row] as number,
        version[row] as number,
        region[row] as number,
        release[row] as number,
      );
      // Nearly always the row is the one in which the key was counted a moment ago.
      const { words } = keys;
      const latest = id * CELL_KEY_WORDS + LATEST_WORD;
      let cell = words[latest + 1] as number;
      if (words[latest] !== minute || cell >= open.rows || open.ids[cell] !== id) {
        cell = open.rowOf(id);
        words[latest] = minute;
        words[latest + 1] = cell;
      }
      const { sums } = open;
      const sum = cell * SUM_WIDTH;
      sums[sum + SUM.REQUESTS] = (sums[sum + SUM.REQUESTS] as number) + 1;
      sums[sum + SUM.RESPONSE_BYTES] = (sums[sum + SUM.RESPONSE_BYTES] as number) + (responseBytes[row] as number);
      const duration = durationUs[row] as number;
      if (duration < 0) {
        sums[sum + SUM.UNTIMED] = (sums[sum + SUM.UNTIMED] as number) + 1;
      } else {
        sums[sum + SUM.DURATION_US] = (sums[sum + SUM.DURATION_US] as number) + duration;
        open.addDuration(id, bucketOf(duration));
      }
    }
    if (open !== undefined) this.#measure(minute, open);
    if (this.#minutes.size > MINUTES_MAX || this.#size > ROWS_MAX) this.#settleOldest();
  }

  /** By what cells are numbered now. */
  keysNow(): CellKeys {
    if (this.#keys.length > KEYS_MAX) {
      this.settle(Infinity);
      this.#keys = new CellKeys();
      this.#free.length = 0;
    }
    return this.#keys;
  }

  /** Goes on with keys that were saved, before anything is counted. */
  useKeys(keys: CellKeys): void {
    this.#keys = keys;
  }

  /** Settles the minutes before `minute`. */
  settle(minute: number): void {
    for (const [number, open] of this.#minutes) if (number < minute) this.#settle(number, open);
  }

  #opened(minute: number): OpenMinute {
    const known = this.#minutes.get(minute);
    if (known !== undefined) return known;
    const made = this.#free.pop() ?? new OpenMinute(this.#keys);
    this.#minutes.set(minute, made);
    return made;
  }

  /** Settles the older half of the minutes. */
  #settleOldest(): void {
    const ascending = [...this.#minutes].toSorted(([a], [b]) => a - b);
    for (const [minute, open] of ascending.slice(0, Math.ceil(ascending.length / 2))) this.#settle(minute, open);
  }

  /** Notes how large a minute has become. One with too many durations is settled: it goes on with none. */
  #measure(minute: number, open: OpenMinute): void {
    if (open.durations > DURATIONS_MAX) {
      this.#settle(minute, open);
      return;
    }
    this.#size += open.size - (this.#sizes.get(minute) ?? 0);
    this.#sizes.set(minute, open.size);
  }

  #settle(minute: number, open: OpenMinute): void {
    this.#minutes.delete(minute);
    this.#size -= this.#sizes.get(minute) ?? 0;
    this.#sizes.delete(minute);
    const time = timeInDay(minute);
    const cells = open.cellRun(time, this.#memory);
    const durations = open.durationRun(time, this.#memory);
    if (this.#free.length < FREE_MAX) {
      open.clear();
      this.#free.push(open);
    }
    this.#settled({ minute, cells, durations });
  }
}

/** The place of a minute in its file, which holds a day. */
function timeInDay(minute: number): number {
  return minute - Math.floor(minute / MINUTES_PER_DAY) * MINUTES_PER_DAY;
}
