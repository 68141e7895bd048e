import { textOf } from "#kernel";
import { endOfPath } from "./json-bytes.ts";
import { LineBytes } from "./line-bytes.ts";
import { WordKey } from "./word-key.ts";
import { WordMemo } from "./word-memo.ts";

const QUOTE = 0x22;
/** Requests remembered at once: at 45 bytes each less than 50 MB, so that ids in paths do not wear it out. */
const REQUESTS_MAX = 1 << 19;
/** Method and path at most so far apart are looked up as one stretch of the line. */
const NEAR_BYTES = 20;
const JOINED_MAX_BYTES = 8_192;

/** What a memo of requests is told: what a method is, and what it remembers. */
export interface RequestMemoOptions {
  readonly isMethod: (text: string) => boolean;
  readonly idOf: (method: string, path: string) => number;
  /** The id of a method, where somebody asks for it. */
  readonly methodIdOf: ((method: string) => number) | undefined;
  /** Paths that differ only in segments of nothing but digits have the same operation (`DecoderOptions`). */
  readonly numbersAlike: boolean;
  /** How many are remembered at once. */
  readonly requestsMax?: number;
}

/** A remembered number is the id of the operation, with that of the method in the lowest bits: there are few methods. */
const METHOD_BITS = 8;
const METHOD_MASK = (1 << METHOD_BITS) - 1;

/**
 * Method and path, as bytes of a line, → operation id; asks for a pair once and remembers it. Most records have one
 * right after the other: then the stretch from the method to the end of the path is the key, `GET","path":"/x`.
 */
export class RequestMemo {
  readonly #options: RequestMemoOptions;
  readonly #memo: WordMemo;
  readonly #key = new WordKey();
  readonly #joined = new Uint8Array(JOINED_MAX_BYTES);
  readonly #line = new LineBytes();
  /** Bytes of the path in the target that was asked for last, without its query. */
  pathLength = 0;
  /** The id of the method that was asked for last; 0 where nobody asks for it. */
  method = 0;

  constructor(options: RequestMemoOptions) {
    this.#options = options;
    this.#memo = new WordMemo(options.requestsMax ?? REQUESTS_MAX);
  }

  /** The operation of the method at [start, end) and the plain request target at [target, targetEnd); -1 when unusual. */
  operationAt(line: LineBytes, start: number, end: number, target: number, targetEnd: number): number {
    if (target < end || target - end > NEAR_BYTES) return this.#operationApart(line, start, end, target, targetEnd);
    const known = this.#find(line, start, targetEnd);
    this.pathLength = targetEnd - target;
    const both = known >= 0 ? known : this.#learn(line, start, end, target, targetEnd);
    this.method = both & METHOD_MASK;
    return both >> METHOD_BITS;
  }

  #find({ view }: LineBytes, start: number, end: number): number {
    if (this.#options.numbersAlike) this.#key.takeNumbersAlike(view, start, end);
    else this.#key.take(view, start, end);
    return this.#memo.find(this.#key);
  }

  #operationApart({ bytes }: LineBytes, start: number, end: number, target: number, targetEnd: number): number {
    const length = end - start + 1 + targetEnd - target;
    if (length > JOINED_MAX_BYTES) return -1;
    const joined = this.#joined;
    let i = 0;
    for (let from = start; from < end; from++) joined[i++] = bytes[from] as number;
    // No plain text has a quote, so what a method or a path may hold is never taken for what stands between them.
    joined[i++] = QUOTE;
    for (let from = target; from < targetEnd; from++) joined[i++] = bytes[from] as number;
    if (!this.#line.take(joined, 0, length)) return -1;
    return this.operationAt(this.#line, this.#line.start, end - start, end - start + 1, length);
  }

  #learn(line: LineBytes, start: number, end: number, target: number, targetEnd: number): number {
    // Only paths are remembered, so a target that is known has neither query nor fragment.
    const pathEnd = endOfPath(line.view, target, targetEnd);
    this.pathLength = pathEnd - target;
    const known = pathEnd < targetEnd ? this.#find(line, start, pathEnd) : -1;
    if (known >= 0) return known;
    const method = textOf(line.bytes, start, end) ?? "";
    if (!this.#options.isMethod(method)) return -1;
    const { idOf, methodIdOf } = this.#options;
    const operation = idOf(method, textOf(line.bytes, target, pathEnd) ?? "");
    const both = (operation << METHOD_BITS) | (methodIdOf?.(method) ?? 0);
    this.#memo.put(this.#key, both);
    return both;
  }
}
