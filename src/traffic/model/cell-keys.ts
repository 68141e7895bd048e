import { giveBack, invariant, type SaveReader, type SaveWriter } from "#kernel";
import { CELL, CELL_WIDTH, FOLDED, foldCell } from "./cells.ts";
import { highOf, TIME_BITS } from "./run-keys.ts";

/**
 * Words of a key. A key is packed into four of them, since what counting a record costs is the memory that it touches:
 * (API, client), (operation, release), (status, class), (plan, version, region). Then the id + 1 of its total and of
 * what it folds to, and where it was counted last: the minute, and the row of OpenMinute.
 */
const WORDS = 8;
const KEY_WORDS = 4;
const TOTAL = 4;
const FOLDS_TO = 5;
const LATEST = 6;
const IDS_FIRST = 256;
/** Ids are packed beside times, in 32 bits. */
const IDS_MAX = 2 ** (32 - TIME_BITS);
/** Bits of the parts of a key; the dictionaries hold fewer ids. */
const API_BITS = 10;
const CLIENT_BITS = 17;
const RELEASE_BITS = 15;
const OPERATION_BITS = 32 - RELEASE_BITS;
const STATUS_BITS = 16;
const CLASS_BITS = 4;
const SMALL_BITS = 10;
/** The least id is FOLDED. */
const BASE = -FOLDED;

/**
 * The keys of cells without their time, each once, numbered as they come: of a minute, an hour or a day of counts only
 * the numbers are kept. Open addressing over typed arrays, so that finding one makes no object.
 */
export class CellKeys {
  length = 0;
  /** By id × CELL_KEY_WORDS. */
  words = new Int32Array(IDS_FIRST * WORDS);
  /** Id + 1 by hash; 0 = free. Twice as many as there is room for ids, a power of two. */
  #slots = new Int32Array(IDS_FIRST * 2);

  /** The id of a key, made when new. */
  idOf(
    api: number,
    client: number,
    operation: number,
    status: number,
    classCode: number,
    plan: number,
    version: number,
    region: number,
    release: number,
  ): number {
    const who = highOf(api, client);
    const what = ((operation + BASE) << RELEASE_BITS) | (release + BASE);
    const how = (status << CLASS_BITS) | classCode;
    const which = ((((plan + BASE) << SMALL_BITS) | (version + BASE)) << SMALL_BITS) | (region + BASE);
    const { words } = this;
    const slots = this.#slots;
    const mask = slots.length - 1;
    let slot = hashOf(who, what, how, which) & mask;
    for (; slots[slot] !== 0; slot = (slot + 1) & mask) {
      const id = (slots[slot] as number) - 1;
      const at = id * WORDS;
      if (words[at] === who && words[at + 1] === what && words[at + 2] === how && words[at + 3] === which) return id;
    }
    const isPacked =
      fits(api, API_BITS) &&
      fits(client + BASE, CLIENT_BITS) &&
      fits(operation + BASE, OPERATION_BITS) &&
      fits(status, STATUS_BITS) &&
      fits(classCode, CLASS_BITS) &&
      fits(plan + BASE, SMALL_BITS) &&
      fits(version + BASE, SMALL_BITS) &&
      fits(region + BASE, SMALL_BITS) &&
      fits(release + BASE, RELEASE_BITS);
    invariant(isPacked, "an id is larger than its dictionary can be");
    return this.#made(slot, who, what, how, which);
  }

  /** The id of the key in `key`, which has room for a time; that is not looked at. */
  idOfKey(key: Int32Array): number {
    const part = (column: number): number => key[column] as number;
    return this.idOf(
      part(CELL.API),
      part(CELL.CLIENT),
      part(CELL.OPERATION),
      part(CELL.STATUS),
      part(CELL.CLASS),
      part(CELL.PLAN),
      part(CELL.VERSION),
      part(CELL.REGION),
      part(CELL.RELEASE),
    );
  }

  /** The key of all clients that have the rest of this one in common. */
  totalOf(id: number): number {
    const known = this.words[id * WORDS + TOTAL] as number;
    if (known > 0) return known - 1;
    const key = this.#keyOf(id);
    key[CELL.CLIENT] = FOLDED;
    const total = this.idOfKey(key);
    this.words[id * WORDS + TOTAL] = total + 1;
    return total;
  }

  /** The key with its smaller dimensions folded. */
  foldedOf(id: number): number {
    const known = this.words[id * WORDS + FOLDS_TO] as number;
    if (known > 0) return known - 1;
    const key = this.#keyOf(id);
    foldCell(key);
    const folded = this.idOfKey(key);
    this.words[id * WORDS + FOLDS_TO] = folded + 1;
    return folded;
  }

  /** Writes the parts of a key to `into`, by CELL, behind room for a time. */
  read(id: number, into: Int32Array): void {
    const { words } = this;
    const at = id * WORDS;
    const [who, what] = [words[at] as number, words[at + 1] as number];
    const [how, which] = [words[at + 2] as number, words[at + 3] as number];
    into[CELL.API] = who >>> CLIENT_BITS;
    into[CELL.CLIENT] = maskedBy(who, CLIENT_BITS) - BASE;
    into[CELL.OPERATION] = (what >>> RELEASE_BITS) - BASE;
    into[CELL.STATUS] = how >>> CLASS_BITS;
    into[CELL.CLASS] = maskedBy(how, CLASS_BITS);
    into[CELL.PLAN] = (which >>> (SMALL_BITS * 2)) - BASE;
    into[CELL.VERSION] = maskedBy(which >>> SMALL_BITS, SMALL_BITS) - BASE;
    into[CELL.REGION] = maskedBy(which, SMALL_BITS) - BASE;
    into[CELL.RELEASE] = maskedBy(what, RELEASE_BITS) - BASE;
  }

  /** (API, client) of a key, and (API, operation), as the high half of a run's key without a subject. */
  clientOf(id: number): number {
    return this.words[id * WORDS] as number;
  }

  operationOf(id: number): number {
    const at = id * WORDS;
    const who = this.words[at] as number;
    return who - maskedBy(who, CLIENT_BITS) + ((this.words[at + 1] as number) >>> RELEASE_BITS);
  }

  /** A copy of the keys in the order of their ids. */
  save(to: SaveWriter): void {
    const saved = new Int32Array(this.length * KEY_WORDS);
    for (let id = 0; id < this.length; id++) {
      for (let word = 0; word < KEY_WORDS; word++) {
        saved[id * KEY_WORDS + word] = this.words[id * WORDS + word] as number;
      }
    }
    to.numbers("words", saved);
  }

  /** The same keys with the same ids. */
  static restore(from: SaveReader): CellKeys {
    const saved = from.int32("words");
    const keys = new CellKeys();
    for (let at = 0; at < saved.length; at += KEY_WORDS) {
      const [who, what, how, which] = saved.subarray(at, at + KEY_WORDS) as unknown as FourWords;
      keys.#made(keys.#freeSlot(who, what, how, which), who, what, how, which);
    }
    return keys;
  }

  #freeSlot(who: number, what: number, how: number, which: number): number {
    const mask = this.#slots.length - 1;
    let slot = hashOf(who, what, how, which) & mask;
    while (this.#slots[slot] !== 0) slot = (slot + 1) & mask;
    return slot;
  }

  #keyOf(id: number): Int32Array {
    const key = new Int32Array(CELL_WIDTH);
    this.read(id, key);
    return key;
  }

  #made(slot: number, who: number, what: number, how: number, which: number): number {
    const id = this.length++;
    invariant(id < IDS_MAX, "there are more keys than can be numbered");
    if (this.length * WORDS > this.words.length) this.#growWords();
    this.words.set([who, what, how, which, 0, 0, -1, 0], id * WORDS);
    if (this.length * 2 > this.#slots.length) this.#growSlots();
    else this.#slots[slot] = id + 1;
    return id;
  }

  #growWords(): void {
    const words = new Int32Array(this.words.length * 2);
    words.set(this.words);
    giveBack(this.words);
    this.words = words;
  }

  #growSlots(): void {
    const room = this.#slots.length * 2;
    giveBack(this.#slots);
    this.#slots = new Int32Array(room);
    const { words } = this;
    for (let id = 0; id < this.length; id++) {
      const at = id * WORDS;
      const [who, what] = [words[at] as number, words[at + 1] as number];
      const [how, which] = [words[at + 2] as number, words[at + 3] as number];
      this.#slots[this.#freeSlot(who, what, how, which)] = id + 1;
    }
  }
}

type FourWords = readonly [who: number, what: number, how: number, which: number];

function hashOf(who: number, what: number, how: number, which: number): number {
  let hash =
    Math.imul(who, 0x85ebca6b) +
    Math.imul(what, 0xc2b2ae35) +
    Math.imul(how, 0x27d4eb2f) +
    Math.imul(which, 0x165667b1);
  hash ^= hash >>> 15;
  hash = Math.imul(hash, 0x2c1b3c6d);
  return hash ^ (hash >>> 13);
}

function fits(value: number, bits: number): boolean {
  return value >= 0 && value < 2 ** bits;
}

function maskedBy(word: number, bits: number): number {
  return word & ((1 << bits) - 1);
}

/** How many words a key takes, and where those begin that tell where it was counted last. */
export { LATEST as LATEST_WORD, WORDS as CELL_KEY_WORDS };
