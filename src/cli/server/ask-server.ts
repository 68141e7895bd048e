import { Option } from "commander";
import { MINUTE_MS, Refusal, type RefusalKind } from "#kernel";
import { serverAccess } from "./server-access.ts";

/** Where a verb's server is, and what opens it, as far as flags and environment say. */
export interface ServerFlags {
  readonly server?: string;
  readonly token?: string;
}

/** A call of the public API, with JSON in and out unless said otherwise. */
export interface Asked {
  /** Below `/api/v1`. */
  readonly path: string;
  readonly method?: "GET" | "POST";
  readonly body?: unknown;
  readonly answerMsMax?: number;
}

/** The flags of every verb that talks to a server; `scope` says what the token must be able to do. */
export function serverOptions(scope: string): readonly Option[] {
  return [
    new Option("--server <url>", "address of the server (else that of `plimsoll login`)").env("PLIMSOLL_SERVER"),
    new Option("--token <token>", `token that may ${scope} (else that of \`plimsoll login\`)`).env("PLIMSOLL_TOKEN"),
  ];
}

const KIND_BY_STATUS: Readonly<Record<number, RefusalKind>> = {
  400: "invalid",
  401: "unauthenticated",
  403: "forbidden",
  404: "not-found",
  409: "conflict",
  412: "stale",
  413: "limit",
  422: "invalid",
};
const SAID_MAX = 2_000;

/** The answer's text. What the server refuses is refused here in its own words. */
export async function askServer(flags: ServerFlags, { path, body, ...rest }: Asked): Promise<string> {
  const { server, token } = serverAccess(flags);
  // Loaded by the verbs that need it: the others start sooner.
  const { callServer } = await import("#stories");
  const { signal } = new AbortController();
  const sent =
    body === undefined ? {} : { headers: { "content-type": "application/json" }, body: JSON.stringify(body) };
  const call = { answerMsMax: MINUTE_MS, ...rest, ...sent, path: `/api/v1${path}` };
  const response = await callServer({ url: server, token, signal }, call);
  const text = await response.text();
  if (response.ok) return text;
  throw refusalOf(response.status, text, server);
}

function refusalOf(status: number, text: string, server: string): Refusal {
  const kind = KIND_BY_STATUS[status] ?? "unavailable";
  try {
    const { code, detail } = JSON.parse(text) as { code?: string; detail?: string };
    if (code !== undefined && detail !== undefined) return new Refusal(kind, code, detail, { status });
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  const said = text.slice(0, SAID_MAX);
  return new Refusal(
    kind,
    "server.refused",
    `${server} answers ${status} and not in the way of a Plimsoll server: ${said}. Is the address right?`,
    { status },
  );
}
