/** The known word with the least edit distance, whatever the case; the first of several, and "" when none is known. */
export function nearestWord(word: string, known: readonly string[]): string {
  return scored(word, known)?.name ?? "";
}

/** The known word that a mistyped one most probably meant: at most a third of its letters differ. Undefined when none is so near. */
export function closeWord(word: string, known: readonly string[]): string | undefined {
  const near = known.filter((name) => lettersApart(word, name) <= Math.max(1, Math.floor(name.length / 3)));
  return scored(word, near)?.name;
}

/** Longer words are compared by their start: nobody mistypes so much, and hostile input may have thousands of letters. */
const LETTERS_MAX = 100;

function scored(word: string, known: readonly string[]): { name: string; distance: number } | undefined {
  let best: { name: string; distance: number } | undefined;
  for (const name of known) {
    const distance = lettersApart(word, name);
    if (best === undefined || distance < best.distance) best = { name, distance };
  }
  return best;
}

/** Letters to insert, remove or replace (Levenshtein); a swap of neighbours counts as one. */
function lettersApart(word: string, name: string): number {
  const a = word.slice(0, LETTERS_MAX).toLowerCase();
  const b = name.slice(0, LETTERS_MAX).toLowerCase();
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
