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

  constructor(options: DecoderOptions) {
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
    const { live, onlyApi } = this.#options;
    if (onlyApi && !this.#isOwn(line.bytes, start, end)) return false;
    if (live === undefined) return true;
    this.#refresh();
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
    this.#takesUnnamed = live.taken.refusalOf(api) === null;
  }
}
