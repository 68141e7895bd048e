import type { Json } from "./conformance-parts.testing.ts";

export type Path = readonly (string | number)[];
/** `path code` of each error. */
export type Errors = readonly string[];

/** A value at a path below a part, with the errors below that part; `lenient` where it differs. */
export interface Change {
  readonly at: Path;
  readonly value: unknown;
  readonly errors?: Errors;
  readonly lenient?: Errors;
}

export const ok = (at: Path, ...values: unknown[]): Change[] => values.map((value) => ({ at, value }));
export const bad = (at: Path, errors: Errors, ...values: unknown[]): Change[] =>
  values.map((value) => ({ at, value, errors }));
/** Refused by the reference SDK alone. */
export const strictly = (at: Path, errors: Errors, ...values: unknown[]): Change[] =>
  values.map((value) => ({ at, value, errors, lenient: [] }));

/** Where a part stands in a valid document. */
export interface Stage {
  readonly name: string;
  readonly at: Path;
  readonly document: () => Json;
}

export const stage = (name: string, at: Path, document: () => Json): Stage => ({ name, at, document });
export const POLICY = ["spec", "alertPolicies", 0] as const;

const DURATIONS_OK = ["1m", "12h", "28d", "4w", "3M", "1Q", "1Y", "0w", "+5m", " 5m", "5 m", "05m", "5m x"];
export const durations = (at: Path, text: string): Change[] => [
  ...ok(at, ...DURATIONS_OK),
  ...bad(at, [`${text}.unit one_of`], "5s", "1mm", "30D", "1y", "1.5h", "5m,", "1_0m"),
  ...bad(at, [`${text}.value greater_than_or_equal_to`], "-1m"),
  ...bad(at, [`${text} invalid_duration`], "soon", "m", "h5", "5", "P1D", "99999999999999999999d", "5\nm"),
  ...bad(at, [`${text} invalid_type`], true, ["1d"], { unit: "d" }),
];

/** Changes, each tried at each stage. */
export type Group = readonly [readonly Stage[], readonly Change[]];
