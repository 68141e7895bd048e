const LENGTH_MAX = 63;

/** A text as a DNS label of at most 63 characters: "POST /orders" → "post-orders"; "" where nothing is left. */
export function slugOf(text: string): string {
  return text
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "-")
    .replace(/^-/, "")
    .slice(0, LENGTH_MAX)
    .replace(/-$/, "");
}
