import { matcherOf, type Matcher, type MatcherOperator } from "../../model/routing/matcher.ts";

const MATCHER = /^[\t\n\f\r ]*([a-zA-Z_:][a-zA-Z0-9_:]*)[\t\n\f\r ]*(=~|=|!=|!~)[\t\n\f\r ]*(.*)$/s;

/**
 * The matchers of one text in the classic syntax of Alertmanager: `a="b"`, `{a=b, c=~"d|e"}`. Undefined when it is not
 * of that syntax; refuses a regular expression that is none.
 */
export function classicMatchers(text: string): Matcher[] | undefined {
  const bare = text.replace(/^\{/, "").replace(/\}$/, "");
  const matchers: Matcher[] = [];
  for (const part of partsOf(bare)) {
    const [whole, label = "", operator = "=", written = ""] = MATCHER.exec(withoutEnd(part)) ?? [];
    const value = whole === undefined ? undefined : valueOf(written);
    if (value === undefined) return undefined;
    matchers.push(matcherOf(label, operator as MatcherOperator, [value]));
  }
  return matchers;
}

/** What is between the commas that stand outside of quotes; nothing behind the last one is no part. */
function partsOf(text: string): string[] {
  const parts: string[] = [];
  let part = "";
  let quoted = false;
  let escaped = false;
  for (const letter of text) {
    if (letter === "," && !quoted) {
      parts.push(part);
      part = "";
      continue;
    }
    part += letter;
    if (letter === '"' && !escaped) quoted = !quoted;
    escaped = letter === "\\" && !escaped;
  }
  return part.trim() === "" ? parts : [...parts, part];
}

/** Without the spaces at the end. */
function withoutEnd(text: string): string {
  let length = text.length;
  while ("\t\n\f\r ".includes(text.charAt(length - 1)) && length > 0) length -= 1;
  return text.slice(0, length);
}

/** A value without its quotes, if it has any; undefined when a quote stands where none can. */
function valueOf(written: string): string | undefined {
  const quoted = written.startsWith('"');
  if (!quoted) return /(?<!\\)(?:\\\\)*"/.test(written) ? undefined : unescaped(written);
  const inside = /^"((?:[^"\\]|\\.)*)"$/s.exec(written)?.[1];
  return inside === undefined ? undefined : unescaped(inside);
}

/** `\n`, `\"` and `\\` are one letter; any other backslash is itself, so that `\d` and `\.` need no second one. */
function unescaped(text: string): string {
  return text.replaceAll(/\\(["\\n])/g, (_, letter: string) => (letter === "n" ? "\n" : letter));
}
