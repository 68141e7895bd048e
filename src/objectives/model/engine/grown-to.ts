/** An array of the same kind, all 0. */
export function emptyOf<A extends Float64Array | Int32Array | Uint8Array>(array: A, length: number): A {
  return new (array.constructor as new (length: number) => A)(length);
}

/** A copy with room for `length` numbers, the new ones 0. */
export function grownTo<A extends Float64Array | Int32Array | Uint8Array>(array: A, length: number): A {
  const larger = emptyOf(array, length);
  larger.set(array);
  return larger;
}
