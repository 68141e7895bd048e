import { Refusal } from "#kernel";
import { EXIT } from "../exit.ts";
import { askServer } from "../server/ask-server.ts";
import { accessFile, forgetAccess, keepAccess } from "../server/kept-access.ts";
import { checked, HERE } from "../server/server-access.ts";
import { printable } from "../terminal/layout.ts";
import { askSecret } from "./ask-secret.ts";

/** What the server says of whoever shows the token. */
interface Told {
  readonly name: string;
  readonly may: readonly string[];
  readonly mayAll: boolean;
  readonly serverVersion: string;
}

const LOOPBACK = new Set(["localhost", "127.0.0.1", "[::1]"]);

/** Asks for a token, has the server check it, and keeps both. Nothing is kept of one that the server does not know. */
export async function loginVerb({ server: given }: { readonly server?: string }): Promise<number> {
  const server = checked(given ?? HERE);
  const token = await askSecret(`Token for ${printable(server)} (not shown): `);
  if (token === "") {
    throw new Refusal("invalid", "login.no-token", "There was no token, so nothing was kept. Type it, or pipe it in.");
  }
  const told = JSON.parse(await askServer({ server, token }, { path: "/caller" })) as Told;
  keepAccess({ server, token });
  process.stdout.write(`${printable(toldText(server, told))}\nIt is kept in ${printable(accessFile())}.\n`);
  if (isInClear(server)) process.stderr.write("The token travels in clear: use https where others are on the way.\n");
  return EXIT.done;
}

/** Forgets what was kept. The token itself stays good until it is revoked. */
export function logoutVerb(): number {
  const text = forgetAccess()
    ? "Logged out. The token is good until it ends or is revoked."
    : "Nobody was logged in, so there was nothing to forget.";
  process.stdout.write(`${text}\n`);
  return EXIT.done;
}

function toldText(server: string, { name, may, mayAll, serverVersion }: Told): string {
  const all = mayAll ? "everything" : may.join(", ");
  return `Logged in to ${server} (Plimsoll ${serverVersion}) with the token "${name}". It may: ${all === "" ? "nothing" : all}.`;
}

function isInClear(server: string): boolean {
  const url = URL.parse(server);
  return url?.protocol === "http:" && !LOOPBACK.has(url.hostname);
}
