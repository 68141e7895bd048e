import { textOf } from "#kernel";
import { METHOD } from "../model/ndjson.ts";
import type { LineBytes } from "./line-bytes.ts";
import { WordKey } from "./word-key.ts";
import { WordMemo } from "./word-memo.ts";

/** Routes remembered at once: there are as many as the code of a service has. */
const ROUTES_MAX = 1 << 14;
/** A remembered number is the id of the operation, with that of the method in the lowest bits: there are few methods. */
const METHOD_BITS = 8;
const METHOD_MASK = (1 << METHOD_BITS) - 1;

/** What a memo of routes is told. */
export interface RouteMemoOptions {
  readonly idOf: (method: string, route: string) => number;
  /** The id of a method, where somebody asks for it. */
  readonly methodIdOf: ((method: string) => number) | undefined;
}

/** Method and route, as bytes of a body, → operation id; asks for a pair once and remembers it. */
export class RouteMemo {
  /** The id of the method that was asked for last; 0 where nobody asks for it. */
  method = 0;
  readonly #options: RouteMemoOptions;
  readonly #memo = new WordMemo(ROUTES_MAX);
  readonly #key = new WordKey();

  constructor(options: RouteMemoOptions) {
    this.#options = options;
  }

  /** The operation of the method at [start, end) and the route at [route, routeEnd); -1 when the method is none. */
  operationAt(line: LineBytes, start: number, end: number, route: number, routeEnd: number): number {
    this.#key.takePair(line.view, start, end, route, routeEnd);
    const known = this.#memo.find(this.#key);
    const both = known >= 0 ? known : this.#learn(line, start, end, route, routeEnd);
    this.method = both & METHOD_MASK;
    return both >> METHOD_BITS;
  }

  #learn({ bytes }: LineBytes, start: number, end: number, route: number, routeEnd: number): number {
    const method = textOf(bytes, start, end) ?? "";
    if (!METHOD.test(method)) return -1;
    const { idOf, methodIdOf } = this.#options;
    const both = (idOf(method, textOf(bytes, route, routeEnd) ?? "") << METHOD_BITS) | (methodIdOf?.(method) ?? 0);
    this.#memo.put(this.#key, both);
    return both;
  }
}
