/** Something that the palette can open. */
export interface Target {
  /** What it is: "page", "client" … */
  readonly kind: string;
  readonly name: string;
  readonly path: string;
}

const SHOWN_MAX = 12;

/** The targets that a question means, best first: all its words must occur; those at the start of a name win, then the shorter name. Without a question the first ones. */
export function foundTargets(targets: readonly Target[], question: string): readonly Target[] {
  const words = question
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== "");
  if (words.length === 0) return targets.slice(0, SHOWN_MAX);
  return targets
    .map((target) => ({ target, score: scoreOf(target, words) }))
    .filter(({ score }) => score > 0)
    .toSorted((a, b) => (a.score === b.score ? a.target.name.length - b.target.name.length : b.score - a.score))
    .slice(0, SHOWN_MAX)
    .map(({ target }) => target);
}

function scoreOf({ kind, name }: Target, words: readonly string[]): number {
  const text = name.toLowerCase();
  let score = 1;
  for (const word of words) {
    if (text.startsWith(word)) score += 4;
    else if (new RegExp(String.raw`[\s/._-]${escaped(word)}`).test(text)) score += 2;
    else if (text.includes(word) || kind.startsWith(word)) score += 1;
    else return 0;
  }
  return score;
}

function escaped(word: string): string {
  return word.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
}
