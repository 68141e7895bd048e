import type { Attributes } from "./attributes.ts";

/** What OTLP/HTTP carries here. */
export type OtlpSignal = "traces" | "logs";

/** A span or a log record, as far as it is read. */
export interface OtlpItem {
  /** 16 bytes that are not all 0; null where there are none. */
  readonly traceId: Uint8Array | null;
  /** 8 bytes, likewise. */
  readonly spanId: Uint8Array | null;
  /** Of a span: 2 is one of a server. 0 for a log record. */
  readonly kind: number;
  /** Unix ns; 0n: not told. A log record has no start. */
  readonly start: bigint;
  /** Unix ns; 0n: not told. Of a log record when it was written. */
  readonly end: bigint;
  readonly traceState: string;
  /** The span's status is "error". */
  readonly failed: boolean;
  readonly attributes: Attributes;
}

/** What one resource has sent. */
export interface OtlpGroup {
  readonly resource: Attributes;
  readonly items: readonly OtlpItem[];
}

/** Ids have these lengths, in bytes. */
export const TRACE_ID_BYTES = 16;
export const SPAN_ID_BYTES = 8;

/** An id, or null when it is none: another length, or nothing but 0. */
export function idOf(bytes: Uint8Array, length: number): Uint8Array | null {
  return bytes.length === length && bytes.some((byte) => byte !== 0) ? bytes : null;
}
