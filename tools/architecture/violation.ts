/** One breach of one rule, in words for the person who has to mend it. `line` 0 = the file as a whole. */
export interface Violation {
  readonly rule: string;
  readonly path: string;
  readonly line: number;
  readonly message: string;
}

/** "src/a/b.ts:12  imports  …", as editors and terminals make a link of it. */
export function violationText(violation: Violation): string {
  const place = violation.line > 0 ? `${violation.path}:${violation.line}` : violation.path;
  return `${place}  [${violation.rule}]  ${violation.message}`;
}
