import { DAY_MS, SECOND_MS } from "#kernel";

/** How many probes there may be, and what one may ask for. */
export const PROBES_MAX = 200;
export const EVERY_MS_LEAST = 10 * SECOND_MS;
export const EVERY_MS_MOST = DAY_MS;
export const TIMEOUT_MS_MOST = 60 * SECOND_MS;
/** Redirects that are followed one behind the other. */
export const REDIRECTS_MAX = 5;

/** The methods with which a probe may ask. */
export const PROBE_METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"] as const;

/** One of them. */
export type ProbeMethod = (typeof PROBE_METHODS)[number];

/** A header that is sent. A secret one is kept sealed, and `value` is what the seal gave. */
export interface ProbeHeader {
  readonly name: string;
  readonly value: string;
  readonly secret: boolean;
}

/** What a header of the answer must be, or hold. */
export interface HeaderExpectation {
  readonly name: string;
  readonly equals?: string | undefined;
  readonly contains?: string | undefined;
}

/** What a value of a JSON answer must be; compared as JSON. */
export interface JsonExpectation {
  /** RFC 6901: `/status`. */
  readonly pointer: string;
  readonly equals: string | number | boolean | null;
}

/** What an answer must be so that the probe passes; all of it. */
export interface Expectation {
  /** "200", "2xx", "200-299"; any of them. */
  readonly status: readonly string[];
  /** From the look-up of the name to the last byte; ms. */
  readonly withinMs: number | null;
  readonly headers: readonly HeaderExpectation[];
  readonly contains: string | null;
  readonly json: readonly JsonExpectation[];
}

/** What a probe asks, and what it takes for an answer. */
export interface Check {
  readonly method: ProbeMethod;
  /** http or https; the host is looked up at each run. */
  readonly url: string;
  readonly headers: readonly ProbeHeader[];
  readonly body: string | null;
  readonly timeoutMs: number;
  readonly redirects: boolean;
  readonly expect: Expectation;
}

/** What is asked: a check whose secrets are open. */
export type Asked = Omit<Check, "expect">;

/** A check from outside that is repeated: so that silence is not mistaken for health. */
export interface Probe extends Check {
  readonly name: string;
  readonly api: string;
  readonly title: string;
  readonly everyMs: number;
  /** So many days before its certificate ends somebody is told; 0: nobody. */
  readonly tlsDays: number;
  /** So many runs in a row must fail until somebody is told, and pass until it is over. */
  readonly failures: number;
  readonly successes: number;
  readonly paused: boolean;
  readonly createdAt: number;
  readonly revision: number;
  /** The configuration text that owns it; null: nobody's. */
  readonly managedBy: string | null;
}
