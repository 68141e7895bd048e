import { Refusal } from "#kernel";
import { type CodeSet, codesOf } from "./code-set.ts";
import { bracketSet, escapedSet } from "./pattern-set.ts";
import { escapedCode } from "./escaped-code.ts";
import { PatternLetters } from "./pattern-letters.ts";
import type { Assertion, PatternNode } from "./pattern-node.ts";

/** Letters of a pattern. */
const LETTERS_MAX = 65_536;
/** Groups in groups. */
const DEPTH_MAX = 200;
/** As in RE2. */
const REPEATS_MAX = 1_000;

/** What letters mean from here on, until the group ends. */
interface Flags {
  readonly fold: boolean;
  readonly lines: boolean;
  readonly dotAll: boolean;
}

const NO_FLAGS: Flags = { fold: false, lines: false, dotAll: false };
const LINE_FEED: CodeSet["ranges"][number] = [10, 10];

/** A regular expression in the syntax of RE2, as Go has it. Refuses, with the letter, what RE2 does not know. */
export function parsePattern(text: string): PatternNode {
  if (text.length > LETTERS_MAX) {
    throw new Refusal("limit", "pattern.too-long", `the regular expression has more than ${LETTERS_MAX} letters.`);
  }
  const parser = new PatternParser(new PatternLetters(text));
  return parser.whole();
}

class PatternParser {
  readonly #letters: PatternLetters;
  #flags = NO_FLAGS;
  #depth = 0;

  constructor(letters: PatternLetters) {
    this.#letters = letters;
  }

  whole(): PatternNode {
    const node = this.#choice();
    if (!this.#letters.done) throw this.#letters.fault("has a ) without its (. Write \\) for the letter");
    return node;
  }

  #choice(): PatternNode {
    const parts = [this.#sequence()];
    while (this.#letters.take("|")) parts.push(this.#sequence());
    return { kind: "choice", parts };
  }

  #sequence(): PatternNode {
    const parts: PatternNode[] = [];
    while (!this.#letters.done && !["|", ")"].includes(this.#letters.peek())) {
      const quoted = this.#quoted();
      if (quoted === undefined) parts.push(...this.#repeated());
      else parts.push(...quoted);
    }
    return { kind: "sequence", parts };
  }

  /** `\Q…\E`: letters that mean themselves. A repetition behind it is one of the last of them. */
  #quoted(): PatternNode[] | undefined {
    const letters = this.#letters;
    const start = letters.at;
    if (!letters.take("\\Q")) return undefined;
    const nodes: PatternNode[] = [];
    while (!letters.take("\\E")) {
      if (letters.done) throw letters.fault("has a \\Q without its \\E", start);
      nodes.push(this.#letter(letters.next().codePointAt(0) ?? 0));
    }
    const last = nodes.pop();
    return last === undefined ? nodes : [...nodes, this.#repetition(last)];
  }

  #repeated(): PatternNode[] {
    const start = this.#letters.at;
    if (["*", "+", "?"].includes(this.#letters.peek()) || this.#bounds(true) !== undefined) {
      throw this.#letters.fault("repeats nothing. Write a backslash before the sign if it is a letter", start);
    }
    const node = this.#single();
    return node === undefined ? [] : [this.#repetition(node)];
  }

  /** A node with the repetition behind it. Two in a row mean different things to different programs: RE2 refuses. */
  #repetition(node: PatternNode): PatternNode {
    const bounds = this.#bounds(false);
    if (bounds === undefined) return node;
    this.#letters.take("?");
    const start = this.#letters.at;
    if (this.#bounds(true) !== undefined) throw this.#letters.fault("repeats a repetition. Put it into a group", start);
    return { kind: "repeat", part: node, ...bounds };
  }

  /** What `*`, `+`, `?` and `{2,5}` say; undefined, and nothing is taken, for other letters, among them a `{` that bounds nothing. */
  #bounds(look: boolean): { readonly least: number; readonly most: number | null } | undefined {
    const letters = this.#letters;
    const start = letters.at;
    const sign = SIGNS.get(letters.peek());
    if (sign !== undefined) {
      if (!look) letters.next();
      return sign;
    }
    const written = letters.take("{") ? /^(\d+)(,(\d*))?$/.exec(letters.until("}") ?? "") : null;
    if (written === null || look) letters.back(start);
    if (written === null) return undefined;
    const least = Number(written[1]);
    const most = written[2] === undefined ? least : written[3] === "" ? null : Number(written[3]);
    if (least <= REPEATS_MAX && (most === null || (most >= least && most <= REPEATS_MAX))) return { least, most };
    throw letters.fault(`asks for a repetition that is none; the most is ${REPEATS_MAX}`, start);
  }

  /** One letter, set, assertion or group; undefined for what only sets flags. */
  #single(): PatternNode | undefined {
    const letters = this.#letters;
    const property = escapedSet(letters);
    if (property !== undefined) return setNode({ ...property, negated: false, fold: this.#flags.fold });
    const letter = letters.next();
    if (letter === "(") return this.#group();
    if (letter === "[") return setNode(bracketSet(letters, this.#flags.fold));
    if (letter === ".") return setNode({ ...codesOf(this.#flags.dotAll ? [] : [LINE_FEED]), negated: true });
    if (letter === "^") return assertNode(this.#flags.lines ? "lineStart" : "textStart");
    if (letter === "$") return assertNode(this.#flags.lines ? "lineEnd" : "textEnd");
    if (letter !== "\\") return this.#letter(letter.codePointAt(0) ?? 0);
    const assertion = ASSERTIONS.get(letters.peek());
    if (assertion === undefined) return this.#letter(escapedCode(letters));
    letters.next();
    return assertNode(assertion);
  }

  #letter(code: number): PatternNode {
    return setNode(codesOf([[code, code]], this.#flags.fold));
  }

  #group(): PatternNode | undefined {
    const letters = this.#letters;
    const start = letters.at - 1;
    const before = this.#flags;
    if (letters.take("?") && !this.#groupStart(start)) return undefined;
    this.#depth += 1;
    if (this.#depth > DEPTH_MAX) throw letters.fault(`has more than ${DEPTH_MAX} groups in each other`, start);
    const node = this.#choice();
    if (!letters.take(")")) throw letters.fault("has a ( without its ). Write \\( for the letter", start);
    this.#depth -= 1;
    this.#flags = before;
    return node;
  }

  /** What stands between `(?` and the group's own letters: a name, or flags. False: flags alone, for what follows. */
  #groupStart(start: number): boolean {
    const letters = this.#letters;
    if (["=", "!", "<=", "<!"].some((sign) => letters.startsWith(sign))) {
      throw letters.fault("looks ahead or behind, which RE2 cannot. Use a second matcher, with !~", start);
    }
    if (letters.take("P<") || letters.take("<")) {
      if (/^\w+$/.test(letters.until(">") ?? "")) return true;
      throw letters.fault("has a group whose name has no end, or is none", start);
    }
    let on = true;
    while (/[imsU-]/.test(letters.peek())) {
      const flag = letters.next();
      if (flag === "-") on = false;
      else this.#flags = { ...this.#flags, ...flagOf(flag, on) };
    }
    if (letters.take(":")) return true;
    if (letters.take(")")) return false;
    throw letters.fault("has a group (?…) that RE2 does not know", start);
  }
}

const SIGNS: ReadonlyMap<string, { readonly least: number; readonly most: number | null }> = new Map([
  ["*", { least: 0, most: null }],
  ["+", { least: 1, most: null }],
  ["?", { least: 0, most: 1 }],
]);

const ASSERTIONS: ReadonlyMap<string, Assertion> = new Map([
  ["A", "textStart"],
  ["z", "textEnd"],
  ["b", "wordEdge"],
  ["B", "noWordEdge"],
]);

/** `U` swaps greedy and lazy: whether a text matches does not depend on it. */
function flagOf(flag: string, on: boolean): Partial<Flags> {
  if (flag === "i") return { fold: on };
  if (flag === "m") return { lines: on };
  return flag === "s" ? { dotAll: on } : {};
}

function setNode(set: CodeSet): PatternNode {
  return { kind: "set", set };
}

function assertNode(assertion: Assertion): PatternNode {
  return { kind: "assert", assertion };
}
