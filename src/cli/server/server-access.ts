import { Refusal } from "#kernel";
import { type KeptAccess, readAccess } from "./kept-access.ts";

/** Where a server listens that was started without more ado. */
export const HERE = "http://localhost:4747";

/**
 * The server of a verb and the token for it: flags first, then the environment (which the flags' parser reads), then what
 * `plimsoll login` keeps. The token that is kept goes to the server that it was kept for, and to no other.
 */
export function serverAccess({ server, token }: { readonly server?: string; readonly token?: string }): KeptAccess {
  if (server !== undefined && token !== undefined) return { server: checked(server), token };
  const kept = readAccess();
  const at = server ?? kept?.server ?? HERE;
  const secret = token ?? (kept !== undefined && isSame(at, kept.server) ? kept.token : undefined);
  if (secret !== undefined) return { server: checked(at), token: secret };
  throw new Refusal(
    "invalid",
    "server.no-token",
    `There is no token for ${at}, so nothing was asked. Log in with \`plimsoll login --server ${at}\`, or give --token or PLIMSOLL_TOKEN.`,
  );
}

function isSame(one: string, other: string): boolean {
  const [a, b] = [URL.parse(one), URL.parse(other)];
  return a !== null && b !== null && a.origin === b.origin;
}

/** The address as it stands; refuses what is none. */
export function checked(server: string): string {
  const url = URL.parse(server);
  if (url !== null && (url.username !== "" || url.password !== "")) throw namesSomebody();
  if (url !== null && (url.protocol === "http:" || url.protocol === "https:")) return server;
  throw new Refusal(
    "invalid",
    "server.no-address",
    `${server} is no address of a server, so nothing was asked. It begins with http:// or https://, such as ${HERE}.`,
  );
}

/** It would be kept, and shown in every refusal. */
function namesSomebody(): Refusal {
  return new Refusal(
    "invalid",
    "server.address-with-login",
    "The address of the server has a name or a password in it, so nothing was asked. Give the address alone: the token opens it.",
  );
}
