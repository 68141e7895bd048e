/**
 * Text formats reach their decoders as Latin-1: one character is one byte, so positions are byte columns and bytes
 * that are not UTF-8 in fields that nobody reads (referer, user agent) spoil nothing. Only what is read, client and
 * path, is turned into proper text here.
 */
const utf8 = new TextDecoder("utf-8", { fatal: true });

/** The text whose UTF-8 bytes are the characters of `latin1`; undefined when they are not valid UTF-8. */
export function utf8Of(latin1: string): string | undefined {
  if (isAscii(latin1)) return latin1;
  try {
    return utf8.decode(Uint8Array.from(latin1, (character) => character.charCodeAt(0)));
  } catch {
    return undefined;
  }
}

/**
 * A logged field as text, without the escapes that servers write (`\"`, `\\`, `\t`, `\x41`). Where the unescaped
 * bytes would not be UTF-8 the escapes stay, so what a client sent can never make a record disappear; undefined
 * only when the line itself is not UTF-8 here.
 */
export function loggedText(latin1: string): string | undefined {
  return latin1.includes("\\") ? (utf8Of(unescaped(latin1)) ?? utf8Of(latin1)) : utf8Of(latin1);
}

const ESCAPE = /\\(?:x([0-9a-fA-F]{2})|([^x]))/gs;
const CONTROLS: Readonly<Record<string, string>> = { b: "\b", n: "\n", r: "\r", t: "\t", v: "\v" };

function unescaped(latin1: string): string {
  return latin1.replace(ESCAPE, (_, hex: string | undefined, character: string | undefined) => {
    if (hex !== undefined) return String.fromCharCode(Number.parseInt(hex, 16));
    return CONTROLS[character ?? ""] ?? character ?? "";
  });
}

function isAscii(text: string): boolean {
  for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) > 0x7f) return false;
  return true;
}
