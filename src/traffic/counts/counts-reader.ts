import { setImmediate as nextTurn } from "node:timers/promises";
import { type Interval, stopwatchMs } from "#kernel";
import { CELL_WIDTH, DURATION_WIDTH } from "../model/cells.ts";
import { coverOf, type Piece } from "../model/time-cover.ts";
import type { RowColumns } from "../model/row-columns.ts";
import { blockRows, type Scanned, type ScannedRows } from "../model/scanned-rows.ts";
import { CONTENT, type Content, rowsOfBlocks } from "./block.ts";
import type { BlockCache } from "./block-cache.ts";
import type { BlockPlace, CountFile } from "./count-file.ts";
import { LEVELS } from "./levels.ts";
import type { Tier } from "./tier.ts";

/** The longest that a reader keeps others waiting. */
const SLICE_MS = 8;
/** Blocks that are decoded before somebody else may have a turn. */
const BLOCKS_AT_ONCE = 32;
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

/** What will be asked for. */
export interface Expected {
  readonly api: number;
  readonly contents: readonly Content[];
  /** No range reaches beyond it. */
  readonly range: Interval;
}

/**
 * Reads the counts of one API as they were when the reader was made: rows in memory are copied then, files are read up
 * to where they ended then. Between slices of a few milliseconds others have their turn.
 */
export class CountsReader {
  readonly #damaged: Interval[] = [];
  readonly #api: number;
  readonly #source: CountsSource;
  /** By content and level. */
  readonly #open = new Map<Content, readonly ScannedRows[][]>();
  readonly #ends = new Map<CountFile, number>();
  #sliceBegan = stopwatchMs();

  constructor(source: CountsSource, { api, contents, range }: Expected) {
    this.#source = source;
    this.#api = api;
    for (const content of new Set(contents.map(heldAs))) {
      const tiers = this.#tiersOf(content);
      this.#open.set(
        content,
        tiers.map((tier) =>
          tier.rowsInMemory({ api, content, range }).map((rows) => blockRows(rows, keyWidthOf(tier))),
        ),
      );
      for (const file of tiers.flatMap((tier) => [...tier.files.values()])) this.#ends.set(file, file.length);
    }
  }

  /** Hands over all rows of the range, in parts, each row once. */
  async read(asked: Asked, visit: (part: Scanned) => void): Promise<void> {
    for (const piece of coverOf(asked.range, STEPS_MS, asked.coarsest)) {
      // What a level lacks lies in the memory of the finer ones.
      for (let level = 0; level <= piece.level; level++) {
        const stepMs = STEPS_MS[level] as number;
        for (const rows of this.#open.get(heldAs(asked.content))?.[level] ?? []) {
          visit({ rows, stepMs, within: piece });
          await this.pause();
        }
      }
      await this.#readFiles(asked, piece, visit);
    }
  }

  /** What could not be read so far: ascending, apart from each other. */
  get damaged(): Interval[] {
    const apart: Interval[] = [];
    for (const { from, to } of this.#damaged.toSorted((a, b) => a.from - b.from)) {
      const last = apart.at(-1);
      if (last === undefined || from > last.to) apart.push({ from, to });
      else apart[apart.length - 1] = { from: last.from, to: Math.max(last.to, to) };
    }
    return apart;
  }

  /** Gives others their turn when the slice is over. */
  async pause(): Promise<void> {
    if (stopwatchMs() - this.#sliceBegan < SLICE_MS) return;
    await nextTurn();
    this.#sliceBegan = stopwatchMs();
  }

  async #readFiles(asked: Asked, piece: Piece, visit: (part: Scanned) => void): Promise<void> {
    const tier = this.#tiersOf(asked.content)[piece.level] as Tier;
    const { fileMs, stepMs } = tier.level;
    const keyWidth = keyWidthOf(tier);
    const last = Math.floor((piece.to - 1) / fileMs);
    for (let number = Math.floor(piece.from / fileMs); number <= last; number++) {
      const file = tier.files.get(number);
      const end = file === undefined ? 0 : (this.#ends.get(file) ?? 0);
      if (file === undefined || end === 0) continue;
      const { places, broken } = await file.placesBefore(end, () => this.pause());
      if (broken) this.#report(file, piece, { from: number * fileMs, to: (number + 1) * fileMs });
      const selection = { ...asked, api: this.#api, piece, stepMs };
      // By id: then what is summed for the same ids is still in the processor's cache.
      const wanted = places.filter((place) => isAsked(place, selection)).toSorted((a, b) => a.ids[0] - b.ids[0]);
      for (let start = 0; start < wanted.length; start += BLOCKS_AT_ONCE) {
        await this.pause();
        const some = wanted.slice(start, start + BLOCKS_AT_ONCE);
        const found = this.#rowsAt(file, some);
        for (const rows of found.filter((one) => one !== undefined)) {
          visit({ rows: blockRows(rows, keyWidth), stepMs, within: piece });
        }
        for (const { times } of some.filter((_, index) => found[index] === undefined)) {
          this.#report(file, piece, { from: times[0] * stepMs, to: (times[1] + 1) * stepMs });
        }
      }
    }
  }

  #rowsAt(file: CountFile, places: readonly BlockPlace[]): (RowColumns | undefined)[] {
    const { cache } = this.#source;
    const found = places.map((place) => cache.find(place));
    const missing = places.filter((_, index) => found[index] === undefined);
    if (missing.length === 0) return found;
    const blocks = file.read(missing).map((block) => block ?? NO_BLOCK);
    for (const [index, rows] of rowsOfBlocks(blocks).entries()) {
      const place = missing[index] as BlockPlace;
      found[places.indexOf(place)] = rows;
      if (rows !== undefined) cache.put(place, rows);
    }
    return found;
  }

  /** Notes the part of a piece that cannot be read. */
  #report(file: CountFile, piece: Interval, times: Interval): void {
    this.#source.damaged.add(file.path);
    this.#damaged.push({ from: Math.max(piece.from, times.from), to: Math.min(piece.to, times.to) });
  }

  #tiersOf(content: Content): readonly Tier[] {
    return content === CONTENT.cells || content === CONTENT.totals ? this.#source.cells : this.#source.durations;
  }
}

/** What is read where the file ends too early: no head is in it. */
const NO_BLOCK = Buffer.alloc(0);

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

/** Totals are not held in memory: the cells stand for them. */
function heldAs(content: Content): Content {
  return content === CONTENT.totals ? CONTENT.cells : content;
}

function keyWidthOf({ kind }: Tier): number {
  return kind.name === "cells" ? CELL_WIDTH : DURATION_WIDTH;
}
