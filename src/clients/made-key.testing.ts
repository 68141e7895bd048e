import { randomBytes } from "node:crypto";
import { type MadeKey, makeKey } from "./model/api-key.ts";

/** A key of an environment, for modules above. */
export function madeKey(environment: string): MadeKey {
  return makeKey(environment, randomBytes);
}
