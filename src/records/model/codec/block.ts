import { NO_DURATION, NUMBER_COLUMNS, type NumberColumn, type RecordColumns } from "../columns.ts";
import { WIDE_FIELDS, type WideField } from "../wide-columns.ts";
import type { ByteReader } from "./byte-reader.ts";
import type { ByteWriter } from "./byte-writer.ts";
import { HexDigits } from "./hex-digits.ts";
import { decodeNumbers, encodeAscending, encodeNumbers } from "./numbers.ts";
import { CONSTANT, type Section } from "./section.ts";
import { SectionList, type Unpack } from "./section-list.ts";
import { decodeTexts, encodeTexts } from "./texts.ts";

/** Rows of a block at most: some milliseconds to decode, a megabyte as columns. */
export const BLOCK_ROWS = 16_384;

/** Column codes of the texts: behind those of all numbers that will ever be; two for each field, lengths and bytes. */
const TEXTS_FROM = 128;

/** Which columns are to be decoded; all when absent. */
export type Wanted = ReadonlySet<NumberColumn | WideField>;

/** `unpack` gives compressed columns back; `wanted` leaves out the others. */
export interface DecodeOptions {
  readonly unpack: Unpack;
  readonly wanted?: Wanted;
}

/**
 * At most BLOCK_ROWS rows as bytes, column by column:
 * u32 length of what follows, u32 rows, then sections. A column without a section is empty texts.
 */
export class BlockCodec {
  readonly #numbers = new Float64Array(BLOCK_ROWS);
  readonly #scratch = new Float64Array(BLOCK_ROWS);
  readonly #hex = new HexDigits();
  readonly #sections = new SectionList();

  encode(columns: RecordColumns, out: ByteWriter): void {
    const start = out.take(4);
    const rows = columns.length;
    out.u32(rows);
    if (rows > 0) {
      NUMBER_COLUMNS.forEach((_, column) => this.#encodeNumbers(columns, column, out));
      WIDE_FIELDS.forEach((field, index) => this.#encodeTexts(columns, { field, column: TEXTS_FROM + 2 * index }, out));
    }
    out.view.setUint32(start, out.length - start - 4, true);
  }

  /** Reads the block at the reader's place, in place of what the columns held. */
  decode(reader: ByteReader, columns: RecordColumns, options: DecodeOptions): void {
    const end = reader.u32() + reader.at;
    columns.clear();
    columns.length = reader.u32();
    // Blocks of before it was kept have none.
    columns.upstreamUs.fill(NO_DURATION, 0, columns.length);
    this.#sections.read(reader, end, (column) => isWanted(column, columns, options.wanted));
    for (const section of this.#sections.unpacked(options.unpack)) {
      if (section.column < TEXTS_FROM) this.#decodeNumbers(section, columns);
      else this.#decodeTexts(section, columns);
    }
  }

  #encodeNumbers(columns: RecordColumns, column: number, out: ByteWriter): void {
    const rows = columns.length;
    const name = NUMBER_COLUMNS[column] as NumberColumn;
    const source = columns[name].subarray(0, rows);
    // One kind of array for all columns: code that meets four kinds is several times as slow.
    this.#numbers.set(source);
    const numbers = { column, values: this.#numbers, rows };
    if (name === "at") encodeAscending(numbers, this.#scratch, out);
    else encodeNumbers(numbers, out);
  }

  #encodeTexts(columns: RecordColumns, { field, column }: { field: WideField; column: number }, out: ByteWriter): void {
    const texts = columns.wide?.[field] ?? null;
    const rows = columns.length;
    if (texts === null || texts.bytesOfAll(rows).length === 0) return;
    texts.lengthsInto(this.#numbers, rows);
    encodeNumbers({ column, values: this.#numbers, rows }, out);
    encodeTexts({ texts, lengths: this.#numbers, rows, hex: this.#hex }, column + 1, out);
  }

  #decodeNumbers(section: Section, columns: RecordColumns): void {
    const target = columns[NUMBER_COLUMNS[section.column] as NumberColumn];
    const rows = columns.length;
    if (target instanceof Float64Array) {
      decodeNumbers(section, { values: target, rows });
      return;
    }
    if (section.encoding === CONSTANT) {
      target.fill(section.min, 0, rows);
      return;
    }
    decodeNumbers(section, { values: this.#numbers, rows });
    target.set(this.#numbers.subarray(0, rows));
  }

  #decodeTexts(section: Section, columns: RecordColumns): void {
    const code = section.column - TEXTS_FROM;
    const texts = columns.wide?.[WIDE_FIELDS[code >> 1] as WideField] ?? null;
    if (texts === null) return;
    const rows = columns.length;
    if (code % 2 === 0) decodeNumbers(section, { values: this.#numbers, rows });
    else decodeTexts({ texts, lengths: this.#numbers, rows, hex: this.#hex }, section);
  }
}

/** Whether a column is one that we know, that was asked for, and that there is room for. */
function isWanted(column: number, { wide }: RecordColumns, wanted: Wanted | undefined): boolean {
  const name = NUMBER_COLUMNS[column];
  if (name !== undefined) return wanted?.has(name) ?? true;
  const field = WIDE_FIELDS[(column - TEXTS_FROM) >> 1];
  return field !== undefined && (wide?.[field] ?? null) !== null && (wanted?.has(field) ?? true);
}
