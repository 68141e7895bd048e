import type { Clock } from "./clock.ts";
import { invariant } from "./invariant.ts";

const LETTERS = "0123456789abcdefghjkmnpqrstvwxyz";
const SEQUENCE_BITS = 74n;

/**
 * Names for new things: `prefix_` and 26 base-32 characters (Crockford's letters) of a UUIDv7. Ids of one source
 * rise, also within a millisecond and when the clock goes back, so that a page of new rows stays together in an index.
 * They are never the order of facts.
 */
export class Ids {
  readonly #clock: Clock;
  readonly #randomBytes: (count: number) => Uint8Array;
  #lastMs = 0;
  #sequence = 0n;

  constructor(clock: Clock, randomBytes: (count: number) => Uint8Array) {
    this.#clock = clock;
    this.#randomBytes = randomBytes;
  }

  /** Such as `tok_01jd…`; the prefix says what the id names. */
  next(prefix: string): string {
    const now = this.#clock.now();
    if (now > this.#lastMs) {
      this.#lastMs = now;
      this.#sequence = this.#seed();
    } else {
      this.#sequence += 1n;
    }
    invariant(this.#sequence >> SEQUENCE_BITS === 0n, "more ids in a millisecond than a UUIDv7 can tell apart");
    return `${prefix}_${base32(uuidV7(this.#lastMs, this.#sequence))}`;
  }

  /** The highest bit stays 0, which leaves room to count up. */
  #seed(): bigint {
    let seed = 0n;
    for (const byte of this.#randomBytes(9)) seed = (seed << 8n) | BigInt(byte);
    return seed;
  }
}

/** 48 bits of milliseconds, version 7, 12 bits, variant 2, 62 bits (RFC 9562). */
function uuidV7(ms: number, sequence: bigint): bigint {
  const high = sequence >> 62n;
  const low = sequence & ((1n << 62n) - 1n);
  return (BigInt(ms) << 80n) | (7n << 76n) | (high << 64n) | (2n << 62n) | low;
}

function base32(value: bigint): string {
  let text = "";
  for (let shift = 125n; shift >= 0n; shift -= 5n) text += LETTERS[Number((value >> shift) & 31n)];
  return text;
}
