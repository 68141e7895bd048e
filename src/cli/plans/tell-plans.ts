import { printable } from "../terminal/layout.ts";

/** Prints what was converted, and on standard error what is not in it. */
export function tellPlans({ text, remarks }: { readonly text: string; readonly remarks: readonly string[] }): void {
  process.stdout.write(text);
  for (const remark of remarks) process.stderr.write(`${printable(remark)}\n`);
}
