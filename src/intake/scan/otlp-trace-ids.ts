import type { RecordColumns } from "#records";
import type { Redaction } from "../model/redaction.ts";
import { PADDING } from "./words.ts";

const TRACE_BYTES = 16;
const HEX_BYTES = 32;
const utf8 = new TextEncoder();

/** Two hex digits of each byte, as they stand in the lower half of a little-endian word. */
const DIGITS = Int32Array.from({ length: 256 }, (_, byte) => {
  const text = byte.toString(16).padStart(2, "0");
  return text.charCodeAt(0) | (text.charCodeAt(1) << 8);
});

/** Writes trace ids, which OTLP carries as bytes, in hex as the column has them. */
export class OtlpTraceIds {
  readonly #isKept: boolean;
  readonly #change: ((text: string) => string) | undefined;
  readonly #hex = new DataView(new ArrayBuffer(HEX_BYTES + PADDING));

  constructor(redaction: Redaction | undefined) {
    this.#isKept = redaction?.kept.includes("traceId") === true;
    this.#change = redaction?.changes.traceId;
  }

  /** The id at [at, at + 16) as that of row columns.length. */
  write(bytes: Uint8Array, at: number, columns: RecordColumns): void {
    const texts = columns.wide?.traceId ?? null;
    if (texts === null || !this.#isKept) return;
    const hex = this.#hex;
    for (let i = 0; i < TRACE_BYTES; i += 2) {
      const low = DIGITS[bytes[at + i] as number] as number;
      hex.setInt32(2 * i, low | ((DIGITS[bytes[at + i + 1] as number] as number) << 16), true);
    }
    if (this.#change === undefined) {
      texts.moveTo(columns.length);
      texts.writeWords(hex, 0, HEX_BYTES);
      return;
    }
    const changed = utf8.encode(this.#change(new TextDecoder().decode(new Uint8Array(hex.buffer, 0, HEX_BYTES))));
    texts.write(columns.length, changed, [0, changed.length]);
  }
}
