/** The known word with the least edit distance; the first of several, and "" when none is known. */
export function nearest(word: string, known: readonly string[]): string {
  let best = "";
  let least = Number.POSITIVE_INFINITY;
  for (const other of known) {
    const far = distance(word.slice(0, LENGTH_MAX), other);
    if (far < least) [best, least] = [other, far];
  }
  return best;
}

/** More letters of a wrong word do not help. */
const LENGTH_MAX = 64;

function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (const [i, letter] of [...a].entries()) {
    const next = [i + 1];
    for (let j = 1; j <= b.length; j++) {
      next.push(Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, (row[j - 1] ?? 0) + (letter === b[j - 1] ? 0 : 1)));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
