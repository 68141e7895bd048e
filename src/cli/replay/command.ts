import { Command, InvalidArgumentError, Option } from "commander";
import { LOG_FORMATS, parseClientBy } from "#intake";
import { Refusal } from "#kernel";
import type { ReplayOptions } from "./options.ts";

const EXAMPLES = `
Examples
  plimsoll replay /var/log/nginx/access.log            the answer, on the terminal
  plimsoll replay access.log access.log.1 *.gz         rotated files together, in any order
  zcat access.log.*.gz | plimsoll replay -             from standard input
  plimsoll replay access.log --html report.html        one page with plots, for others to read
  plimsoll replay access.log --write plimsoll.yaml     a plan with targets that the history supports
  plimsoll replay access.log --objectives plimsoll.yaml --fail-on breach
  plimsoll replay caddy.json --client header:X-Api-Key --openapi orders.openapi.yaml
  plimsoll replay access.log --json | jq .alerts

Exit codes: 0 done; 1 with --fail-on breach, an error budget is exhausted; 2 wrong use, or nothing could be read.
Manual: docs/manual/replay.md, docs/manual/formats.md`;

/** The verb `replay`: its flags, and its exit code through `exit`. */
export function replayCommand(exit: (code: number) => void): Command {
  return new Command("replay")
    .description(
      "Read a request log that you already have, and tell what could have been promised: KPIs, error budgets, the pages " +
        "that would have been sent and when, and which clients were affected.",
    )
    .argument("<file...>", "log files (plain, gzip or zstd; recognised by content), or - for standard input")
    .addOption(new Option("--format <format>", "log format").choices(["auto", ...LOG_FORMATS]).default("auto"))
    .option("--api <name>", "name of the API; records that name another one are dropped as unknownApi")
    .option(
      "--client <by>",
      "what names the client: ip, user, key, header:NAME, field:NAME (default: ip; for ndjson field:client)",
      clientBy,
    )
    .option("--openapi <file>", "OpenAPI 3.0 or 3.1 document that names the operations")
    .option("--objectives <file>", "plan with objectives (default: availability 99.9% over 30 days)")
    .option("--json", "print one JSON document")
    .option("--html <file>", "write a self-contained page with plots")
    .option("--write <file>", "write a plan (plimsoll.yaml) with targets that the history supports")
    .addOption(
      new Option("--fail-on <what>", "exit with 1 on: breach = an error budget is exhausted").choices(["breach"]),
    )
    .addHelpText("after", EXAMPLES)
    .exitOverride()
    .action(async (files: string[], flags: Omit<ReplayOptions, "files" | "json"> & { json?: boolean }) => {
      const { replay } = await import("./replay.ts");
      exit(await replay({ ...flags, json: flags.json ?? false, files }));
    });
}

function clientBy(text: string): ReplayOptions["client"] {
  try {
    return parseClientBy(text);
  } catch (error) {
    if (error instanceof Refusal) throw new InvalidArgumentError(error.detail);
    throw error;
  }
}
