import { setImmediate as nextTurn } from "node:timers/promises";
import { type Interval, stopwatchMs } from "#kernel";
import { CELL, DURATION, SUBJECT } from "../model/cells.ts";
import type { Scanned } from "../model/cell-scan.ts";
import { rowColumnsOf, type RowColumns } from "../model/row-columns.ts";
import { coverOf, type Piece } from "../model/time-cover.ts";
import { rowsOf, CONTENT, type Content } from "./block.ts";
import type { BlockCache } from "./block-cache.ts";
import type { BlockPlace, CountFile } from "./count-file.ts";
import { LEVELS } from "./levels.ts";
import type { Tier } from "./tier.ts";

/** The longest that a reader keeps others waiting. */
const SLICE_MS = 8;
const STEPS_MS = LEVELS.map(({ stepMs }) => stepMs);

/** The tables of counts, finest level first, and what goes with reading them. */
export interface CountsSource {
  readonly cells: readonly Tier[];
  readonly durations: readonly Tier[];
  readonly cache: BlockCache;
  /** Names of files that were found damaged. */
  readonly damaged: Set<string>;
}

/** Which rows are read. */
export interface Asked {
  readonly content: Content;
  readonly range: Interval;
  /** Index of the coarsest level that is fine enough. */
  readonly coarsest: number;
  /** The least and the most id that is wanted; all when absent. */
  readonly ids?: readonly [least: number, most: number];
}

/**
 * Reads the counts of one API as they were when the reader was made: rows in memory are copied then, files are read up
 * to where they ended then. Between slices of a few milliseconds others have their turn.
 */
export class CountsReader {
  readonly damaged: Interval[] = [];
  readonly #api: number;
  readonly #source: CountsSource;
  readonly #open = new Map<Content, RowColumns[]>();
  readonly #ends = new Map<CountFile, number>();
  #sliceBegan = stopwatchMs();

  /** `contents`: what will be asked for. */
  constructor(source: CountsSource, api: number, contents: readonly Content[]) {
    this.#source = source;
    this.#api = api;
    for (const content of contents) {
      const tiers = this.#tiersOf(content);
      this.#open.set(
        content,
        tiers.map((tier) => openRows(tier, api, content)),
      );
      for (const file of tiers.flatMap((tier) => [...tier.files.values()])) this.#ends.set(file, file.length);
    }
  }

  /** Hands over all rows of the range, in parts, each row once. */
  async read(asked: Asked, visit: (part: Scanned) => void): Promise<void> {
    for (const piece of coverOf(asked.range, STEPS_MS, asked.coarsest)) {
      // What a level lacks lies in the memory of the finer ones.
      for (let level = 0; level <= piece.level; level++) {
        const rows = this.#open.get(asked.content)?.[level];
        if (rows !== undefined && rows.rows > 0) visit({ rows, stepMs: STEPS_MS[level] as number, within: piece });
      }
      await this.#readFiles(asked, piece, visit);
    }
  }

  async #readFiles(asked: Asked, piece: Piece, visit: (part: Scanned) => void): Promise<void> {
    const tier = this.#tiersOf(asked.content)[piece.level] as Tier;
    const { fileMs, stepMs } = tier.level;
    const last = Math.floor((piece.to - 1) / fileMs);
    for (let number = Math.floor(piece.from / fileMs); number <= last; number++) {
      const file = tier.files.get(number);
      const end = file === undefined ? 0 : (this.#ends.get(file) ?? 0);
      if (file === undefined || end === 0) continue;
      const { places, broken } = file.placesBefore(end);
      await this.#pause();
      if (broken) this.#report(file, piece, { from: number * fileMs, to: (number + 1) * fileMs });
      for (const place of places) {
        if (!isAsked(place, { ...asked, api: this.#api, piece, stepMs })) continue;
        const rows = this.#rowsAt(file, place);
        const times = { from: place.times[0] * stepMs, to: (place.times[1] + 1) * stepMs };
        if (rows === undefined) this.#report(file, piece, times);
        else visit({ rows, stepMs, within: piece });
        await this.#pause();
      }
    }
  }

  #rowsAt(file: CountFile, place: BlockPlace): RowColumns | undefined {
    const key = `${file.path}:${place.offset}`;
    const held = this.#source.cache.find(key);
    if (held !== undefined) return held;
    const bytes = file.read(place);
    const rows = bytes === undefined ? undefined : rowsOf(bytes);
    if (rows !== undefined) this.#source.cache.put(key, rows);
    return rows;
  }

  /** Notes the part of a piece that cannot be read. */
  #report(file: CountFile, piece: Interval, times: Interval): void {
    this.#source.damaged.add(file.path);
    const from = Math.max(piece.from, times.from);
    const to = Math.min(piece.to, times.to);
    if (!this.damaged.some((known) => known.from === from && known.to === to)) this.damaged.push({ from, to });
  }

  #tiersOf(content: Content): readonly Tier[] {
    return content === CONTENT.cells || content === CONTENT.totals ? this.#source.cells : this.#source.durations;
  }

  async #pause(): Promise<void> {
    if (stopwatchMs() - this.#sliceBegan < SLICE_MS) return;
    await nextTurn();
    this.#sliceBegan = stopwatchMs();
  }
}

interface Selection extends Asked {
  readonly api: number;
  readonly piece: Interval;
  readonly stepMs: number;
}

function isAsked(place: BlockPlace, { content, api, piece, stepMs, ids }: Selection): boolean {
  if (place.content !== content || place.api !== api) return false;
  if (place.times[1] * stepMs < piece.from || place.times[0] * stepMs >= piece.to) return false;
  return ids === undefined || (place.ids[1] >= ids[0] && place.ids[0] <= ids[1]);
}

/** A copy of the rows of one API that stand for `content`. Totals are not held in memory: the cells stand for them. */
function openRows({ table }: Tier, api: number, content: Content): RowColumns {
  const { keys, keyWidth } = table;
  const subject = SUBJECT_OF[content];
  const rows = new Int32Array(table.rows);
  let length = 0;
  for (let row = 0; row < table.rows; row++) {
    const at = row * keyWidth;
    if (keys[at + CELL.API] !== api) continue;
    if (subject !== undefined && keys[at + DURATION.SUBJECT] !== subject) continue;
    rows[length++] = row;
  }
  return rowColumnsOf(table, rows.subarray(0, length));
}

const SUBJECT_OF: Readonly<Record<Content, number | undefined>> = {
  [CONTENT.cells]: undefined,
  [CONTENT.totals]: undefined,
  [CONTENT.ofApi]: SUBJECT.API,
  [CONTENT.ofOperation]: SUBJECT.OPERATION,
  [CONTENT.ofClient]: SUBJECT.CLIENT,
};
