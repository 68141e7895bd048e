import { Command, InvalidArgumentError, Option } from "commander";
import { Refusal } from "#kernel";
import { configCommand } from "./config-command.ts";
import type { GatewayProcessOptions, Roles } from "../server/start-options.ts";

const EXAMPLES = `
Examples
  plimsoll gateway --server https://plimsoll.example.com --spool /var/lib/plimsoll-gateway
  plimsoll gateway --host 0.0.0.0 --port 443 --tls-cert chain.pem --tls-key key.pem

The token (scope gateway) comes from PLIMSOLL_GATEWAY_TOKEN, or --token, which others on the machine may see.

Exit codes: 0 stopped as asked (SIGTERM, SIGINT); 2 wrong use; 3 not now: a port is taken, or another process holds the
spool. Manual: docs/manual/gateway-process.md`;

const MIB = 2 ** 20;
const SPOOL_MIB = 1_024;

/** What commander gives for the flags. */
interface Flags extends Omit<
  GatewayProcessOptions,
  "trustedProxies" | "spoolBytesMax" | "statusPort" | "server" | "token"
> {
  readonly server?: string;
  readonly token?: string;
  readonly trustedProxy: string[];
  readonly spoolMib: number;
  readonly statusPort?: number;
}

/** The verb `gateway`: a gateway in a process of its own, and `config` for proxies in its place. */
export function gatewayCommand(roles: Roles, exit: (code: number) => void): Command {
  return new Command("gateway")
    .description("Run a gateway of its own: it lets requests through by what the server says, also while that is away.")
    .addOption(new Option("--server <url>", "the server").env("PLIMSOLL_SERVER").argParser(urlOf))
    .addOption(new Option("--token <token>", "a token with the scope gateway").env("PLIMSOLL_GATEWAY_TOKEN"))
    .addOption(
      new Option("--spool <directory>", "where records wait, and what was pulled is kept")
        .env("PLIMSOLL_SPOOL")
        .default("./gateway-spool"),
    )
    .addOption(new Option("--spool-mib <n>", "room for records that wait").argParser(countOf).default(SPOOL_MIB))
    .addOption(
      new Option("--port <port>", "port for clients").env("PLIMSOLL_GATEWAY_PORT").argParser(portOf).default(4748),
    )
    .addOption(new Option("--host <host>", "address for clients").env("PLIMSOLL_HOST").default("127.0.0.1"))
    .addOption(new Option("--status-port <port>", "health and metrics, on 127.0.0.1 (default: 4750)").argParser(portOf))
    .option("--trusted-proxy <range>", "address or range whose X-Forwarded-… is believed; repeatable", gathered, [])
    .option(
      "--tls-cert <file>",
      "certificate with its chain (PEM): only TLS is spoken then; read again when it changes",
    )
    .option("--tls-key <file>", "its key (PEM)")
    .addHelpText("after", EXAMPLES)
    .exitOverride()
    .enablePositionalOptions()
    .addCommand(configCommand(exit))
    .action(async ({ trustedProxy, spoolMib, statusPort, server, token, ...flags }: Flags) => {
      if (server === undefined || token === undefined) throw incomplete();
      const usual = flags.port === 0 ? 0 : 4750;
      const more = { trustedProxies: trustedProxy, spoolBytesMax: spoolMib * MIB, statusPort: statusPort ?? usual };
      exit(await roles.gateway({ ...flags, ...more, server, token }));
    });
}

function incomplete(): Refusal {
  return new Refusal(
    "invalid",
    "gateway.incomplete",
    "A gateway needs the address of its server and a token with the scope gateway. Say --server and PLIMSOLL_GATEWAY_TOKEN.",
  );
}

function gathered(text: string, before: string[]): string[] {
  return [...before, text];
}

function portOf(text: string): number {
  const port = countOf(text);
  if (port <= 65_535) return port;
  throw new InvalidArgumentError("A port is a number from 0 (any that is free) to 65535.");
}

function countOf(text: string): number {
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw new InvalidArgumentError("It is a whole number.");
}

function urlOf(text: string): string {
  if (/^https?:\/\/[^/]+/.test(text) && URL.canParse(text)) return text.replace(/\/+$/, "");
  throw new InvalidArgumentError("It is an address such as https://plimsoll.example.com.");
}
