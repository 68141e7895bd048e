import { giveBack, HISTOGRAM_BUCKETS } from "#kernel";
import { CellKeys } from "./cell-keys.ts";
import { SUBJECT, SUM_WIDTH } from "./cells.ts";
import type { Run, RunBuilder, RunMemory } from "./run.ts";
import { apiOf, highOf, lowOf, withSubject } from "./run-keys.ts";
import type { PairSorter } from "./pair-sorter.ts";

const ROWS_FIRST = 64;
const DURATIONS_FIRST = 128;
/** What a minute takes for itself, in rows, and how many durations take as much room as a row. */
const MINUTE_ROWS = 50;
const ROW_DURATIONS = 8;
const BUCKET_BITS = 32 - Math.clz32(HISTOGRAM_BUCKETS - 1);
const BUCKET_MASK = 2 ** BUCKET_BITS - 1;

/**
 * A minute that is being counted: sums by the id of a key, and a list of (id, bucket), a number for each request that
 * has a duration. Sorting that list when the minute is over costs less than finding three rows for each request.
 */
export class OpenMinute {
  #keys = new CellKeys();
  rows = 0;
  /** By row. */
  ids = new Int32Array(ROWS_FIRST);
  sums = new Float64Array(ROWS_FIRST * SUM_WIDTH);
  /** Row + 1 by hash of the id; 0 = free. */
  #slots = new Int32Array(ROWS_FIRST * 2);
  durations = 0;
  #list = new Uint32Array(DURATIONS_FIRST);
  /** The same for what is behind gateways, by API. */
  upstreams = 0;
  #upstreamList = new Uint32Array(DURATIONS_FIRST);

  #measured = 0;

  /** Goes on, empty, with ids of these keys. */
  begin(keys: CellKeys): void {
    this.#keys = keys;
  }

  /** About how much memory it takes, in rows, more than when this was asked last. */
  grown(): number {
    const durations = this.durations + this.upstreams;
    const size = this.rows + durations === 0 ? 0 : MINUTE_ROWS + this.rows + durations / ROW_DURATIONS;
    const grown = Math.ceil(size) - this.#measured;
    this.#measured += grown;
    return grown;
  }

  /** The row of an id, made with sums of 0 when new. */
  rowOf(id: number): number {
    const slots = this.#slots;
    const mask = slots.length - 1;
    let slot = placeOf(id, mask);
    for (; slots[slot] !== 0; slot = (slot + 1) & mask) {
      const row = (slots[slot] as number) - 1;
      if (this.ids[row] === id) return row;
    }
    slots[slot] = this.rows + 1;
    this.ids[this.rows++] = id;
    if (this.rows === this.ids.length) this.#grow();
    return this.rows - 1;
  }

  addDuration(id: number, bucket: number): void {
    if (this.durations === this.#list.length) this.#list = doubled(this.#list);
    this.#list[this.durations++] = (id << BUCKET_BITS) | bucket;
  }

  /** What is behind the gateway of an API took so long. */
  addUpstream(api: number, bucket: number): void {
    if (this.upstreams === this.#upstreamList.length) this.#upstreamList = doubled(this.#upstreamList);
    this.#upstreamList[this.upstreams++] = (api << BUCKET_BITS) | bucket;
  }

  /** The cells, at `time` within their file. It has none afterwards. */
  takeCells(time: number, memory: RunMemory): Run {
    const keys = this.#keys;
    const { rows } = this;
    const room = memory.sorter.room(rows);
    for (let row = 0; row < rows; row++) {
      const id = this.ids[row] as number;
      room.high[row] = keys.clientOf(id);
      room.low[row] = lowOf(id, time);
    }
    const { high, low, order } = memory.sorter.sorted({ length: rows, ordered: true });
    const cells = memory.builder({ keys, width: SUM_WIDTH });
    for (let row = 0; row < rows; row++) {
      cells.add(high[row] as number, low[row] as number, this, order[row] as number);
    }
    this.sums.fill(0, 0, rows * SUM_WIDTH);
    this.#slots.fill(0);
    this.rows = 0;
    return cells.run();
  }

  /** The durations of APIs, operations and clients, at `time` within their file. It has none afterwards. */
  takeDurations(time: number, memory: RunMemory): Run {
    const { sorter } = memory;
    const ofOperations = memory.builder(DURATIONS);
    this.#addDurations(SUBJECT.OPERATION, { time, sorter, to: ofOperations });
    const { rows, high, low } = ofOperations;
    const ofApis = memory.builder(DURATIONS);
    for (let row = 0; row < rows; row++) {
      ofApis.add(highOf(apiOf(high[row] as number), 0, SUBJECT.API), low[row] as number, ofOperations, row);
    }
    const all = memory.builder(DURATIONS);
    const apis = ofApis.sorted();
    all.addRows(apis);
    memory.giveBack(apis);
    all.addRows(ofOperations);
    memory.take(ofOperations);
    this.#addDurations(SUBJECT.CLIENT, { time, sorter, to: all });
    this.#addUpstreams({ time, sorter, to: all });
    this.durations = 0;
    this.upstreams = 0;
    return all.run();
  }

  #addDurations(subject: number, { time, sorter, to }: DurationsTo): void {
    const { durations } = this;
    const [keys, list] = [this.#keys, this.#list];
    const room = sorter.room(durations);
    for (let i = 0; i < durations; i++) {
      const told = list[i] as number;
      const id = told >>> BUCKET_BITS;
      const high = subject === SUBJECT.CLIENT ? keys.clientOf(id) : keys.operationOf(id);
      room.high[i] = withSubject(high, subject);
      room.low[i] = lowOf(told & BUCKET_MASK, time);
    }
    addSorted(sorter, durations, to);
  }

  #addUpstreams({ time, sorter, to }: DurationsTo): void {
    const room = sorter.room(this.upstreams);
    for (let i = 0; i < this.upstreams; i++) {
      const told = this.#upstreamList[i] as number;
      room.high[i] = highOf(told >>> BUCKET_BITS, 0, SUBJECT.UPSTREAM);
      room.low[i] = lowOf(told & BUCKET_MASK, time);
    }
    addSorted(sorter, this.upstreams, to);
  }

  #grow(): void {
    const [{ ids, sums }, room] = [this, this.ids.length * 2];
    this.ids = new Int32Array(room);
    this.ids.set(ids);
    this.sums = new Float64Array(room * SUM_WIDTH);
    this.sums.set(sums);
    const slots = new Int32Array(room * 2);
    const mask = slots.length - 1;
    for (let row = 0; row < this.rows; row++) {
      let slot = placeOf(ids[row] as number, mask);
      while (slots[slot] !== 0) slot = (slot + 1) & mask;
      slots[slot] = row + 1;
    }
    giveBack(ids, sums, this.#slots);
    this.#slots = slots;
  }
}

/** Durations have no ids of cells in their keys, and one sum. */
const DURATIONS = { keys: null, width: 1 };

interface DurationsTo {
  readonly time: number;
  readonly sorter: PairSorter;
  readonly to: RunBuilder;
}

/** Adds one to the row of each pair in the sorter's room. */
function addSorted(sorter: PairSorter, length: number, to: RunBuilder): void {
  const { high, low } = sorter.sorted({ length, ordered: false });
  for (let i = 0; i < length; i++) {
    const row = to.rowOf(high[i] as number, low[i] as number);
    to.sums[row] = (to.sums[row] as number) + 1;
  }
}

function doubled(list: Uint32Array<ArrayBuffer>): Uint32Array<ArrayBuffer> {
  const larger = new Uint32Array(list.length * 2);
  larger.set(list);
  giveBack(list);
  return larger;
}

function placeOf(id: number, mask: number): number {
  const hash = Math.imul(id, 0x9e3779b1);
  return (hash ^ (hash >>> 15)) & mask;
}
