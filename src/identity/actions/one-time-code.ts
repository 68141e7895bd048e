import { createHmac, timingSafeEqual } from "node:crypto";
import { SECOND_MS } from "#kernel";

const STEP_MS = 30 * SECOND_MS;
const DIGITS = 6;
/** Steps before and after now whose code is taken: clocks of phones are not quite right. */
const TOLERATED = [0, -1, 1];
const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/** The code of a step (RFC 4226 and 6238, SHA-1), with as many digits as are asked for. */
export function codeOf(secret: Buffer, step: number, digits = DIGITS): string {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(step));
  const mac = createHmac("sha1", secret).update(counter).digest();
  const offset = (mac.at(-1) ?? 0) & 0xf;
  const value = mac.readUInt32BE(offset) & 0x7f_ff_ff_ff;
  return String(value % 10 ** digits).padStart(digits, "0");
}

/** The step of thirty seconds in which an instant lies. */
export function stepOf(now: number): number {
  return Math.floor(now / STEP_MS);
}

/** The step whose code this is: the present one, the one before or the one after, if it came after `used`. */
export function matchingStep(
  secret: Buffer,
  code: string,
  { now, used }: { now: number; used: number },
): number | undefined {
  let found: number | undefined;
  // All are compared, whichever fits: it takes the same time.
  for (const offset of TOLERATED) {
    const step = stepOf(now) + offset;
    const [wanted, given] = [Buffer.from(codeOf(secret, step)), Buffer.from(code)];
    const isSame = wanted.length === given.length && timingSafeEqual(wanted, given);
    if (isSame && step > used) found ??= step;
  }
  return found;
}

/** RFC 4648, without padding: what programs for codes take. */
export function base32Text(bytes: Buffer): string {
  let [text, bits, value] = ["", 0, 0];
  for (const byte of bytes) {
    value = ((value << 8) | byte) & 0xf_ff_ff;
    bits += 8;
    for (; bits >= 5; bits -= 5) text += LETTERS[(value >> (bits - 5)) & 31];
  }
  return bits === 0 ? text : text + (LETTERS[(value << (5 - bits)) & 31] ?? "");
}
