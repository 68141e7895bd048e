import { type CodeSet, codesOf, NAMED_RANGES, without } from "./code-set.ts";
import { escapedCode } from "./escaped-code.ts";
import type { PatternLetters } from "./pattern-letters.ts";

type Part = Pick<CodeSet, "ranges" | "properties">;

/** `[…]`; the first bracket is taken already. */
export function bracketSet(letters: PatternLetters, fold: boolean): CodeSet {
  const start = letters.at - 1;
  const negated = letters.take("^");
  const parts: Part[] = [];
  while (parts.length === 0 || letters.peek() !== "]") {
    if (letters.done) throw letters.fault("has a [ without its ]", start);
    parts.push(classPart(letters));
  }
  letters.next();
  const ranges = parts.flatMap((part) => part.ranges);
  return { ranges, properties: parts.flatMap(({ properties }) => properties), negated, fold };
}

/** `\d`, `\S`, `\pL`, `\P{Greek}`; undefined, and nothing is taken, for another escape. */
export function escapedSet(letters: PatternLetters): Part | undefined {
  const kind = letters.peek(1);
  if (letters.peek() !== "\\" || kind === "") return undefined;
  const ranges = NAMED_RANGES.get(kind.toLowerCase());
  if (ranges !== undefined && kind.length === 1 && /[dswDSW]/.test(kind)) {
    letters.take(`\\${kind}`);
    return codesOf(kind === kind.toLowerCase() ? ranges : without(ranges));
  }
  return kind === "p" || kind === "P" ? propertySet(letters) : undefined;
}

function classPart(letters: PatternLetters): Part {
  const escaped = namedPart(letters) ?? escapedSet(letters);
  if (escaped !== undefined) return escaped;
  const start = letters.at;
  const from = classCode(letters);
  if (letters.peek() !== "-" || letters.peek(1) === "]" || letters.peek(1) === "") return codesOf([[from, from]]);
  letters.next();
  const to = classCode(letters);
  if (to < from) throw letters.fault("has a range in [ ] that ends before it begins", start);
  return codesOf([[from, to]]);
}

function classCode(letters: PatternLetters): number {
  return letters.take("\\") ? escapedCode(letters) : (letters.next().codePointAt(0) ?? 0);
}

/** `[:alpha:]`, `[:^digit:]`. */
function namedPart(letters: PatternLetters): Part | undefined {
  const start = letters.at;
  if (!letters.take("[:")) return undefined;
  const name = letters.until(":]");
  const bare = name?.replace(/^\^/, "") ?? "";
  const ranges = bare.length > 1 ? NAMED_RANGES.get(bare) : undefined;
  if (name === undefined) {
    letters.back(start);
    return undefined;
  }
  if (ranges === undefined) throw letters.fault(`has [:${name}:], which RE2 does not know`, start);
  return codesOf(name === bare ? ranges : without(ranges));
}

function propertySet(letters: PatternLetters): Part {
  const start = letters.at;
  letters.next();
  const negated = letters.next() === "P";
  const written = letters.take("{") ? letters.until("}") : letters.next();
  const name = written?.replace(/^\^/, "") ?? "";
  const test = propertyTest(name);
  if (test === undefined) throw letters.fault(`names a property of Unicode that is not known: ${written ?? ""}`, start);
  const other = negated !== (written !== name);
  return { ranges: [], properties: [(alike) => alike.some(test) !== other] };
}

/** A general category (Lu) or a script (Greek). The name has letters only, and the test sees one character. */
function propertyTest(name: string): ((letter: string) => boolean) | undefined {
  if (name === "Any") return () => true;
  if (!/^[A-Z][A-Za-z_]*$/.test(name)) return undefined;
  for (const property of name.length <= 2 ? [name] : [`Script=${name}`]) {
    try {
      const expression = new RegExp(`^\\p{${property}}$`, "u");
      return (letter) => expression.test(letter);
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
    }
  }
  return undefined;
}
