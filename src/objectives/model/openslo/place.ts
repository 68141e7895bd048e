/** Where something is written: line and column from 1, the column in UTF-16 units. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

/** Steps from the top of a document to a value: names of keys and, from 0, numbers of list items. */
export type Path = readonly (string | number)[];

/** Keys that cannot stand in a path as they are. */
const NEEDS_QUOTES = /^$|[.[\]'*$ \t\n\r]/;

/** `spec.objectives[0].target`; a key with dots or spaces is quoted: `metadata.labels['a b']`. The top is "". */
export function pathText(path: Path): string {
  let text = "";
  for (const step of path) {
    if (typeof step === "number") text += `[${step}]`;
    else if (NEEDS_QUOTES.test(step)) text += `['${escaped(step)}']`;
    else text += text === "" ? step : `.${step}`;
  }
  return text;
}

function escaped(key: string): string {
  return key.replaceAll("'", "\\'").replaceAll("\n", "\\n").replaceAll("\t", "\\t").replaceAll("\r", "\\r");
}
