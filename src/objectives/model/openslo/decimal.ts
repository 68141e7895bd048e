/** A number whose digits matter: 0.9995 has to become exactly 999,500 ppm. */
export interface Decimal {
  /** As written, a form that `Number` reads. */
  readonly text: string;
  /** The nearest double, as comparisons of the reference SDK see it. */
  readonly value: number;
}

/** A number as it is written; an overflow would be infinite, so readers refuse it before. */
export function decimalOf(text: string): Decimal {
  return { text, value: Number(text) };
}
