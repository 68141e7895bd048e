import { isIn } from "./code-set.ts";
import { parsePattern } from "./parse-pattern.ts";
import type { Assertion } from "./pattern-node.ts";
import { patternProgram, type PatternProgram, type Step } from "./pattern-program.ts";

/**
 * A regular expression that matches whole texts, never a part of one: Alertmanager puts `^(?:` before and `)$` behind.
 * All ways through it are walked at the same time, so the time grows with the text's length times the pattern's, and
 * no pattern can hang (docs/decisions/0023).
 */
export class Pattern {
  readonly text: string;
  readonly #program: PatternProgram;

  /** Refuses, with the letter, what is not of RE2. */
  constructor(text: string) {
    this.text = text;
    this.#program = patternProgram(parsePattern(text));
  }

  /** Whether the pattern matches all of a text. */
  matches(text: string): boolean {
    const { steps, start } = this.#program;
    const codes = [...text].map((letter) => letter.codePointAt(0) ?? 0);
    let at = 0;
    let reached = closure([start], steps, { codes, at });
    while (at < codes.length && reached.size > 0) {
      const next = taken(reached, steps, codes[at] ?? 0);
      at += 1;
      reached = closure(next, steps, { codes, at });
    }
    return at === codes.length && reached.has(END);
  }
}

/** The step that every program begins its list with. */
const END = 0;

interface Spot {
  readonly codes: readonly number[];
  readonly at: number;
}

/** The steps after those that take this character. */
function taken(reached: ReadonlySet<number>, steps: readonly Step[], code: number): number[] {
  const next: number[] = [];
  for (const number of reached) {
    const step = steps[number];
    if (step?.kind === "set" && isIn(step.set, code)) next.push(step.next);
  }
  return next;
}

/** All steps that are reached without taking a character. */
function closure(from: readonly number[], steps: readonly Step[], spot: Spot): ReadonlySet<number> {
  const reached = new Set<number>();
  const open = [...from];
  for (let number = open.pop(); number !== undefined; number = open.pop()) {
    if (reached.has(number)) continue;
    reached.add(number);
    const step = steps[number];
    if (step?.kind === "either") open.push(step.next, step.other);
    else if (step?.kind === "assert" && holdsAt(step.assertion, spot)) open.push(step.next);
  }
  return reached;
}

function holdsAt(assertion: Assertion, { codes, at }: Spot): boolean {
  switch (assertion) {
    case "textStart":
      return at === 0;
    case "textEnd":
      return at === codes.length;
    case "lineStart":
      return at === 0 || codes[at - 1] === LINE_FEED;
    case "lineEnd":
      return at === codes.length || codes[at] === LINE_FEED;
    case "wordEdge":
      return isWord(codes[at - 1]) !== isWord(codes[at]);
    case "noWordEdge":
      return isWord(codes[at - 1]) === isWord(codes[at]);
  }
}

const LINE_FEED = 10;

function isWord(code: number | undefined): boolean {
  return code !== undefined && /\w/.test(String.fromCodePoint(code));
}
