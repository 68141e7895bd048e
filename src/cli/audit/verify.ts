import { open } from "node:fs/promises";
import { type AuditVerdict, verifyAudit } from "#identity";
import { Refusal } from "#kernel";
import { EXIT } from "../exit.ts";
import { printable } from "../terminal/layout.ts";

/** Tells whether an export is whole, and gives the exit code. */
export async function verify(file: string): Promise<number> {
  const handle = await open(file).catch((error: unknown) => {
    const code = (error as NodeJS.ErrnoException).code ?? String(error);
    throw new Refusal(
      "invalid",
      "audit.unreadable",
      `${file} cannot be read (${code}). Name the file that holds what GET /audit/export.ndjson answered.`,
    );
  });
  try {
    const verdict = await verifyAudit(handle.readLines());
    process.stdout.write(`${printable(verdictText(verdict))}\n`);
    return verdict.kind === "whole" ? EXIT.done : EXIT.no;
  } finally {
    await handle.close();
  }
}

function verdictText(verdict: AuditVerdict): string {
  if (verdict.kind === "empty") return "There is no entry in it, so nothing is verified.";
  if (verdict.kind === "broken") {
    const { line, seq, reason } = verdict;
    const what = seq === null ? `Line ${line}` : `Entry ${seq} (line ${line})`;
    return `It does not verify. ${what} ${reason}.`;
  }
  const { first, last, hash } = verdict;
  return `It verifies: entries ${first} to ${last}, each follows from the one before. The last hash is ${hash}; compare it with the server's, which shows that nothing was cut off at the end.`;
}
