/** Bounds of OTLP bodies, which are read whole: the other ones are those of all bodies (`IntakeLimits`). */
export interface OtlpLimits {
  /** Bytes of a body when it is decompressed: less than of NDJSON, which is read in pieces. */
  readonly decodedBytesMax: number;
  /** Bytes of a body in JSON: reading it holds up everything else for about 5 ms a MiB. */
  readonly jsonBytesMax: number;
  /** Bytes of all bodies that are read at once. */
  readonly heldBytesMax: number;
}

export const OTLP_LIMITS: OtlpLimits = {
  decodedBytesMax: 16 * 1_048_576,
  jsonBytesMax: 8 * 1_048_576,
  heldBytesMax: 64 * 1_048_576,
};
