import { textOf } from "#kernel";
import type { DecoderOptions } from "../model/decoder.ts";
import type { LineBytes } from "./line-bytes.ts";
import { LastName } from "./last-name.ts";
import type { NameMemo } from "./name-memo.ts";
import { WordKey } from "./word-key.ts";
import { WordMemo } from "./word-memo.ts";

/** Names that are remembered at once; only those of taken APIs are. */
const NAMES_MAX = 1_000;

/** Whether records of an API are taken, and its id, by the bytes of its name. The slow path says why not. */
export class ApiGate {
  readonly #options: DecoderOptions;
  readonly #own: Uint8Array;
  readonly #names: NameMemo;
  readonly #key = new WordKey();
  /** Whoever sends records of several APIs mostly sends many of one at a stretch. */
  readonly #last = new LastName();
  #isLast = false;
  #memo = new WordMemo(NAMES_MAX);
  #revision = Number.NaN;
  #takesUnnamed = false;

  constructor(options: DecoderOptions, names: NameMemo) {
    this.#names = names;
    this.#options = options;
    this.#own = new TextEncoder().encode(options.api);
  }

  /** Whether records are taken that name no API. */
  takesUnnamed(): boolean {
    this.#refresh();
    return this.#options.live === undefined || this.#takesUnnamed;
  }

  /** Whether records are taken of the API named at [start, end). */
  takes(line: LineBytes, start: number, end: number): boolean {
    this.#refresh();
    this.#isLast = this.#last.is(line.view, start, end);
    return this.#isLast || this.#isTaken(line, start, end);
  }

  /** The id of the API of which records were taken just now. */
  idOf(line: LineBytes, start: number, end: number): number {
    if (this.#isLast) return this.#last.id;
    const id = this.#names.idAt(line, start, end);
    this.#last.become(line.view, start, end, id);
    return id;
  }

  #isTaken(line: LineBytes, start: number, end: number): boolean {
    const { live, onlyApi } = this.#options;
    if (onlyApi && !this.#isOwn(line.bytes, start, end)) return false;
    if (live === undefined) return true;
    this.#key.take(line.view, start, end);
    if (this.#memo.find(this.#key) >= 0) return true;
    if (live.taken.refusalOf(textOf(line.bytes, start, end) ?? "") !== null) return false;
    this.#memo.put(this.#key, 1);
    return true;
  }

  #isOwn(bytes: Uint8Array, start: number, end: number): boolean {
    return end - start === this.#own.length && this.#own.every((byte, i) => bytes[start + i] === byte);
  }

  #refresh(): void {
    const { api, live } = this.#options;
    if (live === undefined || live.taken.revision === this.#revision) return;
    this.#revision = live.taken.revision;
    this.#memo = new WordMemo(NAMES_MAX);
    this.#last.forget();
    this.#takesUnnamed = live.taken.refusalOf(api) === null;
  }
}
