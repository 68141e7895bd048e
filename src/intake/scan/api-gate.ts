import { textOf } from "#kernel";
import type { DecoderOptions } from "../model/decoder.ts";
import type { LineBytes } from "./line-bytes.ts";
import { WordKey } from "./word-key.ts";
import { WordMemo } from "./word-memo.ts";

/** Names that are remembered at once; only those of taken APIs are. */
const NAMES_MAX = 1_000;

/** Whether records of an API are taken, by the bytes of its name. The slow path says why not. */
export class ApiGate {
  readonly #options: DecoderOptions;
  readonly #own: Uint8Array;
  readonly #key = new WordKey();
  #memo = new WordMemo(NAMES_MAX);
  #revision = Number.NaN;
  #takesUnnamed = false;
  /** Names of taken APIs that were asked for as text, with their numbers. */
  readonly #asked = new Map<string, number>();
  /** Numbers of taken APIs, which stay theirs. */
  readonly #numbers = new Map<string, number>();
  readonly #names: string[] = [];
  #ownNumber = 0;
  /** The number of the API that was taken last; only with `live`. */
  lastApi = 0;

  constructor(options: DecoderOptions) {
    this.#options = options;
    this.#own = new TextEncoder().encode(options.api);
  }

  /** Whether records are taken that name no API. */
  takesUnnamed(): boolean {
    this.#refresh();
    this.lastApi = this.#ownNumber;
    return this.#options.live === undefined || this.#takesUnnamed;
  }

  /** The name of the API that was taken last. */
  get lastName(): string {
    return this.#names[this.lastApi] ?? this.#options.api;
  }

  /** Whether records are taken of the API named at [start, end). */
  takes(line: LineBytes, start: number, end: number): boolean {
    const { live, onlyApi } = this.#options;
    if (onlyApi && !this.#isOwn(line.bytes, start, end)) return false;
    if (live === undefined) return true;
    this.#refresh();
    this.#key.take(line.view, start, end);
    const known = this.#memo.find(this.#key);
    if (known >= 0) {
      this.lastApi = known;
      return true;
    }
    const name = textOf(line.bytes, start, end) ?? "";
    if (live.taken.refusalOf(name) !== null) return false;
    this.lastApi = this.#numberOf(name);
    this.#memo.put(this.#key, this.lastApi);
    return true;
  }

  /** `takes`, for a name that is a text already. Only with `live`. */
  takesName(name: string): boolean {
    this.#refresh();
    const known =
      this.#asked.get(name) ?? (this.#options.live?.taken.refusalOf(name) === null ? this.#numberOf(name) : -1);
    if (known < 0) return false;
    this.#asked.set(name, known);
    this.lastApi = known;
    return true;
  }

  #isOwn(bytes: Uint8Array, start: number, end: number): boolean {
    return end - start === this.#own.length && this.#own.every((byte, i) => bytes[start + i] === byte);
  }

  #numberOf(name: string): number {
    const known = this.#numbers.get(name);
    if (known !== undefined) return known;
    const number = this.#names.push(name) - 1;
    this.#numbers.set(name, number);
    return number;
  }

  #refresh(): void {
    const { api, live } = this.#options;
    if (live === undefined || live.taken.revision === this.#revision) return;
    this.#revision = live.taken.revision;
    this.#memo = new WordMemo(NAMES_MAX);
    this.#asked.clear();
    this.#takesUnnamed = live.taken.refusalOf(api) === null;
    if (this.#takesUnnamed) this.#ownNumber = this.#numberOf(api);
  }
}
