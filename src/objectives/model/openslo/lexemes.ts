import { Lexer } from "yaml";

/** Deeper nesting is refused: no OpenSLO document has more than about fifteen levels. */
export const DEPTH_MAX = 100;

/** More words and signs in one text are refused: they fill about 7 MB of ordinary documents, some 7,000 of them. */
export const LEXEMES_MAX = 2_000_000;

const OPENS = new Set(["[", "{"]);
const CLOSES = new Set(["]", "}"]);
/** Each opens a level of its own when several stand on one line. */
const BLOCKS = new Set(["-", "?"]);
/** The library's mark before a scalar's text, which may look like an indicator. */
const SCALAR = "\u001f";

/** Where and why the rest of a text is not read. */
export interface Stopped {
  readonly offset: number;
  readonly reason: "depth" | "length";
}

/**
 * The lexemes of a YAML text, until there are too many or one is nested too deeply in brackets or dashes: the parser
 * is recursive and would spend minutes on a hostile text. What is nested by indentation needs a text that grows with
 * the square of its depth.
 */
export function* lexemes(text: string): Generator<string, Stopped | undefined> {
  let offset = 0;
  let depth = 0;
  let blocks = 0;
  let count = 0;
  let isScalar = false;
  for (const lexeme of new Lexer().lex(text)) {
    if (!isScalar) {
      if (OPENS.has(lexeme)) depth += 1;
      else if (CLOSES.has(lexeme)) depth = Math.max(0, depth - 1);
      else if (BLOCKS.has(lexeme)) blocks += 1;
      else if (lexeme.endsWith("\n")) blocks = 0;
      if (depth > DEPTH_MAX || blocks > DEPTH_MAX) return { offset, reason: "depth" };
    }
    count += 1;
    if (count > LEXEMES_MAX) return { offset, reason: "length" };
    yield lexeme;
    isScalar = lexeme === SCALAR;
    if (!isMark(lexeme)) offset += lexeme.length;
  }
  return undefined;
}

/** Marks of the library stand for no text. */
function isMark(lexeme: string): boolean {
  return lexeme === SCALAR || lexeme === "\u0002" || lexeme === "\u0018";
}
