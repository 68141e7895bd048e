/** A copy with room for `length` numbers, the new ones 0. */
export function grownTo<A extends Float64Array | Int32Array | Uint8Array>(array: A, length: number): A {
  const larger = new (array.constructor as new (length: number) => A)(length);
  larger.set(array);
  return larger;
}
