import { Lexer } from "yaml";

/** Deeper nesting is refused: no OpenSLO document has more than about fifteen levels. */
export const DEPTH_MAX = 100;

const OPENS = new Set(["[", "{"]);
const CLOSES = new Set(["]", "}"]);
/** Each opens a level of its own when several stand on one line. */
const BLOCKS = new Set(["-", "?"]);
/** The library's mark before a scalar's text, which may look like an indicator. */
const SCALAR = "\u001f";

/**
 * The lexemes of a YAML text, until (returned: the offset) one is nested too deeply in brackets or in dashes on one line: the parser behind
 * is recursive and would spend minutes on a hostile text. What is nested by indentation needs a text that grows with
 * the square of its depth.
 */
export function* lexemes(text: string): Generator<string, number | undefined> {
  let offset = 0;
  let depth = 0;
  let blocks = 0;
  let isScalar = false;
  for (const lexeme of new Lexer().lex(text)) {
    if (!isScalar) {
      if (OPENS.has(lexeme)) depth += 1;
      else if (CLOSES.has(lexeme)) depth -= 1;
      else if (BLOCKS.has(lexeme)) blocks += 1;
      else if (lexeme.endsWith("\n")) blocks = 0;
      if (depth > DEPTH_MAX || blocks > DEPTH_MAX) return offset;
    }
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
