import { mkdirSync } from "node:fs";
import { KINDS, PRODUCTION } from "#intake";
import { atOnce, DAY_MS, HOUR_MS, type Interval, MINUTE_MS, SaveReader, SaveWriter } from "#kernel";
import type { Dictionaries, RecordColumns } from "#records";
import { RunMemory } from "../model/run.ts";
import { MinuteCounting } from "../model/minute-counting.ts";
import type { Counts } from "../model/counts.ts";
import type { Kpis, KpiQuery } from "../model/kpis.ts";
import { BlockCache } from "./block-cache.ts";
import { cutFiles, setAside } from "./cut-files.ts";
import { flushPath } from "./flush-path.ts";
import { type KpiSource, readKpis } from "./read-kpis.ts";
import { readCounts, readMetered } from "./read-metered.ts";
import type { ClientsQuery } from "./read-cells.ts";
import { readSeen } from "./read-seen.ts";
import { CELLS, DURATIONS } from "./row-kind.ts";
import { HeldRuns, restoredRuns } from "./held-runs.ts";
import type { Tier, WrittenTier } from "./tier.ts";
import { tiersOf } from "./tiers-of.ts";
import { SLICE_ROWS, writtenRows } from "./written-rows.ts";

/** Records may come this late without a block of their own. */
const LATE_MS = 2 * MINUTE_MS;
/** Minutes are written in groups of so many, or as soon as there are enough rows to make a good block. */
const GROUP_MINUTES = 5;
const GROUP_ROWS = 20_000;
/**
 * A tick writes this much, or this part of what waits, whichever is more, so that nobody waits long for it, and yet what
 * came in a minute is written in a minute. The rest stays in memory until the next one.
 */
const TICK_ROWS = 30_000;
const TICK_PARTS = 6;
/** More rows than this in memory are written before their time is over: a block is a sum, so it may come in parts. */
const OPEN_ROWS_MAX = 200_000;
const LEVEL_NUMBERS = [0, 1, 2] as const;
/** Steps of the finer level in one of this. */
const FINER_STEPS = [1, HOUR_MS / MINUTE_MS, DAY_MS / HOUR_MS] as const;

export interface CountsOptions {
  /** For the counts alone; made when absent. */
  readonly directory: string;
  /** Behind the ids in the records: the same object for as long as the counts are open. */
  readonly names: Dictionaries;
  readonly clock: { now(): number };
  /** What `save`, or else `writeAll`, answered last. Without either, nothing on disk is believed: see `open`. */
  readonly state?: Uint8Array;
  readonly written?: WrittenCounts;
}

/** What lies in the files of counts. Plain values; later programs must be able to read them. */
export interface WrittenCounts {
  /** Records that no KPI sees, by kind. */
  readonly aside: readonly number[];
  readonly tiers: readonly WrittenTier[];
}

/** What the counts hold, and what is wrong with them. */
export interface CountSizes {
  readonly bytesOnDisk: number;
  readonly files: number;
  readonly openRows: number;
  readonly cacheBytes: number;
  /** Records that no KPI sees, by kind; `client`: those of other environments. */
  readonly aside: Readonly<Record<string, number>>;
  /** Requests whose smaller dimensions are told as `__other__` in some level, since there were too many cells. */
  readonly folded: number;
  /** Files of which a part is missing or cannot be read. */
  readonly damaged: readonly string[];
}

/**
 * Counts of client requests in production by minute, hour and day, in memory and on disk, and the KPIs from them.
 * `count` and `tick` are synchronous; whoever calls `save` notes with the same breath up to where the log was counted.
 */
export class TrafficCounts {
  readonly #options: CountsOptions;
  readonly #memory = new RunMemory();
  readonly #counting = new MinuteCounting(this.#memory, (kind, minute, run) => {
    (kind === "cells" ? this.#cells : this.#durations)[0].add(minute, run);
  });
  /** Minute, hour, day. */
  readonly #cells: readonly [Tier, Tier, Tier];
  readonly #durations: readonly [Tier, Tier, Tier];
  readonly #cache = new BlockCache();
  readonly #damaged = new Set<string>();
  /** Why there was no room to be made when records were counted. */
  #failure: { readonly cause: unknown } | undefined;
  /** Times up to which each level was closed by `tick`. */
  readonly #closedTo: [number, number, number] = [-Infinity, -Infinity, -Infinity];
  #isWritingAll = false;

  /**
   * Goes on from a saved state: what lies behind it is cut, and the caller counts it again from the log. Without a
   * state, files that are there belong to nothing that is known: they are moved to `set-aside-…`, and counting begins anew.
   */
  static open(options: CountsOptions): TrafficCounts {
    mkdirSync(options.directory, { recursive: true });
    if (options.state === undefined && options.written === undefined) setAside(options);
    return new TrafficCounts(options);
  }

  constructor(options: CountsOptions) {
    this.#options = options;
    this.#cells = tiersOf(CELLS, options, this.#memory);
    this.#durations = tiersOf(DURATIONS, options, this.#memory);
    if (options.state !== undefined) this.#restore(options.state);
    else if (options.written !== undefined) this.#goOn(options.written);
  }

  /** Counts records. They must be durable before: counts are never ahead of the log. */
  count(columns: RecordColumns): void {
    // Asked by position, so that counting makes no name: names belong to the log.
    const production = this.#options.names.environments.names.indexOf(PRODUCTION);
    this.#counting.count(columns, production);
    if (this.#failure === undefined && !this.#isWritingAll) this.#makeRoom(columns.length);
  }

  /** Puts in order what is over, so that a snapshot finds little to do at its moment. Writes nothing: `tick` does. */
  settle(now: number): void {
    atOnce(this.#settled(now));
  }

  *#settled(now: number): Generator<void, void> {
    yield* this.#counting.settle(Math.floor(now / MINUTE_MS));
    for (const tier of this.#tiers()) yield* tier.merge();
  }

  /**
   * Writes what is over, a part at a time, and removes what is too old. To be called about every ten seconds. Refuses with
   * `counts.disk` when the disk does; then everything stays in memory, is still counted, and is written next time.
   */
  tick(now: number): void {
    atOnce(this.slices(now));
  }

  /** `tick` in slices of about 10 ms at most, between which all may go on, but no other tick and no save. */
  *slices(now: number): Generator<void, void> {
    this.#throwFailure();
    yield* this.#settled(now);
    for (const tier of this.#cells) tier.releaseOlder(this.#counting.keysNow());
    let left = TICK_ROWS;
    for (const level of LEVEL_NUMBERS) {
      // Only what the finer level has written is complete here.
      const time = level === 0 ? this.#minuteToClose(now) : (this.#closedTo[level - 1] as number);
      left = yield* this.#close(level, Math.floor(time / FINER_STEPS[level]), left);
    }
    for (const tier of this.#tiers()) tier.forget(now);
  }

  /** Does in slices what `save` would otherwise do at its moment: it sorts what was counted. */
  makeReady(): Generator<void, void> {
    return this.#counting.settle(Infinity);
  }

  /** Everything counted so far, as a state for `open`; it holds for the moment of the call, and is on disk when it is answered. */
  async save(): Promise<Uint8Array> {
    this.#counting.settleAll();
    const to = new SaveWriter();
    const held = new HeldRuns(this.#counting.keysNow());
    const tiers = this.#tiers();
    for (const [index, tier] of tiers.entries()) tier.save(to.within(`tier${index}`), held);
    this.#memory.hold();
    try {
      await held.save(to, [...this.#counting.aside]);
    } finally {
      this.#memory.letGo();
    }
    await this.#flush();
    return to.finish();
  }

  async #flush(): Promise<void> {
    for (const tier of this.#tiers()) await tier.flush();
    await flushPath(this.#options.directory);
  }

  /** Up to which day, since the epoch, everything is written. */
  get daysWritten(): number {
    return this.#cells[2].closingRows + this.#durations[2].closingRows === 0 ? this.#closedTo[2] : -Infinity;
  }

  /**
   * Writes all that was counted before the call, and answers what `open` needs to go on from the moment of the call. It
   * refers to files only, so it outlives the forms in which memory is saved. Counting goes on in the `pause`s; nothing
   * else may be called until it ends. Refuses what `tick` refuses.
   */
  async writeAll(pause: () => Promise<void>): Promise<WrittenCounts> {
    this.#counting.settleAll();
    const aside = [...this.#counting.aside];
    this.#isWritingAll = true;
    try {
      for (const level of LEVEL_NUMBERS) await this.#writeLevel(level, pause);
    } finally {
      this.#isWritingAll = false;
    }
    const written: WrittenCounts = { aside, tiers: this.#tiers().map((tier) => tier.written) };
    await this.#flush();
    return written;
  }

  /** What is counted meanwhile is of the finest level alone, so it is not written. */
  async #writeLevel(level: 0 | 1 | 2, pause: () => Promise<void>): Promise<void> {
    const tiers = [this.#cells[level], this.#durations[level]];
    for (const tier of tiers) tier.release(Infinity);
    for (const tier of tiers) {
      for (const _ of writtenRows(tier, Infinity)) await pause();
    }
  }

  /** The figures of a range. Reads in slices, so that counting goes on between them; it does not see what comes meanwhile. */
  kpis(query: KpiQuery): Promise<Kpis> {
    return readKpis(query, this.#source());
  }

  /** Of a range and by client: metered requests, all counts, and when it was seen last (`readSeen`). Read as `kpis` are. */
  readonly metered = (query: ClientsQuery): Promise<Map<string, number>> => readMetered(query, this.#source());
  readonly countsBy = (query: ClientsQuery): Promise<Map<string, Counts>> => readCounts(query, this.#source());
  readonly seen = (query: ClientsQuery): Promise<Map<string, Interval>> => readSeen(query, this.#source());

  #source(): KpiSource {
    const [cells, durations, cache, damaged] = [this.#cells, this.#durations, this.#cache, this.#damaged];
    this.#counting.settleAll();
    return { names: this.#options.names, now: this.#options.clock.now(), cells, durations, cache, damaged };
  }

  sizes(): CountSizes {
    const tiers = this.#tiers();
    const files = tiers.flatMap((tier) => [...tier.files.values()]);
    return {
      bytesOnDisk: files.reduce((sum, { length }) => sum + length, 0),
      files: files.length,
      openRows: tiers.reduce((sum, { openRows, closingRows }) => sum + openRows + closingRows, this.#counting.openRows),
      cacheBytes: this.#cache.bytes,
      aside: Object.fromEntries(KINDS.map((kind, code) => [kind, this.#counting.aside[code] ?? 0])),
      folded: this.#cells.reduce((sum, { guard }) => sum + guard.folded, 0),
      damaged: [...this.#damaged],
    };
  }

  #tiers(): readonly Tier[] {
    return [...this.#cells, ...this.#durations];
  }

  /** The records are counted whatever the disk says: a refusal waits for the next tick. */
  #makeRoom(came: number): void {
    try {
      for (const tier of this.#tiers()) {
        if (tier.openRows + tier.closingRows <= OPEN_ROWS_MAX) continue;
        // Without ticks, as when a log is read again, nobody else merges long runs.
        const isFree = tier.closingRows === 0;
        if (isFree && !tier.mergeSome()) continue;
        if (isFree && tier.openRows > OPEN_ROWS_MAX) tier.release(Infinity);
        tier.write(Math.max(SLICE_ROWS, 2 * came));
      }
    } catch (cause) {
      this.#failure = { cause };
    }
  }

  #throwFailure(): void {
    const failure = this.#failure;
    this.#failure = undefined;
    if (failure !== undefined) throw failure.cause;
  }

  #minuteToClose(now: number): number {
    const minute = Math.floor((now - LATE_MS) / MINUTE_MS);
    const many = this.#cells[0].openRows > GROUP_ROWS || this.#durations[0].openRows > GROUP_ROWS;
    return many ? minute : Math.floor(minute / GROUP_MINUTES) * GROUP_MINUTES;
  }

  /** Answers how many rows may still be written in this tick. */
  *#close(level: 0 | 1 | 2, time: number, most: number): Generator<void, number> {
    const tiers = [this.#cells[level], this.#durations[level]];
    if (time > this.#closedTo[level]) for (const tier of tiers) tier.release(time);
    let left = most;
    for (const tier of tiers) {
      left -= yield* writtenRows(tier, Math.max(left, Math.ceil(tier.closingRows / TICK_PARTS)));
    }
    if (tiers.every(({ closingRows }) => closingRows === 0)) {
      this.#closedTo[level] = Math.max(time, this.#closedTo[level]);
    }
    return Math.max(0, left);
  }

  #restore(bytes: Uint8Array): void {
    const from = new SaveReader(bytes);
    const { aside, keys, runs } = restoredRuns(from);
    this.#counting.aside.set(aside);
    this.#counting.useKeys(keys);
    for (const [index, tier] of this.#tiers().entries()) tier.restore(from.within(`tier${index}`), runs);
    cutFiles(this.#tiers(), this.#options);
  }

  #goOn({ aside, tiers }: WrittenCounts): void {
    this.#counting.aside.set(aside);
    for (const [index, tier] of this.#tiers().entries()) tier.goOn(tiers[index] as WrittenTier);
    cutFiles(this.#tiers(), this.#options);
  }
}
