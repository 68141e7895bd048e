import { type Dictionaries, type RecordColumns, UNATTRIBUTED } from "#records";
import { type Blame, BlameTally } from "#objectives";
import type { Series, SeriesKey } from "./series.ts";

/** Beyond these the explanations say nothing of who burned the budget, instead of something half true. */
const ENTRIES_MAX = 8_000_000;
const CHUNK_BITS = 16;
const CHUNK = 2 ** CHUNK_BITS;

/** Which bad requests are asked about: those of one objective (by its columns in cells) in a window. */
export interface BlameQuery {
  /** A client's series, or that of a whole API. */
  readonly series: number;
  /** One, or those of the members of a composite. */
  readonly columns: readonly number[];
  /** Slots [from, to). */
  readonly from: number;
  readonly to: number;
}

/** Where a bad request was counted. */
interface Where {
  readonly slot: number;
  readonly series: number;
  readonly column: number;
}

interface Chunk {
  readonly slots: Int32Array;
  readonly series: Int32Array;
  readonly columns: Uint16Array;
  readonly operations: Uint16Array;
  readonly statuses: Uint16Array;
  readonly releases: Int32Array;
}

/** Each bad request, with what explains it: 18 bytes. An alert asks it who burned the budget. */
export class BadRequests {
  length = 0;
  readonly #chunks: Chunk[] = [];
  #order: Order | undefined;

  get overflowed(): boolean {
    return this.length >= ENTRIES_MAX;
  }

  add({ slot, series, column }: Where, records: RecordColumns, row: number): void {
    if (this.overflowed) return;
    const at = this.length % CHUNK;
    if (at === 0) this.#chunks.push(emptyChunk());
    const chunk = this.#chunks.at(-1) as Chunk;
    chunk.slots[at] = slot;
    chunk.series[at] = series;
    chunk.columns[at] = column;
    chunk.operations[at] = records.operation[row] as number;
    chunk.statuses[at] = records.status[row] as number;
    chunk.releases[at] = records.release[row] as number;
    this.length++;
  }

  /** Who and what the bad requests of a window belong to, the largest first. Empty when there were too many to keep. */
  blame(query: BlameQuery, series: Series, names: Dictionaries): Omit<Blame, "activeClients"> {
    const asked = series.keys[query.series] as SeriesKey;
    const tally = new BlameTally();
    for (const { chunk, at } of this.#entriesOf(query, asked.client !== null, series.keys.length)) {
      const key = series.keys[chunk.series[at] as number];
      if (!query.columns.includes(chunk.columns[at] as number) || key?.api !== asked.api) continue;
      const [operation, status] = [chunk.operations[at] as number, chunk.statuses[at] as number];
      tally.add({ client: key.client ?? UNATTRIBUTED, operation, status, release: chunk.releases[at] as number }, 1);
    }
    return tally.blame(names);
  }

  /** The entries in the window: of one series, or of all where the series is that of an API. */
  *#entriesOf(query: BlameQuery, ofClient: boolean, seriesCount: number): Generator<{ chunk: Chunk; at: number }> {
    if (this.overflowed) return;
    const { bySlot, bySeries, starts } = (this.#order ??= this.#ordered(seriesCount));
    const list = ofClient ? bySeries : bySlot;
    const end = ofClient ? (starts[query.series + 1] as number) : list.length;
    const slotOf = (i: number): number => this.#chunkOf(list[i] as number).slots[(list[i] as number) % CHUNK] as number;
    for (
      let i = firstWhere(ofClient ? (starts[query.series] as number) : 0, end, (at) => slotOf(at) >= query.from);
      i < end;
      i++
    ) {
      if (slotOf(i) >= query.to) return;
      yield { chunk: this.#chunkOf(list[i] as number), at: (list[i] as number) % CHUNK };
    }
  }

  #chunkOf(entry: number): Chunk {
    return this.#chunks[entry >>> CHUNK_BITS] as Chunk;
  }

  /** Sorts the entries by slot (slot and entry number in one exact float64), then, stably, by series. */
  #ordered(seriesCount: number): Order {
    const keys = new Float64Array(this.length);
    for (let entry = 0; entry < this.length; entry++) {
      keys[entry] = (this.#chunkOf(entry).slots[entry % CHUNK] as number) * ENTRIES_MAX + entry;
    }
    const bySlot = Uint32Array.from(keys.toSorted(), (key) => key % ENTRIES_MAX);
    const starts = new Uint32Array(seriesCount + 1);
    const seriesOfEntry = (entry: number): number => this.#chunkOf(entry).series[entry % CHUNK] as number;
    for (const entry of bySlot) starts[seriesOfEntry(entry) + 1] = (starts[seriesOfEntry(entry) + 1] as number) + 1;
    for (let i = 1; i < starts.length; i++) starts[i] = (starts[i] as number) + (starts[i - 1] as number);
    const next = starts.slice();
    const bySeries = new Uint32Array(this.length);
    for (const entry of bySlot) {
      const series = seriesOfEntry(entry);
      bySeries[next[series] as number] = entry;
      next[series] = (next[series] as number) + 1;
    }
    return { bySlot, bySeries, starts };
  }
}

/** Entry numbers by slot; and by series, then slot, those of series s at [starts[s], starts[s + 1]). */
interface Order {
  readonly bySlot: Uint32Array;
  readonly bySeries: Uint32Array;
  readonly starts: Uint32Array;
}

function emptyChunk(): Chunk {
  return {
    slots: new Int32Array(CHUNK),
    series: new Int32Array(CHUNK),
    columns: new Uint16Array(CHUNK),
    operations: new Uint16Array(CHUNK),
    statuses: new Uint16Array(CHUNK),
    releases: new Int32Array(CHUNK),
  };
}

/** The first index in [low, high) for which `holds`, given that it holds for all later ones; high when for none. */
function firstWhere(low: number, high: number, holds: (index: number) => boolean): number {
  let from = low;
  let to = high;
  while (from < to) {
    const middle = (from + to) >>> 1;
    if (holds(middle)) to = middle;
    else from = middle + 1;
  }
  return from;
}
