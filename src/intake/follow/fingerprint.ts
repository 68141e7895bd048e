import { hash } from "node:crypto";

/** Bytes of a file's beginning that tell it from others. An access log has the times of several requests in them. */
export const HEAD_BYTES = 1_024;

/** How a file begins, whatever it is called now and however it is compressed. Shorter while the file itself is. */
export interface Fingerprint {
  readonly bytes: number;
  /** In hex; of its first `bytes` bytes, decompressed. */
  readonly sha256: string;
}

/** The fingerprint of a file from its first bytes; of an empty one it says nothing. */
export function fingerprintOf(head: Uint8Array): Fingerprint {
  const first = head.subarray(0, HEAD_BYTES);
  return { bytes: first.length, sha256: hash("sha256", first, "hex") };
}

/** Whether a file that begins with `head` is the one with this fingerprint. One of no bytes fits nothing. */
export function fits({ bytes, sha256 }: Fingerprint, head: Uint8Array): boolean {
  return bytes > 0 && head.length >= bytes && fingerprintOf(head.subarray(0, bytes)).sha256 === sha256;
}
