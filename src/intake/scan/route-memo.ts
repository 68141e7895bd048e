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

/** Places for pairs that are found without a hash of all their bytes. */
const NEAR_BITS = 10;
/** Words of a place: both ends of the method, both lengths, what is remembered. */
const NEAR_SHIFT = 2;
/** Of a route seven words of eight bytes, and its last eight bytes once more. */
const ROUTE_SHIFT = 3;
const ROUTE_TAIL = 7;
const ROUTE_MAX = 56;
const ROUTE_MIN = 8;
/** A method of so many bytes lies in two words of four, with the byte before it. */
const METHOD_MAX = 7;
const METHOD_MIN = 3;

/** What a memo of routes is told. */
export interface RouteMemoOptions {
  readonly idOf: (method: string, route: string) => number;
  /** The id of a method, where somebody asks for it. */
  readonly methodIdOf: ((method: string) => number) | undefined;
}

/**
 * Method and route, as bytes of a body, → operation id; asks for a pair once and remembers it. Pairs of ordinary length
 * have a place by a few of their bytes, where the whole of them is compared, eight bytes at a time: printable ASCII is no
 * NaN as a float64, and no zero.
 */
export class RouteMemo {
  /** The id of the method that was asked for last; 0 where nobody asks for it. */
  method = 0;
  readonly #options: RouteMemoOptions;
  readonly #memo = new WordMemo(ROUTES_MAX);
  readonly #key = new WordKey();
  readonly #near = new Int32Array(1 << (NEAR_BITS + NEAR_SHIFT));
  readonly #nearRoutes = new Float64Array(1 << (NEAR_BITS + ROUTE_SHIFT));

  constructor(options: RouteMemoOptions) {
    this.#options = options;
  }

  /**
   * The operation of the method at [start, end) and the route at [route, routeEnd), both printable ASCII; -1 when the
   * method is none. A byte can be read before the method.
   */
  operationAt(line: LineBytes, start: number, end: number, route: number, routeEnd: number): number {
    const { view } = line;
    const length = (routeEnd - route) | 0;
    const methodLength = (end - start) | 0;
    let both: number;
    if (length < ROUTE_MIN || length > ROUTE_MAX || methodLength < METHOD_MIN || methodLength > METHOD_MAX) {
      both = this.#far(line, start, end, route, routeEnd);
    } else {
      const first = view.getInt32(start - 1, true);
      const last = view.getInt32(end - 4, true);
      const mixed =
        Math.imul(first ^ (last << 7), 0x2c1b3c6d) +
        Math.imul(view.getInt32(routeEnd - 4, true), 0x297a2d39) +
        Math.imul(view.getInt32(routeEnd - 8, true) + length, 0x3d4d51cb);
      const lengths = length | (methodLength << 8);
      const place = Math.imul(mixed ^ (mixed >>> 15), 0x2545f491) >>> (32 - NEAR_BITS);
      const near = this.#near;
      const at = place << NEAR_SHIFT;
      both = near[at + 3] as number;
      if (
        near[at] !== first ||
        near[at + 1] !== last ||
        near[at + 2] !== lengths ||
        !this.#isRouteAt(view, place << ROUTE_SHIFT, route, length)
      ) {
        both = this.#far(line, start, end, route, routeEnd);
        if (both >= 0) this.#bringNear(view, place, [first, last, lengths, both], route, length);
      }
    }
    this.method = both & METHOD_MASK;
    return both >> METHOD_BITS;
  }

  #isRouteAt(view: DataView, words: number, route: number, length: number): boolean {
    const known = this.#nearRoutes;
    if (view.getFloat64(route, true) !== known[words]) return false;
    if (view.getFloat64(route + length - 8, true) !== known[words + ROUTE_TAIL]) return false;
    for (let i = 8; i < length - 8; i += 8) {
      if (view.getFloat64(route + i, true) !== known[words + (i >> 3)]) return false;
    }
    return true;
  }

  #bringNear(view: DataView, place: number, told: readonly number[], route: number, length: number): void {
    this.#near.set(told, place << NEAR_SHIFT);
    const words = place << ROUTE_SHIFT;
    for (let i = 8; i < length - 8; i += 8) this.#nearRoutes[words + (i >> 3)] = view.getFloat64(route + i, true);
    this.#nearRoutes[words] = view.getFloat64(route, true);
    this.#nearRoutes[words + ROUTE_TAIL] = view.getFloat64(route + length - 8, true);
  }

  #far(line: LineBytes, start: number, end: number, route: number, routeEnd: number): number {
    this.#key.takePair(line.view, start, end, route, routeEnd);
    const known = this.#memo.find(this.#key);
    return known >= 0 ? known : this.#learn(line, start, end, route, routeEnd);
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
