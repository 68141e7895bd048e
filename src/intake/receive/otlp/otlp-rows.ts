import type { RecordColumns } from "#records";
import type { Dropped, DropReason } from "../../model/record.ts";
import { SpanBatch, type SeenSpans } from "../../model/otlp/seen-spans.ts";
import type { OtlpBodyTaker } from "../../otlp-decoder.ts";
import type { RowPages } from "../row-pages.ts";

const EXAMPLES_MAX = 10;

/** What one body of spans or log records holds. Its pages belong to the body until they are released. */
export class OtlpRows implements OtlpBodyTaker {
  readonly pages: RowPages;
  /** Spans that nobody has seen before this body. */
  readonly batch = new SpanBatch();
  readonly drops = new Map<DropReason, number>();
  readonly examples: { readonly reason: DropReason; readonly detail: string }[] = [];
  rows = 0;
  /** Of these, those that say that others were left out before they began. */
  sampled = 0;
  repeats = 0;
  /** Spans that are none of servers. */
  others = 0;
  readonly #seen: SeenSpans;

  constructor(pages: RowPages, seen: SeenSpans) {
    this.pages = pages;
    this.#seen = seen;
  }

  /** Those that were not kept, and should have been. */
  get rejected(): number {
    return this.drops.values().reduce((sum, count) => sum + count, 0);
  }

  room(): RecordColumns | null {
    return this.pages.overfull ? null : (this.pages.room() ?? null);
  }

  expect(view: DataView, traceAt: number, spanAt: number): void {
    this.#seen.expect(view, traceAt, spanAt);
  }

  isNew(view: DataView, traceAt: number, spanAt: number): boolean {
    const isNew = this.#seen.take(view, traceAt, spanAt);
    if (isNew) this.#seen.note(this.batch);
    return isNew;
  }

  kept(isSampled: boolean): void {
    this.rows++;
    if (isSampled) this.sampled++;
  }

  repeated(): void {
    this.repeats++;
  }

  passedOver(): void {
    this.others++;
  }

  dropped({ drop, detail }: Dropped): void {
    this.drops.set(drop, (this.drops.get(drop) ?? 0) + 1);
    if (this.examples.length < EXAMPLES_MAX) this.examples.push({ reason: drop, detail });
  }
}
