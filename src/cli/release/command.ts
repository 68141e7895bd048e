import { Command } from "commander";
import { EXIT } from "../exit.ts";
import { askServer, serverOptions, type ServerFlags } from "../server/ask-server.ts";
import { printable } from "../terminal/layout.ts";

const EXAMPLES = `
Examples
  plimsoll release orders 2026.11.3                                what went out just now
  plimsoll release orders 2026.11.3 --at 2026-11-28T10:00:00Z --title "Faster search" \\
    --link https://git.example.com/orders/releases/2026.11.3

It marks the charts of the API. Said twice, it is one mark: a deployment may say it again.
Exit codes: 0 done; 2 wrong use, or no such API; 3 the server is away.
Manual: docs/manual/releases.md`;

interface ReleaseFlags extends ServerFlags {
  readonly at?: string;
  readonly title?: string;
  readonly link?: string;
  readonly environment?: string;
  readonly json?: boolean;
}

/** The verb that says that a release of an API went out. */
export function releaseCommand(exit: (code: number) => void): Command {
  const command = new Command("release")
    .description("Say that a release of an API went out: a mark in its charts.")
    .argument("<api>", "name of the API")
    .argument("<release>", "what it is called: a version, a tag, a commit")
    .option("--at <instant>", "when, RFC 3339 (else now)")
    .option("--title <text>", "what is in it")
    .option("--link <url>", "where one reads what is in it")
    .option("--environment <name>", "where it went (else production)")
    .option("--json", "print one JSON document");
  for (const option of serverOptions("say what was released")) command.addOption(option);
  return command
    .addHelpText("after", EXAMPLES)
    .exitOverride()
    .action(async (api: string, release: string) => {
      await tell(api, release, command.opts<ReleaseFlags>());
      exit(EXIT.done);
    });
}

async function tell(
  api: string,
  release: string,
  { json, at, title, link, environment, ...access }: ReleaseFlags,
): Promise<void> {
  const body = { release, at, title, link, environment };
  const path = `/apis/${encodeURIComponent(api)}/releases`;
  const text = await askServer(access, { path, method: "POST", body });
  const said = JSON.parse(text) as { readonly release: string; readonly environment: string; readonly at: string };
  const line = `${said.release} of ${api} went to ${said.environment} at ${said.at}.`;
  process.stdout.write(`${json === true ? JSON.stringify(said, null, 2) : printable(line)}\n`);
}
