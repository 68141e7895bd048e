/** The name that a mistyped one most probably meant: at most a third of its letters differ. */
export function closestName(text: string, names: readonly string[]): string | undefined {
  const scored = names
    .map((name) => ({ name, distance: distance(text.toLowerCase(), name.toLowerCase()) }))
    .filter(({ name, distance: letters }) => letters <= Math.max(1, Math.floor(name.length / 3)));
  return scored.toSorted((a, b) => a.distance - b.distance)[0]?.name;
}

/** Longer texts are not compared: nobody mistypes so much. */
const LETTERS_MAX = 64;

/** Letters to insert, remove or replace (Levenshtein); a swap of neighbours counts as one. */
function distance(a: string, b: string): number {
  if (a.length > LETTERS_MAX) return Infinity;
  let older: number[] = [];
  let previous = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const same = a[i - 1] === b[j - 1];
      let least = Math.min((previous[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (previous[j - 1] ?? 0) + (same ? 0 : 1));
      if (a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) least = Math.min(least, (older[j - 2] ?? Infinity) + 1);
      row.push(least);
    }
    older = previous;
    previous = row;
  }
  return previous[b.length] ?? 0;
}
