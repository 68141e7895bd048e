import { floorTo, type Interval, MINUTE_MS } from "#kernel";
import { LiveLines } from "../lines/live-lines.ts";
import { liveRecords } from "../model/live-records.ts";
import type { LiveStory } from "../model/live-story.ts";

/** Batches begin and end on this step of the epoch, and where a span is cut: some 2,000 records, below a megabyte. */
const STEP_MS = 30 * MINUTE_MS;

/** Records of a span, ready to be sent. */
export interface RecordBatch extends Interval {
  /** The same for the same records: what a receiver has it has not to count again. */
  readonly idempotencyKey: string;
  /** NDJSON. */
  readonly body: Buffer<ArrayBuffer>;
  readonly records: number;
}

/** Where the batch ends that holds an instant and is not cut. */
export function batchEnd(instant: number): number {
  return floorTo(instant, STEP_MS) + STEP_MS;
}

/** The records of a span as batches, in order; spans without a record give none. */
export function* recordBatches(story: LiveStory, span: Interval): Generator<RecordBatch> {
  const printer = new LiveLines();
  for (let from = span.from; from < span.to; from = batchEnd(from)) {
    const to = Math.min(span.to, batchEnd(from));
    const lines: string[] = [];
    for (const record of liveRecords(story, { from, to })) lines.push(printer.line(record));
    const idempotencyKey = `${story.name}-${story.now}-${from}-${to}`;
    const body = Buffer.from(`${lines.join("\n")}\n`, "latin1");
    if (lines.length > 0) yield { from, to, idempotencyKey, body, records: lines.length };
  }
}
