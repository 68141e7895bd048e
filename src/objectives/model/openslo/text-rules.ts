import type { FieldRule, Origin } from "./rule.ts";
import { shortened } from "./value.ts";

const DNS_LABEL = /^[a-z0-9](?:[-a-z0-9]{0,61}[a-z0-9])?$/;
/** What the specification encourages, and what its own examples use: also capitals. */
const LONG_NAME = /^[a-zA-Z0-9](?:[-._|/\\a-zA-Z0-9]{0,253}[a-zA-Z0-9])?$/;

const NAME_CODE = "string_dns_label";
const NAME_REMEDY = 'Use a-z, 0-9 and "-" between, as in "orders-api".';

/** Names and references: what every implementation supports, what only some do, and what none does. */
export const NAME_RULES: readonly FieldRule<string>[] = [
  {
    code: NAME_CODE,
    origin: "both",
    says: "a name has letters, digits and - . _ | / \\ between them, and at most 255 characters",
    remedy: NAME_REMEDY,
    breach: (name) => (LONG_NAME.test(name) ? undefined : nameBreach(name)),
  },
  {
    code: NAME_CODE,
    origin: "sdk",
    says: "not every implementation takes a name that is no DNS label of at most 63 characters (RFC 1123)",
    remedy: NAME_REMEDY,
    breach: (name) => (DNS_LABEL.test(name) || !LONG_NAME.test(name) ? undefined : nameBreach(name)),
  },
];

function nameBreach(name: string): string {
  if (name === "") return "is empty";
  const length = characters(name);
  return length > 63 ? `has ${length} characters` : `is "${shortened(name)}"`;
}

/** At most so many characters (Unicode code points). */
export function maxLength(limit: number, origin: Origin = "both"): FieldRule<string> {
  return {
    code: "string_max_length",
    origin,
    says: `it may have at most ${limit} characters`,
    remedy: "Shorten it.",
    breach: (text) => (characters(text) > limit ? `has ${characters(text)} characters` : undefined),
  };
}

function characters(text: string): number {
  return Array.from(text).length;
}

/** One of a few words. */
export function oneOf(words: readonly string[]): FieldRule<string> {
  return {
    code: "one_of",
    origin: "both",
    says: words.length === 1 ? `it must be ${words[0] ?? ""}` : `it must be one of ${words.join(", ")}`,
    remedy: "Write it exactly so; case matters.",
    breach: (text) => (words.includes(text) ? undefined : `is "${shortened(text)}"`),
  };
}

/** Exactly one word. */
export function equalTo(word: string): FieldRule<string> {
  return { ...oneOf([word]), code: "equal_to" };
}

/** Descriptions of all kinds. */
export const DESCRIPTION_RULES: readonly FieldRule<string>[] = [maxLength(1050)];
