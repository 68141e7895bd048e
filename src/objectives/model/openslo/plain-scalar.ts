import type { ScalarValue } from "./value.ts";

type Resolved = Pick<ScalarValue, "is" | "text" | "looseText">;

const NULLS = new Set(["", "~", "null", "Null", "NULL"]);
const TRUE = new Set(["true", "True", "TRUE"]);
const FALSE = new Set(["false", "False", "FALSE"]);
/** Booleans of YAML 1.1, which the reference SDK reads; in YAML 1.2 they are texts. */
const LOOSE_TRUE = new Set(["y", "Y", "yes", "Yes", "YES", "on", "On", "ON"]);
const LOOSE_FALSE = new Set(["n", "N", "no", "No", "NO", "off", "Off", "OFF"]);
const NOT_FINITE = /^(?:\.nan|\.NaN|\.NAN|[-+]?\.(?:inf|Inf|INF))$/;

const DECIMAL = /^[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?$/;
const OCTAL = /^[-+]?0[oO]?[0-7]+$/;
const PREFIXED = /^[-+]?0(?:[xX][0-9a-fA-F]+|[bB][01]+)$/;

/** "not-finite": `.inf` or `.nan`, which no JSON can say and the reference SDK refuses everywhere. */
export type PlainScalar = Resolved | "not-finite";

/**
 * What an unquoted scalar means under YAML 1.1, as the reference SDK reads it: `yes` is true, `010` is 8, `1_000` is
 * 1000, a date is a text. An overflowing number (1e999) is a text.
 */
export function plainScalar(text: string): PlainScalar {
  if (NULLS.has(text)) return { is: "null", text: "" };
  if (TRUE.has(text)) return { is: "boolean", text: "true" };
  if (FALSE.has(text)) return { is: "boolean", text: "false" };
  if (LOOSE_TRUE.has(text)) return { is: "boolean", text: "true", looseText: text };
  if (LOOSE_FALSE.has(text)) return { is: "boolean", text: "false", looseText: text };
  if (NOT_FINITE.test(text)) return "not-finite";
  const number = /^[-+.0-9]/.test(text) ? numberText(text) : undefined;
  return number === undefined ? { is: "text", text } : { is: "number", text: number };
}

function numberText(written: string): string | undefined {
  const text = /^[-+0-9]/.test(written) ? written.replaceAll("_", "") : written;
  if (OCTAL.test(text)) return inBase(text, 8, /0[oO]?/);
  if (PREFIXED.test(text)) return inBase(text, /x/i.test(text) ? 16 : 2, /0[xXbB]/);
  if (!DECIMAL.test(text) || !Number.isFinite(Number(text))) return undefined;
  return text.startsWith("+") ? text.slice(1) : text;
}

function inBase(text: string, base: 2 | 8 | 16, prefix: RegExp): string {
  const prefixes = { 2: "0b", 8: "0o", 16: "0x" } as const;
  const digits = text.replace(/^[-+]/, "").replace(prefix, "");
  const value = BigInt(`${prefixes[base]}${digits}`);
  return String(text.startsWith("-") ? -value : value);
}
