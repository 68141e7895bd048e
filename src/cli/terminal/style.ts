/** How text looks on a terminal; every function gives its text unchanged where there is no colour. */
export interface Style {
  readonly bold: (text: string) => string;
  readonly dim: (text: string) => string;
  /** What hurts a client now. */
  readonly red: (text: string) => string;
  /** What will. */
  readonly amber: (text: string) => string;
  readonly green: (text: string) => string;
}

/** Colour only on a terminal, never with NO_COLOR (no-color.org: any non-empty value). */
export function styleOf(stream: { readonly isTTY?: boolean }, environment: NodeJS.ProcessEnv): Style {
  const colour = stream.isTTY === true && (environment["NO_COLOR"] ?? "") === "" && environment["TERM"] !== "dumb";
  const code = (open: number, close: number) => (text: string) =>
    colour ? `\u001b[${open}m${text}\u001b[${close}m` : text;
  return { bold: code(1, 22), dim: code(2, 22), red: code(31, 39), amber: code(33, 39), green: code(32, 39) };
}
