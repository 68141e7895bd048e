/** Anything that is not a plain path: then it is looked at closely. */
const UNUSUAL = /[^!$&'()*+,\-./0-9:=@A-Z_a-z~]|\/[./]/;
const FORBIDDEN = /[^!$%&'()*+,\-./0-9:;=@A-Z_a-z~"<>^`{|}[\]]/;
const BAD_ESCAPE = /%(?![0-9a-f]{2})/i;
const HIDDEN = /%(?:[01][0-9a-f]|7f|5c|c[01])/i;
const DOT_SEGMENT = /(?:^|\/|%2f)(?:\.|%2e){1,2}(?:;[^/]*)?(?=\/|%2f|$)/i;
const ENCODED_SLASH = /%2f/i;

/**
 * Why a path is refused; null: it means the same to everybody. What some programs resolve, merge or decode and others
 * do not (`..` in any spelling, `//`, `%2f`, a backslash, NUL) could be counted for one API and be answered by another,
 * so it is forwarded by nobody. `path` is as sent, without query.
 */
export function findPathFault(path: string, encodedSlashes: "refuse" | "pass"): string | null {
  if (path.charCodeAt(0) !== SLASH) return "The request's target is not a path of this host that begins with a slash.";
  if (!UNUSUAL.test(path)) return null;
  if (FORBIDDEN.test(path)) return "The path has a character that must not stand in a path (RFC 3986).";
  if (BAD_ESCAPE.test(path)) return "The path has a percent sign that is not followed by two hexadecimal digits.";
  if (HIDDEN.test(path)) return "The path hides a control character or a backslash in percent-encoding.";
  if (DOT_SEGMENT.test(path)) return "The path has a segment . or .., which programs resolve in different ways.";
  if (path.includes("//")) return "The path has two slashes in a row, which some programs read as one.";
  if (encodedSlashes === "refuse" && ENCODED_SLASH.test(path)) {
    return "The path has an encoded slash (%2F), which some programs read as a slash.";
  }
  return null;
}

const SLASH = 0x2f;
