import { DAY_MS, HOUR_MS, invariant, SECOND_MS } from "#kernel";
import { DROP_REASONS, type DropReason } from "./record.ts";

/** How long answers are remembered. */
export interface RegisterLimits {
  /** So many answers are remembered in any case, as far as they are not older than `mostMs`. */
  readonly leastCount: number;
  /** An answer that is not older is remembered too, as long as there are not more than `mostCount`. */
  readonly leastMs: number;
  readonly mostMs: number;
  /** Bounds memory, at 88 bytes each. */
  readonly mostCount: number;
}

/** What the contract promises, and what it costs at most: 88 MB for what is promised, 350 MB at the end. */
const REGISTER_LIMITS: RegisterLimits = {
  leastCount: 1_000_000,
  leastMs: HOUR_MS,
  mostMs: DAY_MS,
  mostCount: 4_000_000,
};

/** What a body was answered. */
export interface BodyAnswer {
  readonly kept: number;
  readonly dropped: Readonly<Partial<Record<DropReason, number>>>;
}

/** Words of an entry: 4 of its key, 4 of its body, its second, what was kept, what was dropped by reason. */
const KEY = 0;
const BODY = 4;
const SECOND = 8;
const KEPT = 9;
const DROPPED = 10;
const WORDS = DROPPED + DROP_REASONS.length;
const ENTRIES_FIRST = 1_024;
const VERSION = 1;

/**
 * Remembers, by the digest of a key, which body came with it and what was answered: so that the same body is not
 * taken twice. Keys and bodies are known by the first 128 bits of their SHA-256. Bounded; the oldest are forgotten.
 * Pure but for its own state: digests and instants are handed in, and instants do not decrease by much (an earlier
 * one is taken as the latest that was seen).
 */
export class IdempotencyRegister {
  readonly #limits: RegisterLimits;
  /** A ring of entries in the order in which they came. Its length in entries is a power of two. */
  #ring = new Uint32Array(ENTRIES_FIRST * WORDS);
  /** Open addressing: the number of an entry + 1; 0 is free. Twice as many as the ring has entries. */
  #slots = new Uint32Array(2 * ENTRIES_FIRST);
  /** Entries that were ever forgotten, and that ever came: entry n is in the ring at n modulo its length. */
  #first = 0;
  #next = 0;
  #latest = 0;
  #forgottenEarly = 0;

  constructor(limits: RegisterLimits = REGISTER_LIMITS) {
    this.#limits = limits;
  }

  /** Answers that are remembered now. */
  get size(): number {
    return this.#next - this.#first;
  }

  /** Answers that had to be forgotten before `leastMs`, because there were more than `mostCount`. */
  get forgottenEarly(): number {
    return this.#forgottenEarly;
  }

  /** What was answered to the first body with this key, and whether this body is the same; undefined when unknown. */
  find(key: Uint8Array, body: Uint8Array): { readonly sameBody: boolean; readonly answer: BodyAnswer } | undefined {
    const at = this.#find(words(key));
    if (at < 0) return undefined;
    return { sameBody: isAt(this.#ring, at + BODY, words(body)), answer: this.#answerAt(at) };
  }

  /** Whether a body came with this key. */
  has(key: Uint8Array): boolean {
    return this.#find(words(key)) >= 0;
  }

  /** Remembers an answer. A key that is known already keeps its first answer. */
  put(key: Uint8Array, body: Uint8Array, { at, answer }: { readonly at: number; readonly answer: BodyAnswer }): void {
    this.forgetBefore(at);
    const keyWords = words(key);
    if (this.#find(keyWords) >= 0) return;
    if (this.size * WORDS === this.#ring.length) this.#grow();
    const start = this.#startOf(this.#next);
    this.#ring.set(keyWords, start + KEY);
    this.#ring.set(words(body), start + BODY);
    this.#ring[start + SECOND] = Math.floor(this.#latest / SECOND_MS);
    this.#ring[start + KEPT] = answer.kept;
    for (const [i, reason] of DROP_REASONS.entries()) this.#ring[start + DROPPED + i] = answer.dropped[reason] ?? 0;
    this.#link(this.#next++);
  }

  /** Forgets what need not be remembered any longer at this instant. */
  forgetBefore(now: number): void {
    this.#latest = Math.max(this.#latest, now);
    while (this.size > 0 && this.#mayForget()) this.#forgetFirst();
  }

  /** All that is remembered, for a snapshot. */
  save(): Uint8Array {
    const saved = new Uint32Array(1 + this.size * WORDS);
    saved[0] = VERSION;
    const from = this.#startOf(this.#first);
    const toEnd = this.#ring.subarray(from, from + this.size * WORDS);
    saved.set(toEnd, 1);
    saved.set(this.#ring.subarray(0, this.size * WORDS - toEnd.length), 1 + toEnd.length);
    return new Uint8Array(saved.buffer);
  }

  /** What `save` wrote. Breaks on bytes that it did not write: a snapshot has a checksum of its own. */
  static restore(saved: Uint8Array, limits: RegisterLimits = REGISTER_LIMITS): IdempotencyRegister {
    const version = new DataView(saved.buffer, saved.byteOffset, saved.byteLength).getUint32(0, true);
    const entries = saved.subarray(Uint32Array.BYTES_PER_ELEMENT);
    const isWhole = entries.length % (WORDS * Uint32Array.BYTES_PER_ELEMENT) === 0;
    invariant(version === VERSION && isWhole, "these bytes are no saved idempotency register");
    const register = new IdempotencyRegister(limits);
    register.#fill(entries);
    return register;
  }

  /** Entries as they lie in the ring, from its begin on. */
  #fill(entries: Uint8Array): void {
    const size = entries.length / (WORDS * Uint32Array.BYTES_PER_ELEMENT);
    let room = ENTRIES_FIRST;
    while (room < size) room *= 2;
    this.#ring = new Uint32Array(room * WORDS);
    new Uint8Array(this.#ring.buffer).set(entries);
    for (let at = SECOND; at < size * WORDS; at += WORDS) {
      this.#latest = Math.max(this.#latest, (this.#ring[at] as number) * SECOND_MS);
    }
    this.#linkAll(size);
  }

  #mayForget(): boolean {
    const { leastCount, leastMs, mostCount, mostMs } = this.#limits;
    const age = this.#latest - (this.#ring[this.#startOf(this.#first) + SECOND] as number) * SECOND_MS;
    if (age > mostMs) return true;
    if (this.size <= leastCount) return false;
    if (age > leastMs + SECOND_MS) return true;
    if (this.size < mostCount) return false;
    this.#forgottenEarly++;
    return true;
  }

  #answerAt(at: number): BodyAnswer {
    const dropped: Partial<Record<DropReason, number>> = {};
    for (const [i, reason] of DROP_REASONS.entries()) {
      const count = this.#ring[at + DROPPED + i] as number;
      if (count > 0) dropped[reason] = count;
    }
    return { kept: this.#ring[at + KEPT] as number, dropped };
  }

  #startOf(entry: number): number {
    return (entry * WORDS) % this.#ring.length;
  }

  #slotOf(entry: number): number {
    return (this.#ring[this.#startOf(entry) + KEY] as number) & (this.#slots.length - 1);
  }

  /** Where in the ring the entry of a key begins; -1 when there is none. */
  #find(key: Uint32Array): number {
    const mask = this.#slots.length - 1;
    for (let slot = (key[0] as number) & mask; ; slot = (slot + 1) & mask) {
      const entry = this.#slots[slot] as number;
      if (entry === 0) return -1;
      const start = (entry - 1) * WORDS;
      if (isAt(this.#ring, start + KEY, key)) return start;
    }
  }

  #link(entry: number): void {
    const mask = this.#slots.length - 1;
    let slot = this.#slotOf(entry);
    while (this.#slots[slot] !== 0) slot = (slot + 1) & mask;
    this.#slots[slot] = this.#startOf(entry) / WORDS + 1;
  }

  #forgetFirst(): void {
    const mask = this.#slots.length - 1;
    const place = this.#startOf(this.#first) / WORDS + 1;
    let hole = this.#slotOf(this.#first++);
    while (this.#slots[hole] !== place) hole = (hole + 1) & mask;
    // Entries behind the hole move up into it, unless they would come to lie before their own slot.
    for (let slot = (hole + 1) & mask; this.#slots[slot] !== 0; slot = (slot + 1) & mask) {
      const own = this.#slotOf((this.#slots[slot] as number) - 1);
      if (((slot - own) & mask) < ((slot - hole) & mask)) continue;
      this.#slots[hole] = this.#slots[slot] as number;
      hole = slot;
    }
    this.#slots[hole] = 0;
  }

  #grow(): void {
    const larger = new Uint32Array(2 * this.#ring.length);
    const { size } = this;
    for (let i = 0; i < size; i++) {
      const start = this.#startOf(this.#first + i);
      larger.set(this.#ring.subarray(start, start + WORDS), i * WORDS);
    }
    this.#ring = larger;
    this.#linkAll(size);
  }

  /** The ring holds so many entries, from its begin on: they can be found again. */
  #linkAll(size: number): void {
    this.#slots = new Uint32Array((2 * this.#ring.length) / WORDS);
    this.#first = 0;
    this.#next = size;
    for (let entry = 0; entry < size; entry++) this.#link(entry);
  }
}

/** The first 128 bits of a digest. */
function words(digest: Uint8Array): Uint32Array {
  const view = new DataView(digest.buffer, digest.byteOffset, digest.byteLength);
  return Uint32Array.of(
    view.getUint32(0, true),
    view.getUint32(4, true),
    view.getUint32(8, true),
    view.getUint32(12, true),
  );
}

function isAt(ring: Uint32Array, at: number, wanted: Uint32Array): boolean {
  return wanted.every((word, i) => ring[at + i] === word);
}
