import { atOnce, bucketOf, DAY_MS, MINUTE_MS } from "#kernel";
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
/** A minute with more durations or more rows than this is summed up, and begins anew: to sort it takes 5 to 10 ms. */
const DURATIONS_MAX = 1 << 15;
const MINUTE_ROWS_MAX = 1 << 15;
/** So many minutes may wait until they are summed up; then counting does it, as when a log is read again. */
const WAITING_MAX = 4;
/** More minutes or rows than this are open at once only where a log is read again, or records come late. */
const MINUTES_MAX = 64;
const ROWS_MAX = 400_000;
/** Of these, the memory is kept; a minute may take 3 MB. */
const FREE_MAX = 4;

/** Takes what was counted of a minute, sorted: of its cells, or of its durations. */
type Settled = (kind: "cells" | "durations", minute: number, run: Run) => void;

/**
 * Counts records into minutes: no object, no text for a record, and in nearly all cases one look into a table. The same
 * in any order.
 */
export class MinuteCounting {
  /** By kind, records that no KPI sees (probes, drills, canaries; other environments). */
  readonly aside = new Float64Array(KINDS.length);
  readonly #settled: Settled;
  readonly #minutes = new Map<number, OpenMinute>();
  /** Those that nothing is added to any more, to be settled. */
  readonly #waiting: (readonly [minute: number, open: OpenMinute])[] = [];
  /** Some that are over, whose memory is used again. */
  readonly #free: OpenMinute[] = [];
  readonly #memory: RunMemory;
  #keys = new CellKeys();
  /** Of all minutes, as they were when they were last looked at. */
  #size = 0;

  /** `settled` gets what was counted of a minute, whenever it is settled; the sum of all that it gets is what was counted. */
  constructor(memory: RunMemory, settled: Settled) {
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
    const { plan, version, region, release, durationUs, upstreamUs, responseBytes } = columns;
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
      const upstream = upstreamUs[row] as number;
      if (upstream >= 0) open.addUpstream(api[row] as number, bucketOf(upstream));
    }
    if (open !== undefined) this.#measure(minute, open);
    if (this.#minutes.size > MINUTES_MAX || this.#size > ROWS_MAX) this.#putAsideOldest();
    while (this.#waiting.length > WAITING_MAX) this.#settleSome();
  }

  /** By what cells are numbered now. */
  keysNow(): CellKeys {
    if (this.#keys.length > KEYS_MAX) {
      for (const [minute, open] of this.#minutes) this.#putAside(minute, open);
      this.#keys = new CellKeys();
    }
    return this.#keys;
  }

  /** Goes on with keys that were saved, before anything is counted. */
  useKeys(keys: CellKeys): void {
    this.#keys = keys;
  }

  /** Settles the minutes before `minute`, in slices of about 10 ms at most. Counting may go on between them. */
  *settle(minute: number): Generator<void, void> {
    for (const [number, open] of this.#minutes) if (number < minute) this.#putAside(number, open);
    while (this.#waiting.length > 0) {
      this.#settleSome();
      yield;
    }
  }

  /** Settles everything that was counted. */
  settleAll(): void {
    atOnce(this.settle(Infinity));
  }

  #opened(minute: number): OpenMinute {
    const known = this.#minutes.get(minute);
    if (known !== undefined) return known;
    const made = this.#free.pop() ?? new OpenMinute();
    made.begin(this.#keys);
    this.#minutes.set(minute, made);
    return made;
  }

  /** Puts the older half of the minutes aside. */
  #putAsideOldest(): void {
    const ascending = [...this.#minutes].toSorted(([a], [b]) => a - b);
    for (const [minute, open] of ascending.slice(0, Math.ceil(ascending.length / 2))) this.#putAside(minute, open);
  }

  #putAside(minute: number, open: OpenMinute): void {
    this.#minutes.delete(minute);
    this.#waiting.push([minute, open]);
  }

  /** Notes how large a minute has become. One with too much is put aside: it goes on with nothing. */
  #measure(minute: number, open: OpenMinute): void {
    this.#size += open.grown();
    const durations = Math.max(open.durations, open.upstreams);
    if (durations > DURATIONS_MAX || open.rows > MINUTE_ROWS_MAX) this.#putAside(minute, open);
  }

  /** Settles the cells, or else the durations, of the minute that waits longest. */
  #settleSome(): void {
    const [minute, open] = this.#waiting[0] as readonly [number, OpenMinute];
    const time = timeInDay(minute);
    if (open.rows > 0) {
      this.#settled("cells", minute, open.takeCells(time, this.#memory));
      return;
    }
    this.#waiting.shift();
    this.#settled("durations", minute, open.takeDurations(time, this.#memory));
    this.#size += open.grown();
    if (this.#free.length < FREE_MAX) this.#free.push(open);
  }
}

/** The place of a minute in its file, which holds a day. */
function timeInDay(minute: number): number {
  return minute - Math.floor(minute / MINUTES_PER_DAY) * MINUTES_PER_DAY;
}
