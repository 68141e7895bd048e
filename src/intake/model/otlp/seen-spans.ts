import { MINUTE_MS } from "#kernel";
import { type SpanRange, SpanTable } from "./span-table.ts";

/** A span that comes again within this time is known, whatever came in between. */
const SEEN_MS = 10 * MINUTE_MS;
/** Spans that one generation remembers. */
const GENERATION_MAX = 1 << 21;
/** Spans whose places are waited for together. */
const EXPECTED_MAX = 32;

/**
 * Which spans were taken in the last ten minutes, by trace id and span id. Two generations in one table, the younger of
 * at most ten minutes; above two million spans in ten minutes it is as old as its room allows. A span takes 40 bytes and
 * more, four million 160 MB. `seeds` are of this process, so that nobody can choose ids that are slow to find.
 */
export class SeenSpans {
  readonly #table: SpanTable;
  /** The first span of the younger generation, of all that were ever added. */
  #youngFrom = 0;
  #since = Number.NEGATIVE_INFINITY;
  /** Hashes of spans that will be taken soon. */
  readonly #expected = new Int32Array(EXPECTED_MAX);
  #count = 0;
  /** Says nothing and is asked for by nobody, but what is read without a use is not read at all. */
  peeked = 0;

  constructor(seeds: readonly [number, number]) {
    this.#table = new SpanTable(seeds);
  }

  /** Forgets what is too old at `now`, epoch ms. To be called now and then. */
  age(now: number): void {
    if (now - this.#since >= SEEN_MS) this.#turn(now);
  }

  /**
   * To be called for many spans before they are taken. Their places are far from each other: here many are waited for
   * together, else each would be for itself.
   */
  expect(view: DataView, traceAt: number, spanAt: number): void {
    this.#expected[this.#count++] = this.#table.hashOf(view, traceAt, spanAt);
    if (this.#count === EXPECTED_MAX) this.#peek();
  }

  /** Whether the span with these ids, 16 and 8 bytes of `view`, is new; it is not from now on. */
  take(view: DataView, traceAt: number, spanAt: number): boolean {
    if (this.#count > 0) this.#peek();
    const table = this.#table;
    if (!table.add(table.hashOf(view, traceAt, spanAt), view, traceAt, spanAt)) return false;
    if (table.added - this.#youngFrom >= GENERATION_MAX) this.#turn(this.#since);
    return true;
  }

  /** Notes the span that was new just now, so that it can be let go of. */
  note(batch: SpanBatch): void {
    batch.push(this.#table.added - 1);
  }

  /** Spans that were taken and could not be kept: they may come again. */
  forget(batch: SpanBatch): void {
    for (const range of batch.ranges) this.#table.remove(range);
  }

  #peek(): void {
    this.peeked = this.#table.peek(this.#expected, this.#count);
    this.#count = 0;
  }

  #turn(now: number): void {
    this.#table.forgetBefore(this.#youngFrom);
    this.#youngFrom = this.#table.added;
    this.#since = now;
  }
}

/** What one body has added, so that it can be let go of. */
export class SpanBatch {
  readonly ranges: SpanRange[] = [];
  #last: SpanRange = { from: -1, to: -1 };

  /** The span with this number was added. */
  push(number: number): void {
    if (number === this.#last.to) {
      this.#last.to++;
      return;
    }
    this.#last = { from: number, to: number + 1 };
    this.ranges.push(this.#last);
  }
}
