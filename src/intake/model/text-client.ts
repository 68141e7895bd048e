import type { ClientBy } from "./formats.ts";
import { loggedText } from "./logged-text.ts";
import type { Dropped } from "./record.ts";

/** What a text format can tell of who sent a request, as logged; "" or "-" where it cannot. */
export interface LoggedIdentity {
  readonly ip: string;
  readonly user: string;
}

/**
 * The client of a text line by the chosen attribution. Empty when the line does not name one; text formats hold no
 * key, header or field, and `refuseClientBy` says so before a file is read.
 */
export function clientIn(identity: LoggedIdentity, { by }: ClientBy): { readonly client?: string } | Dropped {
  const logged = by === "ip" || by === "user" ? identity[by] : "";
  if (logged === "" || logged === "-" || logged === '""') return {};
  const client = loggedText(logged);
  return client === undefined ? { drop: "encoding", detail: `the ${WORDS[by] ?? by} is not valid UTF-8` } : { client };
}

const WORDS: Readonly<Record<string, string>> = { ip: "client address", user: "user" };
