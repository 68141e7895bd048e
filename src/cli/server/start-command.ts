import { Command, InvalidArgumentError, Option } from "commander";
import { parseRfc3339 } from "#intake";
import type { Roles, StartOptions } from "./start-options.ts";

const EXAMPLES = `
Examples
  plimsoll start                              console on http://localhost:4747, data in ./data
  plimsoll start --demo                       a living system to look at; it breaks itself after a minute
  plimsoll start --host 0.0.0.0 --data /var/lib/plimsoll
  plimsoll start --state postgres://plimsoll@db.example.com/plimsoll

Exit codes: 0 stopped as asked (SIGTERM, SIGINT); 2 wrong use or settings; 3 not now: the port is taken, or another process
holds the data directory. Manual: docs/manual/server.md`;

/** What commander gives for the flags. */
interface Flags extends Omit<StartOptions, "production" | "demo"> {
  readonly production?: true;
  readonly demo?: true;
}

/** The verb `start`: the server. */
export function startCommand(roles: Roles, exit: (code: number) => void): Command {
  return new Command("start")
    .description("Run the server: takes records in, judges, alerts, and shows all of it on its console.")
    .addOption(new Option("--port <port>", "port to listen on").env("PORT").argParser(portOf).default(4747))
    .addOption(
      new Option("--gateway-port <port>", "port where requests of clients pass (default: one above --port, 4748)")
        .env("PLIMSOLL_GATEWAY_PORT")
        .argParser(portOf),
    )
    .addOption(
      new Option(
        "--auth-port <port>",
        "port where proxies ask who may pass, on 127.0.0.1 (default: two above --port, 4749)",
      )
        .env("PLIMSOLL_AUTH_PORT")
        .argParser(portOf),
    )
    .addOption(new Option("--host <host>", "address to listen on").env("PLIMSOLL_HOST").default("127.0.0.1"))
    .addOption(new Option("--data <directory>", "where everything is kept").env("PLIMSOLL_DATA").default("./data"))
    .addOption(
      new Option("--state <url>", "PostgreSQL for the state (default: SQLite in --data)").env("PLIMSOLL_STATE"),
    )
    .addOption(new Option("--config <file>", "settings (docs/manual/server.md)").env("PLIMSOLL_CONFIG"))
    .option("--demo", "a living system in a temporary directory, to look at")
    .option("--production", "refuse what only tests need (also: NODE_ENV=production)")
    .addOption(
      new Option("--test-clock <instant>", "the clock stands at this instant until POST /test/clock").argParser(
        instantOf,
      ),
    )
    .addHelpText("after", EXAMPLES)
    .exitOverride()
    .action(async ({ production, demo, ...flags }: Flags) => {
      const isProduction = production === true || process.env["NODE_ENV"] === "production";
      exit(await roles.start({ ...flags, production: isProduction, demo: demo === true }));
    });
}

function portOf(text: string): number {
  const port = Number(text);
  if (/^\d+$/.test(text) && port <= 65_535) return port;
  throw new InvalidArgumentError("A port is a number from 0 (any that is free) to 65535.");
}

function instantOf(text: string): number {
  const at = parseRfc3339(text);
  if (at !== undefined) return at;
  throw new InvalidArgumentError("An instant is written as 2026-11-27T12:00:00Z.");
}
