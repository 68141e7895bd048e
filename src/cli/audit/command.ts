import { Command } from "commander";

const EXAMPLES = `
Examples
  curl -H "Authorization: Bearer $TOKEN" $PLIMSOLL/audit/export.ndjson > audit.ndjson
  plimsoll audit verify audit.ndjson

Exit codes: 0 it verifies; 1 it does not, and at which entry; 2 wrong use, or a file that cannot be read.
Manual: docs/manual/api.md`;

/** The verb `audit`: exports of the audit log, without a server. */
export function auditCommand(exit: (code: number) => void): Command {
  const verify = new Command("verify")
    .description("Recompute the chain of hashes of an exported audit log (NDJSON).")
    .argument("<file>", "what GET /audit/export.ndjson answered; several answers one after the other")
    .addHelpText("after", EXAMPLES)
    .exitOverride()
    .action(async (file: string) => {
      const { verify: run } = await import("./verify.ts");
      exit(await run(file));
    });
  return new Command("audit").description("Verify an exported audit log.").exitOverride().addCommand(verify);
}
