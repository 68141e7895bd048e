/** Integers ≥ 0 in as few bytes as the largest of them needs; null = all are 0. */
export type Narrow = Uint8Array | Uint16Array | Uint32Array | Float64Array | null;

/** One column of rows: value r = base + offsets[r]. */
export interface RowColumn {
  readonly base: number;
  readonly offsets: Narrow;
}

/** Rows by column: first those of the key, then those of the sums. */
export interface RowColumns {
  readonly rows: number;
  readonly columns: readonly RowColumn[];
}

/** The column of these values: integers. */
export function columnOf(values: Int32Array | Float64Array): RowColumn {
  if (values.length === 0) return { base: 0, offsets: null };
  // A function for each kind of array: code that meets both is several times as slow.
  return values instanceof Int32Array ? keyColumn(values) : sumColumn(values);
}

function keyColumn(values: Int32Array): RowColumn {
  let least = values[0] as number;
  let most = least;
  // By index: going through a typed array by its iterator takes three times as long.
  for (let i = 1; i < values.length; i++) {
    const value = values[i] as number;
    if (value < least) least = value;
    if (value > most) most = value;
  }
  const offsets = narrowArray(widthOf(most - least), values.length);
  if (offsets !== null) for (let i = 0; i < values.length; i++) offsets[i] = (values[i] as number) - least;
  return { base: least, offsets };
}

function sumColumn(values: Float64Array): RowColumn {
  let least = values[0] as number;
  let most = least;
  // By index: going through a typed array by its iterator takes three times as long.
  for (let i = 1; i < values.length; i++) {
    const value = values[i] as number;
    if (value < least) least = value;
    if (value > most) most = value;
  }
  const offsets = narrowArray(widthOf(most - least), values.length);
  if (offsets !== null) for (let i = 0; i < values.length; i++) offsets[i] = (values[i] as number) - least;
  return { base: least, offsets };
}

/** An array for `length` offsets of `width` bytes (0, 1, 2, 4 or 8). */
export function narrowArray(width: number, length: number): Narrow {
  if (width === 0) return null;
  if (width === 1) return new Uint8Array(length);
  if (width === 2) return new Uint16Array(length);
  return width === 4 ? new Uint32Array(length) : new Float64Array(length);
}

function widthOf(spread: number): number {
  if (spread === 0) return 0;
  if (spread < 2 ** 8) return 1;
  if (spread < 2 ** 16) return 2;
  return spread < 2 ** 32 ? 4 : 8;
}
