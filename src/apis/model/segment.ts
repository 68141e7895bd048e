/**
 * One segment of a path template: "orders", "{id}" or a mixture ("{id}.pdf", "{from}..{to}"). `parts` are the literal
 * texts around the parameters: n parameters have n + 1 of them, "" where there is none.
 */
export interface Segment {
  readonly parts: readonly string[];
  readonly isLiteral: boolean;
  readonly literalLength: number;
  /** The text with the names of the parameters left out: equal shapes match the same paths. */
  readonly shape: string;
}

/** Reads a segment whose braces are known to be balanced (see `bracesFit`). */
export function segmentOf(text: string): Segment {
  const parts: string[] = [];
  let start = 0;
  for (let open = text.indexOf("{"); open >= 0; open = text.indexOf("{", start)) {
    parts.push(text.slice(start, open));
    start = text.indexOf("}", open) + 1;
  }
  parts.push(text.slice(start));
  const shape = parts.join("{}");
  return { parts, isLiteral: parts.length === 1, literalLength: shape.length - 2 * (parts.length - 1), shape };
}

/** Whether each brace has its partner in this segment and each parameter a name. */
export function bracesFit(text: string): boolean {
  let open = -1;
  for (let i = 0; i < text.length; i++) {
    const character = text.charAt(i);
    if (character === "{" && open >= 0) return false;
    if (character === "{") open = i;
    if (character === "}" && (open < 0 || open === i - 1)) return false;
    if (character === "}") open = -1;
  }
  return open < 0;
}

/**
 * Whether a segment as sent fits: the literal parts in their order, and at least one character for each parameter.
 * Taking each literal part at its first place is enough, since a parameter takes any text: no backtracking.
 */
export function segmentFits(segment: Segment, text: string): boolean {
  const [first = "", ...others] = segment.parts;
  if (segment.isLiteral) return text === first;
  const last = others.pop() ?? "";
  if (!text.startsWith(first) || !text.endsWith(last)) return false;
  let at = first.length;
  for (const part of others) {
    const found = text.indexOf(part, at + 1);
    if (found < 0) return false;
    at = found + part.length;
  }
  return text.length - last.length > at;
}

/** Whether a segment fits all texts of nothing but digits or none: a bare "{id}" all, and one with other characters none. */
export function takesNumbersAlike({ isLiteral, parts, shape }: Segment): boolean {
  if (shape === "{}" || (isLiteral && shape === "")) return true;
  return parts.some((part) => /[^0-9]/.test(part));
}
