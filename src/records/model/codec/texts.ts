import type { TextColumn } from "../text-column.ts";
import type { ByteWriter } from "./byte-writer.ts";
import type { HexDigits } from "./hex-digits.ts";
import { beginSection, HEX, type Section, TEXT } from "./section.ts";

/** A trace id. */
const HEX_DIGITS = 32;

/** The texts of one column of a block; `lengths` are theirs, written and read before them. */
export interface Texts {
  readonly texts: TextColumn;
  readonly lengths: Float64Array;
  readonly rows: number;
  readonly hex: HexDigits;
}

/** Writes the bytes of all rows; two digits a byte where each row that is not empty is 32 lower-case hex digits. */
export function encodeTexts({ texts, lengths, rows, hex }: Texts, column: number, out: ByteWriter): void {
  const bytes = texts.bytesOfAll(rows);
  const start = out.length;
  if (haveTraceLength(lengths, rows)) {
    const packedAt = beginSection({ column, encoding: HEX, length: bytes.length / 2 }, out);
    if (hex.pack(bytes, out.bytes, packedAt)) return;
    out.length = start;
  }
  const at = beginSection({ column, encoding: TEXT, length: bytes.length }, out);
  out.bytes.set(bytes, at);
}

/** Reads the texts of a section. */
export function decodeTexts({ texts, lengths, rows, hex }: Texts, section: Section): void {
  const bytes = section.payload;
  const arena = texts.reset(lengths, rows);
  if (section.encoding === HEX) hex.unpack(bytes, arena);
  else arena.set(bytes);
}

function haveTraceLength(lengths: Float64Array, rows: number): boolean {
  for (let row = 0; row < rows; row++) if (lengths[row] !== 0 && lengths[row] !== HEX_DIGITS) return false;
  return true;
}
