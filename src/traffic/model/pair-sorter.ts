import { giveBack } from "#kernel";

/** Numbers of 64 bits in two halves, and where each stood before. */
export interface Pairs {
  readonly high: Uint32Array;
  readonly low: Uint32Array;
  readonly order: Int32Array;
}

const DIGIT_BITS_MAX = 12;
const DIGIT_BITS_MIN = 4;
/** Memory for more than this is not kept for the next time. */
const KEPT_MAX = 1 << 18;

/** Which of the numbers are sorted, and what is to be known of them. */
interface Asked {
  readonly length: number;
  /** Whether `order` is asked for. */
  readonly ordered: boolean;
}

/**
 * Sorts pairs in memory of its own, which it uses again and again. A radix sort that looks only at bits in which pairs
 * differ: its time grows with their number only.
 */
export class PairSorter {
  #length = 0;
  #from = pairsOf(0);
  #to = pairsOf(0);

  /** Room to write `length` pairs to; their order need not be written. */
  room(length: number): Pairs {
    if (length > this.#length || this.#length > KEPT_MAX) {
      this.#length = Math.max(length, Math.min(KEPT_MAX, length * 2));
      for (const { high, low, order } of [this.#from, this.#to]) giveBack(high, low, order);
      this.#from = pairsOf(this.#length);
      this.#to = pairsOf(this.#length);
    }
    return this.#from;
  }

  /** The first `length` of the pairs that were written, ascending. They may be read until there is room for others. */
  sorted({ length, ordered }: Asked): Pairs {
    let [from, to] = [cut(this.#from, length), cut(this.#to, length)];
    if (ordered) for (let i = 0; i < length; i++) from.order[i] = i;
    const digitBits = digitBitsOf(length);
    for (const half of ["low", "high"] as const) {
      const differing = differingBits(from[half]);
      for (let shift = 0; shift < 32 && differing >>> shift !== 0;) {
        // Bits that are the same everywhere are skipped.
        shift += Math.clz32(1) - Math.clz32((differing >>> shift) & -(differing >>> shift));
        const range = 32 - Math.clz32(differing >>> shift);
        const bits = Math.ceil(range / Math.ceil(range / digitBits));
        scatter(from, to, { half, shift, bits, ordered });
        [from, to] = [to, from];
        shift += bits;
      }
    }
    return from;
  }
}

function pairsOf(length: number): Pairs {
  return { high: new Uint32Array(length), low: new Uint32Array(length), order: new Int32Array(length) };
}

function cut({ high, low, order }: Pairs, length: number): Pairs {
  return { high: high.subarray(0, length), low: low.subarray(0, length), order: order.subarray(0, length) };
}

/** The fewer there are, the smaller the digits: each value of a digit is walked through as well. */
function digitBitsOf(length: number): number {
  return Math.min(DIGIT_BITS_MAX, Math.max(DIGIT_BITS_MIN, 32 - Math.clz32(length)));
}

function differingBits(values: Uint32Array): number {
  const first = values[0] ?? 0;
  let differing = 0;
  for (let i = 1; i < values.length; i++) differing |= first ^ (values[i] as number);
  return differing;
}

interface Digit {
  readonly half: "high" | "low";
  readonly shift: number;
  readonly bits: number;
  readonly ordered: boolean;
}

function scatter(from: Pairs, to: Pairs, { half, shift, bits, ordered }: Digit): void {
  const digits = from[half];
  const mask = (1 << bits) - 1;
  const next = startsOf(digits, shift, mask);
  const { high, low, order } = from;
  const [toHigh, toLow, toOrder] = [to.high, to.low, to.order];
  for (let i = 0; i < digits.length; i++) {
    const digit = ((digits[i] as number) >>> shift) & mask;
    const place = next[digit] as number;
    next[digit] = place + 1;
    toHigh[place] = high[i] as number;
    toLow[place] = low[i] as number;
    if (ordered) toOrder[place] = order[i] as number;
  }
}

/** By digit, where its first one goes. */
function startsOf(digits: Uint32Array, shift: number, mask: number): Int32Array {
  const starts = new Int32Array(mask + 1);
  for (let i = digits.length - 1; i >= 0; i--) {
    const digit = ((digits[i] as number) >>> shift) & mask;
    starts[digit] = (starts[digit] as number) + 1;
  }
  for (let digit = 0, sum = 0; digit <= mask; digit++) {
    const count = starts[digit] as number;
    starts[digit] = sum;
    sum += count;
  }
  return starts;
}
