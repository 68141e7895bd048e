import { textOf } from "#kernel";
import { NOT_TOLD } from "#records";
import type { DecoderOptions } from "../model/decoder.ts";
import { METHOD, RECORD_FIELDS } from "../model/ndjson.ts";
import { endOfPath } from "./json-bytes.ts";
import type { LineBytes } from "./line-bytes.ts";
import { NameMemo } from "./name-memo.ts";
import type { RememberedDocument } from "./document-finder.ts";
import { RequestMemo } from "./request-memo.ts";
import { WordKey } from "./word-key.ts";
import { wordMemoOf } from "./word-memo.ts";

const NAMES = [...RECORD_FIELDS];
const OPERATION = NAMES.indexOf("operation");
const METHOD_FIELD = NAMES.indexOf("method");
const PATH = NAMES.indexOf("path");
const SLASH = 0x2f;

/** Operations named by their records that are remembered at once. */
const OWN_NAMES_MAX = 1_000;

/** Which operation an NDJSON record is of: the one it names, or that of its method and path. */
export class OperationFinder {
  /** The id of the method when the operation that was asked for last is that of method and path, and methods are asked for; else NOT_TOLD. */
  method = NOT_TOLD;
  readonly #requests: RequestMemo;
  /** Bytes of the path that was asked for last. */
  #pathLength = 0;
  readonly #methods = wordMemoOf(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]);
  readonly #own: NameMemo;
  readonly #key = new WordKey();
  /** Of each field where its value starts and ends. */
  readonly #spans: Int32Array;

  /** `method`: what a method looks like in these records. */
  constructor(options: DecoderOptions, spans: Int32Array, method = METHOD) {
    const { dictionaries, dimensions, numbersAlike, operationOf } = options;
    const { methods, operations } = dictionaries;
    this.#spans = spans;
    this.#own = new NameMemo(operations, OWN_NAMES_MAX);
    this.#requests = new RequestMemo({
      isMethod: (text) => method.test(text),
      idOf: (name, path) => operations.idOf(operationOf(name, path)),
      methodIdOf: dimensions.includes("method") ? (name) => methods.idOf(name) : undefined,
      numbersAlike,
    });
  }

  /**
   * The id of the operation; -1 when there is none, or it is unusual. `filled` has a bit for each field that has a value.
   * `documented`: the document that names operations of method and path; null: they are guessed.
   */
  idOf(line: LineBytes, filled: number, documented: RememberedDocument | null): number {
    const spans = this.#spans;
    const hasMethod = (filled & (1 << METHOD_FIELD)) !== 0;
    const start = spans[2 * METHOD_FIELD] as number;
    const end = spans[2 * METHOD_FIELD + 1] as number;
    if ((filled & (1 << OPERATION)) !== 0) {
      this.method = NOT_TOLD;
      if (hasMethod && !this.#isMethod(line, start, end)) return -1;
      return this.#own.idAt(line, spans[2 * OPERATION] as number, spans[2 * OPERATION + 1] as number);
    }
    const target = spans[2 * PATH] as number;
    if (!hasMethod || (filled & (1 << PATH)) === 0 || line.bytes[target] !== SLASH) return -1;
    const requests = documented === null ? this.#requests : documented.requests;
    const operation = requests.operationAt(line, start, end, target, spans[2 * PATH + 1] as number);
    this.method = requests.method;
    this.#pathLength = requests.pathLength;
    if (documented !== null) this.#countUnmatched(line, operation, documented);
    return operation;
  }

  #countUnmatched({ bytes }: LineBytes, operation: number, { document, unmatched }: RememberedDocument): void {
    if (operation !== unmatched) return;
    const spans = this.#spans;
    const method = textOf(bytes, spans[2 * METHOD_FIELD] as number, spans[2 * METHOD_FIELD + 1] as number);
    const start = spans[2 * PATH] as number;
    document.countUnmatched(method ?? "", textOf(bytes, start, start + this.#pathLength) ?? "");
  }

  /** Ends the span of the path before its query. To be called after `idOf`, for a record with a path. */
  cutPath(line: LineBytes, filled: number): void {
    const spans = this.#spans;
    const start = spans[2 * PATH] as number;
    const isAsked = (filled & (1 << OPERATION)) === 0;
    spans[2 * PATH + 1] = isAsked
      ? start + this.#pathLength
      : endOfPath(line.view, start, spans[2 * PATH + 1] as number);
  }

  #isMethod({ view }: LineBytes, start: number, end: number): boolean {
    this.#key.take(view, start, end);
    return this.#methods.find(this.#key) >= 0;
  }
}
