import type { Path } from "./place.ts";

/**
 * Who asks for a rule. `both`: the specification and its reference SDK. `sdk`: only the SDK, so an error under
 * `--strict` and a warning else. `specification`: only the text, which the SDK does not enforce: always a warning.
 * `advice`: nobody; we point out what is probably a mistake.
 */
export type Origin = "both" | "sdk" | "specification" | "advice";

/** One rule about documents: validation, the manual's table and the tests read the same object. */
export interface Rule {
  /** Stable; where the reference SDK has a code for the rule, the same. */
  readonly code: string;
  readonly origin: Origin;
  /** What has to hold and why, as the second half of a sentence: "it must be below 1, because …". */
  readonly says: string;
  /** What to do, as a sentence. */
  readonly remedy: string;
}

/** A rule about one value. */
export interface FieldRule<T> extends Rule {
  /** What is wrong ("is 1"), or nothing. */
  breach(value: T): string | undefined;
}

/** A place below a part where a rule is broken. */
export interface Breach {
  readonly at: Path;
  /** "target is 1", "neither total nor raw is given": the first half of the message. */
  readonly found: string;
}

/** Tells what the text gives, whether or not it could be read. */
export interface Look {
  /** The key stands there with a value that is not null. */
  has(part: object, key: string): boolean;
  /** The key stands there, even with null. */
  names(part: object, key: string): boolean;
  /** Something else stands where the part should be, which is told already. */
  isBroken(part: object): boolean;
  /** The part says nothing: it has no key, or only empty values. */
  isEmpty(part: object): boolean;
}

/** A rule about a part as a whole: about several of its fields, or under a condition. */
export interface PartRule<P> extends Rule {
  /** Below the part, for the manual: "" or `objectives[*].timeSliceTarget`. */
  readonly path: string;
  breaches(part: P, look: Look): readonly Breach[];
}

/** An error stops a document from being valid, a warning does not. */
export function isError(origin: Origin, strict: boolean): boolean {
  return origin === "both" || (origin === "sdk" && strict);
}
