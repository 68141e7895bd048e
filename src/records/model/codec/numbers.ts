import type { ByteWriter } from "./byte-writer.ts";
import { beginSection, CONSTANT, DELTAS, FLOATS, OFFSETS, type Section } from "./section.ts";

/** Beyond these, numbers are kept as floats: widths stay in three bits and sums stay exact. */
const WIDTH_MAX = 6;
const WHOLE_MAX = 2 ** 51;

/** The numbers of one column of a block: the first `rows` of `values`. */
export interface Numbers {
  readonly column: number;
  readonly values: Float64Array;
  readonly rows: number;
}

interface Span {
  readonly min: number;
  /** Bytes that hold each value − min; more than WIDTH_MAX when floats are needed. */
  readonly width: number;
}

/**
 * Writes whole numbers as their distance from the least one, in as few bytes as the largest needs, the low bytes of all
 * rows first, then the next: what compresses well lies together. Anything but whole numbers is kept as it is.
 */
export function encodeNumbers(numbers: Numbers, out: ByteWriter): void {
  const { column, values, rows } = numbers;
  const { min, width } = spanOf(values, rows);
  if (width > WIDTH_MAX) return encodeFloats(numbers, out);
  if (width === 0) {
    beginSection({ column, encoding: CONSTANT, min, length: 0 }, out);
    return;
  }
  const at = beginSection({ column, encoding: OFFSETS, width, min, length: width * rows }, out);
  writePlanes({ values, rows, min, width }, out.bytes, at);
}

/** Writes numbers that mostly ascend as differences when these are not wider; `scratch` is overwritten. */
export function encodeAscending(numbers: Numbers, scratch: Float64Array, out: ByteWriter): void {
  const { column, values, rows } = numbers;
  const whole = spanOf(values, rows);
  for (let row = 1; row < rows; row++) scratch[row] = (values[row] as number) - (values[row - 1] as number);
  scratch[0] = scratch[1] ?? 0;
  const { min, width } = spanOf(scratch, rows);
  if (whole.width === 0 || whole.width > WIDTH_MAX || width > whole.width) return encodeNumbers(numbers, out);
  const at = beginSection({ column, encoding: DELTAS, width, min, length: 8 + width * rows }, out);
  out.view.setFloat64(at, values[0] as number, true);
  writePlanes({ values: scratch, rows, min, width }, out.bytes, at + 8);
}

/** Reads the numbers of a section into the first `rows` of `target`. */
export function decodeNumbers(section: Section, { values, rows }: Omit<Numbers, "column">): void {
  const { encoding, min, width } = section;
  if (encoding === CONSTANT) {
    values.fill(min, 0, rows);
    return;
  }
  const bytes = section.payload;
  if (encoding === FLOATS) {
    new Uint8Array(values.buffer, values.byteOffset, 8 * rows).set(bytes);
    return;
  }
  const start = encoding === DELTAS ? 8 : 0;
  readPlanes({ values, rows, min, width }, bytes, start);
  if (encoding === OFFSETS) return;
  let sum = new DataView(bytes.buffer, bytes.byteOffset, 8).getFloat64(0, true);
  values[0] = sum;
  for (let row = 1; row < rows; row++) values[row] = sum += values[row] as number;
}

function encodeFloats({ column, values, rows }: Numbers, out: ByteWriter): void {
  const at = beginSection({ column, encoding: FLOATS, length: 8 * rows }, out);
  out.bytes.set(new Uint8Array(values.buffer, values.byteOffset, 8 * rows), at);
}

function spanOf(values: Float64Array, rows: number): Span {
  let min = values[0] as number;
  let max = min;
  let whole = true;
  for (let row = 0; row < rows; row++) {
    const value = values[row] as number;
    if (value < min) min = value;
    if (value > max) max = value;
    whole = whole && value === Math.floor(value);
  }
  if (!whole || min < -WHOLE_MAX || max > WHOLE_MAX) return { min: 0, width: WIDTH_MAX + 1 };
  return { min, width: widthOf(max - min) };
}

function widthOf(span: number): number {
  let width = 0;
  for (let rest = span; rest > 0; rest = Math.floor(rest / 256)) width++;
  return width;
}

interface Planes {
  readonly values: Float64Array;
  readonly rows: number;
  readonly min: number;
  readonly width: number;
}

function writePlanes({ values, rows, min, width }: Planes, bytes: Uint8Array, start: number): void {
  for (let plane = 0, at = start; plane < width; plane++, at += rows) {
    if (plane < 4) {
      const shift = 8 * plane;
      for (let row = 0; row < rows; row++) bytes[at + row] = ((values[row] as number) - min) >>> shift;
    } else {
      const scale = 256 ** plane;
      for (let row = 0; row < rows; row++) bytes[at + row] = ((values[row] as number) - min) / scale;
    }
  }
}

function readPlanes({ values, rows, min, width }: Planes, bytes: Uint8Array, start: number): void {
  if (width === 0) values.fill(min, 0, rows);
  else if (width === 1) for (let row = 0; row < rows; row++) values[row] = min + (bytes[start + row] as number);
  else readTwoPlanes({ values, rows, min, width }, bytes, start);
  // The first two at once, as few columns have more of them.
  for (let plane = 2, at = start + 2 * rows; plane < width; plane++, at += rows) {
    const scale = 256 ** plane;
    for (let row = 0; row < rows; row++) values[row] = (values[row] as number) + (bytes[at + row] as number) * scale;
  }
}

function readTwoPlanes({ values, rows, min }: Planes, bytes: Uint8Array, start: number): void {
  const second = start + rows;
  for (let row = 0; row < rows; row++) {
    values[row] = min + ((bytes[start + row] as number) | ((bytes[second + row] as number) << 8));
  }
}
