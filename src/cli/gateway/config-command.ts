import { Argument, Command, InvalidArgumentError, Option } from "commander";
import { serverOptions } from "../server/ask-server.ts";
import type { ConfigFlags } from "./write-config.ts";

const PROXY_NAMES = ["nginx", "caddy", "haproxy", "envoy", "traefik"] as const;

const EXAMPLES = `
Examples
  plimsoll gateway config nginx > /etc/nginx/conf.d/plimsoll.conf
  plimsoll gateway config haproxy --api orders --out /etc/haproxy/plimsoll

Exit codes: 0 written; 2 wrong use, or an API without an address; 3 the server does not answer.
Manual: docs/manual/forward-auth.md`;

/** The verb `gateway config`: configuration of a proxy that stands in the place of a gateway of ours. */
export function configCommand(exit: (code: number) => void): Command {
  const command = new Command("config")
    .description("Print the configuration of a proxy that asks Plimsoll who may pass, with its access log.")
    .addArgument(new Argument("<proxy>", "which one").choices(PROXY_NAMES))
    .option("--api <name...>", "APIs (default: all that have an address)")
    .option("--auth <host:port>", "where Plimsoll's /auth is, as the proxy reaches it", "127.0.0.1:4749")
    .addOption(new Option("--port <port>", "on which the proxy listens").argParser(portOf).default(80))
    .option("--logs <directory>", "where its access logs go", "/var/log/plimsoll")
    .option("--out <directory>", "write files there instead of printing them");
  for (const option of serverOptions("read")) command.addOption(option);
  return command
    .addHelpText("after", EXAMPLES)
    .exitOverride()
    .action(async (proxy: (typeof PROXY_NAMES)[number], flags: ConfigFlags) => {
      const { writeConfig } = await import("./write-config.ts");
      exit(await writeConfig(proxy, flags));
    });
}

function portOf(text: string): number {
  const port = Number(text);
  if (/^\d+$/.test(text) && port >= 1 && port <= 65_535) return port;
  throw new InvalidArgumentError("A port is a number from 1 to 65535.");
}
