/** How a part of a saved state is announced in its head. */
export interface SavedPart {
  readonly name: string;
  readonly kind: "Float64Array" | "Int32Array" | "Uint32Array" | "Uint8Array" | "json";
  readonly bytes: number;
}

/** The length of the head stands in so many bytes before it. */
export const HEAD_BYTES = 8;
/** Parts begin at multiples of this. */
export const ALIGNED = 8;

/** Bytes that fill up a part of this length. */
export function padding(length: number): number {
  return (ALIGNED - (length % ALIGNED)) % ALIGNED;
}
