/** Nearly every path is told harmless by one look. */
const SUSPECT = /[%\\;#]|\/\/|\/\.|[^!-~]/;
/** What does not stand for a byte, and what every reader but some take for the letter itself: a to z, 0 to 9, `-`, `.`, `_`, `/`, `\`; control characters; bytes that only begin a longer spelling of another character. */
const ENCODED = /%(?![0-9a-f]{2})|%(?:2[def]|3[0-9]|4[1-9a-f]|5[0-9a]|5c|5f|6[1-9a-f]|7[0-9af]|[01][0-9a-f]|c[01])/i;
const DOTS = /(?:^|\/)\.{1,2}(?:;[^/]*)?(?:\/|$)/;

/**
 * Why two programs could read a path as two different ones; undefined when they cannot. Whoever asks for `/v1/%2e%2e/admin`
 * must not be let through as `/v1` and served as `/admin`, so such a path is refused and not guessed at.
 */
export function ambiguityOf(path: string): string | undefined {
  if (!SUSPECT.test(path)) return path.startsWith("/") || path === "*" ? undefined : "does not begin with a slash";
  if (/[^!-~]/.test(path)) return "has a character that must be written with a percent sign";
  if (path.includes("\\")) return "has a backslash";
  if (path.includes("#")) return "has a fragment";
  if (path.includes("//")) return "has an empty segment";
  if (DOTS.test(path)) return "has a segment of dots";
  if (ENCODED.test(path)) return "writes with a percent sign what stands for itself, or a percent sign before no byte";
  return path.startsWith("/") ? undefined : "does not begin with a slash";
}
