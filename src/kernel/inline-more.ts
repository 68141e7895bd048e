import { setFlagsFromString } from "node:v8";

/** V8's own limit is 920 bytes of bytecode for all that is inlined in one function. */
const INLINED_BYTES_MAX = 2_000;

/**
 * Lets the compiler put more small functions into one. The byte scanners are many small functions by house style, and
 * lose a tenth of their speed at V8's limit (bench/ndjson.ts); a whole replay, of which decoding is a part, stays the
 * same within 2 %, and gets slower with more than this. Called once, by a program at its start; benches call it too.
 */
export function inlineMore(): void {
  setFlagsFromString(`--max-inlined-bytecode-size-cumulative=${INLINED_BYTES_MAX}`);
}
