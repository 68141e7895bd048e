/** Segments that are kept; what follows is one "…". */
const SEGMENTS_MAX = 12;
/** Characters of a segment that is kept as it is; a longer one that is no id becomes "…". */
const SEGMENT_CHARACTERS_MAX = 100;
const HEX_ID_MIN = 16;
const TOKEN_MIN = 20;
const ULID_LENGTH = 26;
const ID = "{id}";
const REST = "…";

/**
 * A guess at the path template behind a path, for logs without an OpenAPI document: "/orders/4711/items" →
 * "/orders/{id}/items". Segments become `{id}` when they are all digits, a UUID, 16 or more hex digits, 26
 * characters of base 32 (ULID), a date or time (2024-05-01, 2024-05, 2024-05-01T10:00Z), or a random-looking token
 * of 20 or more characters. Words, slugs, `v2` and file names with an extension stay, whatever their digits.
 *
 * Path without query and fragment. Empty → "/". Slashes stay as sent, also doubled ones and one at the end. Beyond
 * 12 segments the rest is "…", and so is a segment of more than 100 characters that is no id. Idempotent; linear
 * in the length of the path.
 */
export function templateOf(path: string): string {
  if (path === "") return "/";
  const segments = firstSegments(path, path.startsWith("/") ? SEGMENTS_MAX + 1 : SEGMENTS_MAX);
  return segments.map(segmentTemplate).join("/");
}

/** The first `max` segments, and REST in place of any others. Never splits more of a hostile path than that. */
function firstSegments(path: string, max: number): string[] {
  const segments: string[] = [];
  let start = 0;
  while (segments.length < max) {
    const slash = path.indexOf("/", start);
    if (slash < 0) return [...segments, path.slice(start)];
    segments.push(path.slice(start, slash));
    start = slash + 1;
  }
  return [...segments, REST];
}

function segmentTemplate(segment: string): string {
  if (isId(segment)) return ID;
  return segment.length > SEGMENT_CHARACTERS_MAX ? REST : segment;
}

function isId(segment: string): boolean {
  if (segment.length === 0) return false;
  return (
    isDigits(segment) || isUuid(segment) || isHexId(segment) || isUlid(segment) || isDate(segment) || isToken(segment)
  );
}

function isDigits(segment: string): boolean {
  return everyCharacter(segment, isDigit);
}

/** 8-4-4-4-12 hex digits. */
function isUuid(segment: string): boolean {
  if (segment.length !== 36) return false;
  for (let i = 0; i < 36; i++) {
    const dash = i === 8 || i === 13 || i === 18 || i === 23;
    const code = segment.charCodeAt(i);
    if (dash ? code !== DASH : !isHexDigit(code)) return false;
  }
  return true;
}

function isHexId(segment: string): boolean {
  return segment.length >= HEX_ID_MIN && everyCharacter(segment, isHexDigit);
}

/** Crockford's base 32 without I, L, O, U, in either case; with a digit, so that a long word is none. */
function isUlid(segment: string): boolean {
  return segment.length === ULID_LENGTH && everyCharacter(segment, isBase32Digit) && someDigit(segment);
}

/** dddd-dd, then anything that dates and times are written with (percent-encoded colons too). */
function isDate(segment: string): boolean {
  if (segment.length < 7 || segment.length > 40 || segment.charCodeAt(4) !== DASH) return false;
  if (!isDigits(segment.slice(0, 4)) || !isDigits(segment.slice(5, 7))) return false;
  return everyCharacter(segment.slice(7), isTimeCharacter);
}

/**
 * Long and random-looking: letters and digits (also - _ = ~) in which the kind of character changes at least once in
 * four. In random base 64 or base 36 it changes about every second character, in slugs and file names
 * ("release-notes-2024-part-2", "ReleaseNotesForVersion2") far less often.
 */
function isToken(segment: string): boolean {
  if (segment.length < TOKEN_MIN || !someDigit(segment)) return false;
  let changes = 0;
  let before = "";
  for (let i = 0; i < segment.length; i++) {
    const kind = tokenKind(segment.charCodeAt(i));
    if (kind === undefined) return false;
    // A capital that begins a word is no change of kind.
    if (kind !== before && kind !== "mark" && before !== "mark" && !(before === "upper" && kind === "lower")) changes++;
    before = kind;
  }
  return changes * 4 >= segment.length;
}

type TokenKind = "digit" | "upper" | "lower" | "mark";

function tokenKind(code: number): TokenKind | undefined {
  if (isDigit(code)) return "digit";
  if (code >= 65 && code <= 90) return "upper";
  if (code >= 97 && code <= 122) return "lower";
  return code === DASH || code === 95 || code === 61 || code === 126 ? "mark" : undefined;
}

const DASH = 45;

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}

function isHexDigit(code: number): boolean {
  return isDigit(code) || (code >= 65 && code <= 70) || (code >= 97 && code <= 102);
}

function isBase32Digit(code: number): boolean {
  return isDigit(code) || "abcdefghjkmnpqrstvwxyz".includes(String.fromCharCode(code).toLowerCase());
}

function isTimeCharacter(code: number): boolean {
  return isDigit(code) || "TtZz:.+-%AaBb".includes(String.fromCharCode(code));
}

function someDigit(segment: string): boolean {
  return !everyCharacter(segment, (code) => !isDigit(code));
}

function everyCharacter(text: string, holds: (code: number) => boolean): boolean {
  for (let i = 0; i < text.length; i++) if (!holds(text.charCodeAt(i))) return false;
  return true;
}
