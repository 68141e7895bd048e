import { UNATTRIBUTED } from "#records";
import {
  type CountCells,
  type Counted,
  type Exclusion,
  GRID_MS,
  type Instances,
  type Recorded,
  seriesOf,
  slotOf,
  WHOLE_API,
} from "#objectives";
import type { Measurement } from "./measurement.ts";
import type { NameOrder } from "./name-order.ts";
import type { SeriesKey } from "./series.ts";
import type { Work } from "./work.ts";

/** One objective of one API of the log. */
export interface Placed extends Counted {
  readonly api: number;
}

/** The rows of an engine: the objectives, their instances, and the order of their clients. */
export interface Rows {
  readonly placed: readonly Placed[];
  readonly instances: Instances;
  readonly order: NameOrder;
}

/**
 * The cells as the engine takes them: one entry for each (slot, objective, series) with a valid request. A client that is
 * excluded, and has no instance from which the engine could take it out, is taken out of its API here.
 */
export function engineCells(
  { measured, keys }: Pick<Work, "measured" | "keys">,
  rows: Rows,
  exclusions: readonly Exclusion[],
): Pick<Recorded, "cells" | "takenOut" | "exclusions"> {
  const lists = rowsBySeries(measured, rows);
  const cells = new CellColumns(keys.length * Math.max(1, ...lists.map((list) => list.length / 2)));
  const ofClients = exclusions.filter(({ client }) => client !== undefined);
  const takenOut = new CellColumns(0);
  const { counts } = measured.cells;
  for (const key of keys) {
    const offset = measured.cells.offsetOf(key);
    const slot = slotOf(key) * GRID_MS;
    const list = lists[seriesOf(key)] as Int32Array;
    for (let i = 0; i < list.length; i += 2) {
      const column = offset + (list[i + 1] as number);
      const valid = counts[column] as number;
      if (valid > 0) cells.add(slot, list[i] as number, [valid, counts[column + 1] as number]);
    }
    if (ofClients.length === 0) continue;
    for (const { row, column } of withoutInstance(measured.series.keys[seriesOf(key)] as SeriesKey, slot, {
      ...rows,
      exclusions,
    })) {
      const [valid, bad] = [counts[offset + column] as number, counts[offset + column + 1] as number];
      cells.add(slot, row, [-valid, -bad]);
      takenOut.add(slot, row, [valid, bad]);
    }
  }
  return { cells: cells.all(), exclusions, ...(ofClients.length === 0 ? {} : { takenOut: takenOut.all() }) };
}

/** For each series, the pairs (row of the engine, column of the cell) that its counts go to. */
function rowsBySeries(measured: Measurement, { placed, instances, order }: Rows): Int32Array[] {
  return measured.series.keys.map((key) => {
    if (key.client === UNATTRIBUTED) return new Int32Array(0);
    const client = key.client === null ? WHOLE_API : order.rankOf(key.client);
    const pairs = placed.flatMap(({ api, column }, objective) => {
      const row = api === key.api ? instances.rowOf(objective, client) : undefined;
      return row === undefined || column === undefined ? [] : [row, column];
    });
    return Int32Array.from(pairs);
  });
}

/** The rows of whole APIs from which a client's requests of a slot are to be taken, as it is excluded then and has no row of its own. */
function withoutInstance(
  key: SeriesKey,
  slot: number,
  { placed, instances, order, exclusions }: Rows & { readonly exclusions: readonly Exclusion[] },
): { readonly row: number; readonly column: number }[] {
  if (key.client === null || key.client === UNATTRIBUTED) return [];
  const client = order.rankOf(key.client);
  const name = (objective: number): string => instances.objectives[objective]?.api ?? "";
  return placed.flatMap(({ api, column }, objective) => {
    if (api !== key.api || column === undefined || instances.rowOf(objective, client) !== undefined) return [];
    const active = exclusions.filter((one) => one.api === name(objective) && one.from <= slot && slot < one.to);
    // Where everybody is excluded, the API's own cell goes as a whole.
    const alone = active.every((one) => one.client !== undefined);
    return alone && active.some((one) => one.client === client) ? [{ row: instances.baseOf(objective), column }] : [];
  });
}

/** Growing columns of cells. */
class CellColumns {
  #length = 0;
  #slots: Float64Array;
  #rows: Int32Array;
  #valid: Float64Array;
  #bad: Float64Array;

  constructor(capacity: number) {
    this.#slots = new Float64Array(capacity);
    this.#rows = new Int32Array(capacity);
    this.#valid = new Float64Array(capacity);
    this.#bad = new Float64Array(capacity);
  }

  add(slot: number, row: number, [valid, bad]: readonly [valid: number, bad: number]): void {
    if (this.#length === this.#slots.length) this.#grow();
    this.#slots[this.#length] = slot;
    this.#rows[this.#length] = row;
    this.#valid[this.#length] = valid;
    this.#bad[this.#length] = bad;
    this.#length++;
  }

  all(): CountCells {
    const end = this.#length;
    return {
      slots: this.#slots.subarray(0, end),
      rows: this.#rows.subarray(0, end),
      valid: this.#valid.subarray(0, end),
      bad: this.#bad.subarray(0, end),
    };
  }

  #grow(): void {
    const capacity = this.#slots.length * 2 + 16;
    const [slots, rows, valid, bad] = [this.#slots, this.#rows, this.#valid, this.#bad];
    this.#slots = new Float64Array(capacity);
    this.#rows = new Int32Array(capacity);
    this.#valid = new Float64Array(capacity);
    this.#bad = new Float64Array(capacity);
    this.#slots.set(slots);
    this.#rows.set(rows);
    this.#valid.set(valid);
    this.#bad.set(bad);
  }
}
