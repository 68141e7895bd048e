/** Bounds of what is taken over HTTP. */
export interface IntakeLimits {
  /** Bytes of a body as it is sent. */
  readonly bodyBytesMax: number;
  /** Bytes of a body when it is decompressed. */
  readonly decodedBytesMax: number;
  /** A body of which nothing came for so long is given up. */
  readonly bodyIdleMs: number;
  /** A body that is not whole after so long is given up. */
  readonly bodyMs: number;
  /** Bodies that are read or waited for at once; each needs a socket and room for its first records. */
  readonly bodiesMax: number;
  /** Rows of all bodies at once, at about 170 bytes each. More than the largest body can have. */
  readonly rowsMax: number;
}

export const INTAKE_LIMITS: IntakeLimits = {
  bodyBytesMax: 16 * 1_048_576,
  decodedBytesMax: 64 * 1_048_576,
  bodyIdleMs: 15_000,
  bodyMs: 60_000,
  bodiesMax: 1_000,
  rowsMax: 2_097_152,
};
