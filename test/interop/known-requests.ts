/** A request whose every byte is known. */
export interface KnownRequest {
  /** Begins the path, so that its line is found again: /17/ok/… */
  readonly id: number;
  /** Decides what the upstream does. */
  readonly kind: string;
  readonly method: string;
  /** Without query, as sent. */
  readonly path: string;
  /** What stands in the request line. */
  readonly target: string;
  readonly version: "1.0" | "1.1";
  readonly headers: readonly string[];
  readonly body: string;
  /** The loopback address that it is sent from. */
  readonly ip: string;
  readonly user?: string;
  readonly key?: string;
  /** The client goes away before there is an answer. */
  readonly abort: boolean;
}

/** Loopback addresses that stand for clients. */
const ADDRESSES = ["127.0.0.1", "127.0.0.2", "127.0.0.3"];
/** User name → password; the servers that check them are given the same. */
export const USERS: ReadonlyMap<string, string> = new Map([
  ["alice", "example"],
  ["bob", "example too"],
]);

/** About sixty, each with its own number from 1. */
export function knownRequests(): KnownRequest[] {
  return DRAFTS.map((draft, index) => requestOf(index + 1, draft));
}

interface Draft {
  readonly kind: string;
  readonly method?: string;
  /** After /id/kind. */
  readonly rest?: string;
  readonly query?: string;
  readonly absolute?: boolean;
  readonly version?: "1.0";
  readonly headers?: readonly string[];
  readonly body?: string;
  readonly user?: string;
  readonly key?: string;
  readonly abort?: boolean;
}

const KINDS = [
  "ok",
  "created",
  "missing",
  "busy",
  "broken",
  "unavailable",
  "slow",
  "closed",
  "streamed",
  "empty",
  "large",
];

const DRAFTS: readonly Draft[] = [
  ...KINDS.flatMap((kind): Draft[] => [
    { kind },
    { kind, method: "POST", body: "two words" },
    { kind, key: `key-of-${kind}` },
  ]),
  { kind: "ok", method: "HEAD" },
  { kind: "missing", method: "HEAD" },
  { kind: "large", method: "HEAD" },
  { kind: "ok", method: "PUT", body: "x".repeat(20_000) },
  { kind: "empty", method: "DELETE" },
  { kind: "ok", method: "PATCH", body: "{}" },
  { kind: "ok", method: "OPTIONS" },
  { kind: "ok", query: "?page=2" },
  { kind: "ok", query: "?a=1?b=2&c=%22" },
  { kind: "ok", query: '?q="quoted"' },
  { kind: "ok", rest: "/", query: "?" },
  { kind: "ok", rest: "/größe/日本" },
  { kind: "ok", rest: "/gr%C3%B6%C3%9Fe%20und%2Fmehr" },
  { kind: "ok", rest: '/a"b' },
  { kind: "ok", rest: "/a\\b" },
  { kind: "ok", rest: "/a'b|c[d]{e}" },
  { kind: "ok", rest: `/${"long".repeat(500)}` },
  { kind: "ok", rest: "/../ok/./twice//slashes" },
  { kind: "ok", absolute: true },
  { kind: "ok", absolute: true, query: "?absolute=1" },
  { kind: "ok", version: "1.0" },
  { kind: "streamed", version: "1.0" },
  { kind: "ok", headers: ['User-Agent: say "hello" \\ and go'] },
  { kind: "ok", headers: ["User-Agent: größer/1.0 日本"] },
  { kind: "ok", headers: ["User-Agent: "] },
  { kind: "ok", headers: ['User-Agent: ] HTTP/1.1" 500 1 "-" "forged'] },
  { kind: "ok", headers: ['Referer: https://example.com/?q="x"', "User-Agent: plain/1.0"] },
  ...[...USERS.keys()].flatMap((user): Draft[] => [
    { kind: "ok", user },
    { kind: "broken", user },
  ]),
  { kind: "ok", key: 'key "with" quotes' },
  { kind: "hang", abort: true },
  { kind: "hang", abort: true, method: "POST", body: "x" },
];

function requestOf(id: number, draft: Draft): KnownRequest {
  const { kind, user, key, body = "" } = draft;
  const path = `/${id}/${kind}${draft.rest ?? ""}`;
  const headers = [...(draft.headers ?? ["User-Agent: interop/1.0"])];
  if (user !== undefined) headers.push(`Authorization: Basic ${btoa(`${user}:${USERS.get(user)}`)}`);
  if (key !== undefined) headers.push(`X-Api-Key: ${key}`);
  if (body !== "") headers.push(`Content-Length: ${body.length}`);
  return {
    id,
    kind,
    path,
    headers,
    body,
    method: draft.method ?? "GET",
    target: (draft.absolute ? "http://api.example" : "") + path + (draft.query ?? ""),
    version: draft.version ?? "1.1",
    ip: ADDRESSES[id % ADDRESSES.length] ?? "127.0.0.1",
    abort: draft.abort ?? false,
    ...(user !== undefined && { user }),
    ...(key !== undefined && { key }),
  };
}
