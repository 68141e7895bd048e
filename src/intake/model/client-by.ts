import { Refusal } from "#kernel";
import type { ClientBy, LogFormat } from "./formats.ts";

/** Who is the client unless someone says otherwise: the address; in NDJSON records the field `client`. */
export function defaultClientBy(format: LogFormat): ClientBy {
  return format === "ndjson" ? { by: "field", name: "client" } : { by: "ip" };
}

/** "ip", "user", "key", "header:X-Client", "field:client" → the choice; refuses anything else. */
export function parseClientBy(text: string): ClientBy {
  if (text === "ip" || text === "user" || text === "key") return { by: text };
  const [, by, name = ""] = /^(header|field):(.+)$/.exec(text) ?? [];
  if (by === "header" && HEADER_NAME.test(name)) return { by, name };
  if (by === "field" && name.length <= FIELD_CHARACTERS_MAX) return { by, name };
  const detail = `"${text.slice(0, 100)}" does not name a client: use ip, user, key, header:NAME or field:NAME, for example header:X-Client.`;
  throw new Refusal("invalid", "client-by.malformed", detail);
}

const HEADER_NAME = /^[A-Za-z0-9_-]{1,100}$/;
const FIELD_CHARACTERS_MAX = 200;

/** The choice as people write it; `parseClientBy` reads it back. */
export function clientByText(clientBy: ClientBy): string {
  return "name" in clientBy ? `${clientBy.by}:${clientBy.name}` : clientBy.by;
}

/**
 * Whether what names the client is a secret, which must be neither kept nor shown: a key, and each header that
 * carries one, in whatever case its name is written.
 */
export function isSecret(clientBy: ClientBy): boolean {
  return clientBy.by === "key" || (clientBy.by === "header" && SECRET_HEADERS.has(clientBy.name.toLowerCase()));
}

const SECRET_HEADERS: ReadonlySet<string> = new Set(["authorization", "cookie", "proxy-authorization", "x-api-key"]);

/** Refuses a choice that no line of the format can tell, and says which ones it has. */
export function refuseClientBy(format: LogFormat, clientBy: ClientBy): void {
  const choices = CHOICES[format];
  if (choices.includes(clientBy.by)) return;
  const detail =
    `The format ${format} does not hold what --client ${clientByText(clientBy)} asks for. ` +
    `It can tell clients by ${choices.map((by) => EXAMPLES[by]).join(", ")}.`;
  throw new Refusal("invalid", "client-by.not-in-format", detail, { format });
}

type By = ClientBy["by"];

/** Envoy and Traefik tell more in their JSON than in their text form, and may be told from either. */
const CHOICES: Readonly<Record<LogFormat, readonly By[]>> = {
  combined: ["ip", "user"],
  common: ["ip", "user"],
  haproxy: ["ip"],
  alb: ["ip"],
  envoy: ["ip", "key", "header", "field"],
  traefik: ["ip", "user", "key", "header", "field"],
  caddy: ["ip", "user", "key", "header", "field"],
  "nginx-json": ["ip", "user", "key", "header", "field"],
  ndjson: ["ip", "user", "key", "field"],
};

const EXAMPLES: Readonly<Record<By, string>> = {
  ip: "ip",
  user: "user",
  key: "key",
  header: "header:NAME",
  field: "field:NAME",
};
