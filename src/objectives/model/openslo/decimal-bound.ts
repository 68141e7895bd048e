import type { Decimal } from "./decimal.ts";
import type { FieldRule } from "./rule.ts";

/** A limit for a number, and what it means. */
export interface DecimalBound {
  readonly limit: number;
  readonly says: string;
  readonly remedy: string;
}

type NumberRule = FieldRule<Decimal>;

/** At least the limit. */
export function atLeast({ limit, says, remedy }: DecimalBound): NumberRule {
  return { ...base("greater_than_or_equal_to", says, remedy), breach: (n) => told(n, n.value >= limit) };
}

/** More than the limit. */
export function above({ limit, says, remedy }: DecimalBound): NumberRule {
  return { ...base("greater_than", says, remedy), breach: (n) => told(n, n.value > limit) };
}

/** Less than the limit. */
export function below({ limit, says, remedy }: DecimalBound): NumberRule {
  return { ...base("less_than", says, remedy), breach: (n) => told(n, n.value < limit) };
}

/** At most the limit. */
export function atMost({ limit, says, remedy }: DecimalBound): NumberRule {
  return { ...base("less_than_or_equal_to", says, remedy), breach: (n) => told(n, n.value <= limit) };
}

function base(code: string, says: string, remedy: string) {
  return { code, origin: "both", says, remedy } as const;
}

function told(number: Decimal, holds: boolean): string | undefined {
  return holds ? undefined : `is ${number.text}`;
}
