/** Markup that is already safe to print. Only `html` and `raw` make it. */
export class Html {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
  toString(): string {
    return this.text;
  }
}

type Part = Html | string | number | false | null | undefined | readonly Part[];

/**
 * Tagged template whose values are escaped unless they are markup themselves. Lists are joined; false, null
 * and undefined print nothing. Safe in text and in quoted attributes; never put a value in an unquoted
 * attribute, a script or a style.
 */
export function html(strings: TemplateStringsArray, ...values: readonly Part[]): Html {
  let text = strings[0] ?? "";
  values.forEach((value, i) => {
    text += printed(value) + (strings[i + 1] ?? "");
  });
  return new Html(text);
}

/** Markup written by ourselves (a style sheet, a script of ours). Never for what came from outside. */
export function raw(text: string): Html {
  return new Html(text);
}

function printed(value: Part): string {
  if (value instanceof Html) return value.text;
  if (Array.isArray(value)) return value.map(printed).join("");
  if (value === false || value === null || value === undefined) return "";
  return escaped(String(value));
}

const ESCAPES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** Control characters are no text of a document. */
const CONTROLS = /(?![\t\n])\p{Cc}/gu;

function escaped(text: string): string {
  return text.replace(CONTROLS, "\ufffd").replace(/[&<>"']/g, (character) => ESCAPES[character] ?? "");
}
