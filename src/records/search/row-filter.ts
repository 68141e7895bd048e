import type { Wanted } from "../model/codec/block.ts";
import { BLOCK_ROWS } from "../model/codec/block.ts";
import { type Dictionaries, type NumberColumn, type RecordColumns, UNATTRIBUTED } from "../model/columns.ts";
import { statusBit } from "../model/summary.ts";
import type { WideField } from "../model/wide-columns.ts";
import { acceptIndex, type RecordQuery } from "./record-query.ts";
import type { RowPlace } from "./search-cursor.ts";

const HUNDREDS_ALL = 1_023;

/** A column, and the ids that fit: none, where no name of them was ever met. */
type Asked = readonly [column: NumberColumn, ids: readonly number[]];

/** Decides rows by a query. It narrows a list of candidates column by column. */
export class RowFilter {
  /** The columns that it reads. */
  readonly wanted: Wanted;
  /** The hundreds of statuses that can fit, as in a summary. */
  readonly statuses: number;
  /** The rows that fit: the first so many as `narrow` answered. */
  readonly kept = new Int32Array(BLOCK_ROWS);
  readonly #query: RecordQuery;
  readonly #ids: readonly Asked[];

  constructor(query: RecordQuery, names: Dictionaries) {
    this.#query = query;
    this.#ids = idsOf(query, names);
    this.statuses = hundredsOf(query.accepts);
    this.wanted = wantedOf(query, this.#ids);
  }

  /** No row can fit: a name was never met. */
  get hopeless(): boolean {
    return this.#ids.some(([, ids]) => ids.length === 0);
  }

  /** How many rows fit that come after a place in the order newest first. */
  narrow(columns: RecordColumns, firstRow: number, before: RowPlace): number {
    let count = this.#inTime(columns, firstRow, before);
    for (const [column, ids] of this.#ids) count = this.#among(columns[column] as Int32Array, ids, count);
    const { accepts, minDurationUs = 0, traceId } = this.#query;
    if (accepts !== undefined) count = this.#accepted(columns, accepts, count);
    if (minDurationUs > 0) count = this.#atLeast(columns.durationUs, minDurationUs, count);
    return traceId === undefined ? count : this.#traced(columns, traceId, count);
  }

  #inTime({ at, length }: RecordColumns, firstRow: number, before: RowPlace): number {
    const { from, to } = this.#query;
    const end = Math.min(to, before.at);
    const tied = before.at < to ? before.row - firstRow : 0;
    let count = 0;
    for (let row = 0; row < length; row++) {
      const instant = at[row] as number;
      if (instant >= from && (instant < end || (instant === before.at && row < tied))) this.kept[count++] = row;
    }
    return count;
  }

  #among(column: Int32Array, ids: readonly number[], candidates: number): number {
    const [only, ...others] = ids;
    const all = others.length === 0 ? undefined : new Set(ids);
    let count = 0;
    for (let i = 0; i < candidates; i++) {
      const row = this.kept[i] as number;
      const id = column[row] as number;
      if (all === undefined ? id === only : all.has(id)) this.kept[count++] = row;
    }
    return count;
  }

  #accepted({ status, outcome, healthCheck }: RecordColumns, accepts: Uint8Array, candidates: number): number {
    let count = 0;
    for (let i = 0; i < candidates; i++) {
      const row = this.kept[i] as number;
      const index = acceptIndex(status[row] as number, outcome[row] as number, healthCheck[row] as number);
      if (accepts[index] === 1) this.kept[count++] = row;
    }
    return count;
  }

  #atLeast(durationUs: Float64Array, least: number, candidates: number): number {
    let count = 0;
    for (let i = 0; i < candidates; i++) {
      const row = this.kept[i] as number;
      if ((durationUs[row] as number) >= least) this.kept[count++] = row;
    }
    return count;
  }

  #traced({ wide }: RecordColumns, traceId: string, candidates: number): number {
    const texts = wide?.traceId ?? null;
    if (texts === null) return 0;
    let count = 0;
    const looked = Buffer.from(traceId);
    for (let i = 0; i < candidates; i++) {
      const row = this.kept[i] as number;
      if (texts.equals(row, looked)) this.kept[count++] = row;
    }
    return count;
  }
}

function idsOf({ api, clients, operation }: RecordQuery, names: Dictionaries): Asked[] {
  const asked: Asked[] = [];
  if (clients === null) asked.push(["client", [UNATTRIBUTED]]);
  else if (clients !== undefined) asked.push(["client", idsAmong(names.clients, clients)]);
  if (operation !== undefined) asked.push(["operation", idsAmong(names.operations, [operation])]);
  if (api !== undefined) asked.push(["api", idsAmong(names.apis, [api])]);
  return asked;
}

function idsAmong(dictionary: Pick<Dictionaries["clients"], "findId">, names: readonly string[]): number[] {
  return names.flatMap((name) => dictionary.findId(name) ?? []);
}

function wantedOf({ accepts, minDurationUs, traceId }: RecordQuery, ids: readonly Asked[]): Wanted {
  return new Set<NumberColumn | WideField>([
    "at",
    ...ids.map(([column]) => column),
    ...(accepts === undefined ? [] : (["status", "outcome", "healthCheck"] as const)),
    ...(minDurationUs === undefined ? [] : (["durationUs"] as const)),
    ...(traceId === undefined ? [] : (["traceId"] as const)),
  ]);
}

function hundredsOf(accepts: Uint8Array | undefined): number {
  if (accepts === undefined) return HUNDREDS_ALL;
  let bits = 0;
  const perStatus = acceptIndex(1, 0, 0);
  for (const [index, accepted] of accepts.entries()) {
    if (accepted === 1) bits |= statusBit(Math.floor(index / perStatus));
  }
  return bits;
}
