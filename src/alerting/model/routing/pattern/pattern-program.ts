import { Refusal } from "#kernel";
import type { CodeSet } from "./code-set.ts";
import type { Assertion, PatternNode } from "./pattern-node.ts";

/** A step of a program: takes a character, asks for something, goes two ways, or is the end. Numbers are steps. */
export type Step =
  | { readonly kind: "set"; readonly set: CodeSet; readonly next: number }
  | { readonly kind: "assert"; readonly assertion: Assertion; readonly next: number }
  | { readonly kind: "either"; readonly next: number; readonly other: number }
  | { readonly kind: "end" };

/** A pattern as steps that are walked at once; the first to be taken is `start`. */
export interface PatternProgram {
  readonly steps: readonly Step[];
  readonly start: number;
}

/** The time of a match is at most so many steps for each letter of a text. */
const STEPS_MAX = 20_000;

/** The steps of a pattern. Refuses one whose repetitions make more than 20,000 of them. */
export function patternProgram(node: PatternNode): PatternProgram {
  const steps: Step[] = [{ kind: "end" }];
  const start = compile(node, 0, steps);
  return { steps, start };
}

/** Adds the steps of a node that go on at `next`, and gives the first of them. */
function compile(node: PatternNode, next: number, steps: Step[]): number {
  switch (node.kind) {
    case "set":
      return add({ kind: "set", set: node.set, next }, steps);
    case "assert":
      return add({ kind: "assert", assertion: node.assertion, next }, steps);
    case "sequence":
      return node.parts.reduceRight((after, part) => compile(part, after, steps), next);
    case "choice":
      return node.parts
        .map((part) => compile(part, next, steps))
        .reduceRight((other, first) => add({ kind: "either", next: first, other }, steps));
    case "repeat":
      return compileRepeat(node, next, steps);
  }
}

function compileRepeat(node: PatternNode & { kind: "repeat" }, next: number, steps: Step[]): number {
  const { part, least, most } = node;
  let start = next;
  if (most === null) {
    // The loop is made before what it repeats, which goes back to it.
    const loop = add({ kind: "either", next: 0, other: next }, steps);
    steps[loop] = { kind: "either", next: compile(part, loop, steps), other: next };
    start = loop;
  } else {
    for (let count = least; count < most; count += 1) {
      start = add({ kind: "either", next: compile(part, start, steps), other: next }, steps);
    }
  }
  for (let count = 0; count < least; count += 1) start = compile(part, start, steps);
  return start;
}

function add(step: Step, steps: Step[]): number {
  if (steps.length >= STEPS_MAX) {
    const detail = `the regular expression takes more than ${STEPS_MAX} steps. Use smaller repetitions, or several matchers.`;
    throw new Refusal("limit", "pattern.too-large", detail);
  }
  return steps.push(step) - 1;
}
