/** At most `max` UTF-16 units, never half of a character; `mark` stands where something was left out. */
export function cutText(text: string, max: number, mark = "…"): string {
  if (text.length <= max) return text;
  return `${text.slice(0, Math.max(0, max - mark.length)).replace(/[\uD800-\uDBFF]$/, "")}${mark.slice(0, max)}`;
}
