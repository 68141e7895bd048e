import { Command, Option } from "commander";

const EXAMPLES = `
Examples
  plimsoll login --server https://plimsoll.example.com    asks for a token, and does not show it
  plimsoll login < token.txt                              takes it from a file

All verbs that talk to a server use what is kept; --server and --token, PLIMSOLL_SERVER and PLIMSOLL_TOKEN go before it.
It lies in $XDG_CONFIG_HOME/plimsoll/login.json (~/.config without it), readable by you only.

Exit codes: 0 kept; 2 the server does not know the token, or wrong use; 3 the server is away. Manual: docs/manual/server.md`;

/** The verbs `login` and `logout`: which server the others talk to, and by which token. */
export function loginCommands(exit: (code: number) => void): Command[] {
  const login = new Command("login")
    .description("Keep a server and a token for the verbs that talk to one.")
    .addOption(new Option("--server <url>", "address of the server").env("PLIMSOLL_SERVER"))
    .addHelpText("after", EXAMPLES)
    .exitOverride()
    .action(async (flags: { server?: string }) => {
      const { loginVerb } = await import("./login-verb.ts");
      exit(await loginVerb(flags));
    });
  const logout = new Command("logout")
    .description("Forget the server and the token that `login` kept.")
    .exitOverride()
    .action(async () => {
      const { logoutVerb } = await import("./login-verb.ts");
      exit(logoutVerb());
    });
  return [login, logout];
}
