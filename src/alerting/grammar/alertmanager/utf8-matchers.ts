import { matcherOf, type Matcher, type MatcherOperator } from "../../model/routing/matcher.ts";

/** A sign, an operator, or a word with or without quotes; spaces before it. */
const TOKEN = /\s*(?:([{},])|(=~|!~|!=|=)|"((?:[^"\\\n]|\\.)*)"|([^\s{}!=~,\\"'`]+))/suy;

interface Token {
  readonly kind: "sign" | "operator" | "word";
  readonly text: string;
}

/**
 * The matchers of one text in the UTF-8 syntax that Alertmanager has since 0.27: names may be any text, in quotes where
 * they need them (`"service.name"="a"`, `größe=~"x|y"`). Undefined when it is not of that syntax.
 */
export function utf8Matchers(text: string): Matcher[] | undefined {
  const tokens = tokensOf(text);
  if (tokens === undefined) return undefined;
  const braces = tokens[0]?.text === "{" && tokens[0].kind === "sign";
  if (braces !== isSign(tokens.at(-1), "}")) return undefined;
  return listOf(braces ? tokens.slice(1, -1) : tokens);
}

/** Name, operator, value, and a comma before the next; one behind the last is allowed. */
function listOf(tokens: readonly Token[]): Matcher[] | undefined {
  const matchers: Matcher[] = [];
  for (let at = 0; at < tokens.length; at += 4) {
    const [name, operator, value, comma] = tokens.slice(at, at + 4);
    if (name?.kind !== "word" || operator?.kind !== "operator" || value?.kind !== "word") return undefined;
    if (name.text === "" || (comma !== undefined && !isSign(comma, ","))) return undefined;
    matchers.push(matcherOf(name.text, operator.text as MatcherOperator, [value.text]));
  }
  return matchers;
}

function isSign(token: Token | undefined, sign: string): boolean {
  return token?.kind === "sign" && token.text === sign;
}

function tokensOf(text: string): Token[] | undefined {
  const tokens: Token[] = [];
  const rest = text.trimEnd();
  let at = 0;
  while (at < rest.length) {
    TOKEN.lastIndex = at;
    const match = TOKEN.exec(rest);
    const token = match === null ? undefined : tokenOf(match);
    if (match === null || token === undefined) return undefined;
    tokens.push(token);
    at += match[0].length;
  }
  return tokens;
}

function tokenOf([, sign, operator, quoted, plain]: RegExpExecArray): Token | undefined {
  if (sign !== undefined) return { kind: "sign", text: sign };
  if (operator !== undefined) return { kind: "operator", text: operator };
  const text = plain ?? unquoted(quoted ?? "");
  return text === undefined ? undefined : { kind: "word", text };
}

const ESCAPED = /\\(?:([abfnrtv\\"])|x([0-7][0-9A-Fa-f])|u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|([01][0-7]{2})|(.))/gsu;
const LETTERS: Readonly<Record<string, string>> = {
  a: "\u0007",
  b: "\b",
  f: "\f",
  n: "\n",
  r: "\r",
  t: "\t",
  v: "\v",
};

/** A text in quotes as Go reads it; undefined when it has a backslash that Go does not know. */
function unquoted(text: string): string | undefined {
  let strange = false;
  const read = text.replaceAll(ESCAPED, (...[, letter, byte, short, long, octal, other]: (string | undefined)[]) => {
    if (letter !== undefined) return LETTERS[letter] ?? letter;
    const code = octal === undefined ? Number.parseInt(byte ?? short ?? long ?? "", 16) : Number.parseInt(octal, 8);
    strange ||= other !== undefined || !(code <= 0x10_ff_ff) || (code >= 0xd8_00 && code <= 0xdf_ff);
    return strange ? "" : String.fromCodePoint(code);
  });
  return strange ? undefined : read;
}
