import type { RecordColumns } from "#records";

/** Bytes [from, to) of a body. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
}

/** Who takes what a scanner finds in a body. */
export interface OtlpTaker {
  /** Columns with room for one more row; null: there are none, and the rest of the body is not wanted. */
  room(): RecordColumns | null;
  /** A span with these ids will be asked for soon. */
  expect(view: DataView, traceAt: number, spanAt: number): void;
  /** Whether the span with these ids is new; it is not from now on. */
  isNew(view: DataView, traceAt: number, spanAt: number): boolean;
  /** A row was written. */
  kept(isSampled: boolean): void;
  /** A span came that came before. */
  repeated(): void;
  /** A span is of another kind than those of servers. */
  passedOver(): void;
  /** The resource of the group at [from, to) is unusual. */
  unusualResource(from: number, to: number): void;
  /** The span at [from, to) of a group is unusual. */
  unusual(from: number, to: number, group: Stretch): void;
}
