import { hash } from "node:crypto";
import { KeyBook } from "#clients";
import { madeKey } from "../../clients/made-key.testing.ts";
import type { Asked, Verdict } from "../model/access.ts";
import type { SnapshotRules } from "../model/rules.ts";
import type {
  SnapshotApi,
  SnapshotKey,
  SnapshotPlan,
  SnapshotSubscription,
  SnapshotVersion,
} from "../model/snapshot.ts";
import { AccessDecision } from "./access-decision.ts";
import { IssuedTokens } from "./issued-tokens.ts";

/** 15 May 2026, in the morning. */
export const AT = Date.UTC(2026, 4, 15, 9);
export const SECRET = "5e".repeat(32);

export const LIVE_VERSION: SnapshotVersion = {
  version: "v1",
  state: "live",
  deprecatedAt: null,
  sunsetAt: null,
  successor: null,
  operations: null,
  basePaths: [],
};

export const ORDERS: SnapshotApi = {
  api: "orders",
  addresses: ["https://api.example.com/orders"],
  records: null,
  upstream: null,
  logs: [],
  client: { key: ["authorization", "x-api-key"], jwt: null, mtls: null, anonymous: false },
  current: null,
  versions: [],
  environments: [],
};

export const FREE: SnapshotPlan = { plan: "free", rateLimit: null, burst: 1, quota: null, operations: [], zone: "UTC" };

export const SUBSCRIBED: SnapshotSubscription = {
  id: "sub_1",
  clientId: "cli_1",
  api: "orders",
  state: "active",
  plan: "free",
  next: null,
};

export const RULES: SnapshotRules = {
  apis: [ORDERS],
  plans: [FREE],
  clients: [{ id: "cli_1", client: "acme-shop", organisation: "acme", retired: false, names: [] }],
  subscriptions: [SUBSCRIBED],
};

/** A decision with one key of acme-shop, under a clock that stands. */
export function openDecision(rules: Partial<SnapshotRules> = {}, trusted: readonly string[] = []) {
  const clock = { at: AT, now: () => clock.at };
  const book = new KeyBook(clock);
  const give = (given: Partial<SnapshotKey> = {}): { text: string; row: SnapshotKey } => {
    const made = madeKey(given.environment ?? "live");
    const row: SnapshotKey = {
      id: `key_${made.lookup}`,
      client_id: "cli_1",
      environment: made.environment,
      format: "plimsoll",
      lookup: made.lookup,
      sha256: hash("sha256", made.secret, "hex"),
      scopes: "[]",
      expires_at: null,
      revoked_at: null,
      ...given,
    };
    putKey(book, row);
    return { text: made.text, row };
  };
  follow(book, { id: "cli_1", client: "acme-shop", retired: false });
  const parts = { book, issued: new IssuedTokens(), tokenSecret: SECRET, trusts: (ip: string) => trusted.includes(ip) };
  const decision = new AccessDecision(parts);
  decision.follow({ ...RULES, ...rules });
  const key = give();
  return { decision, book, clock, give, key, put: (row: SnapshotKey) => putKey(book, row) };
}

function putKey(book: KeyBook, row: SnapshotKey): void {
  const unknown = { prefix: "", last_four: "", created_at: 0, created_by: "", last_used_at: null };
  book.put({ ...unknown, ...row, revoked_by: null, reason: null, replaces: null, expired_before: null });
}

function follow(book: KeyBook, client: { id: string; client: string; retired: boolean }): void {
  book.follow({ ...client, organisation: "acme", names: [] });
}

/** A request for an order, with these headers by lower-case name. */
export function asked(headers: Readonly<Record<string, string>> = {}, given: Partial<Asked> = {}): Asked {
  return {
    host: "api.example.com",
    method: "GET",
    path: "/orders/17",
    query: "",
    header: (name) => headers[name],
    ip: "192.0.2.7",
    at: AT,
    ...given,
  };
}

/** "200" or "403 subscription.ended". */
export function told(verdict: Verdict): string {
  return verdict.admitted ? "200" : `${verdict.status} ${verdict.code}`;
}

/** Headers of a verdict by name; each comes once. */
export function headersOf({ headers }: Verdict): Record<string, string> {
  const found: Record<string, string> = {};
  for (let at = 0; at < headers.length; at += 2) found[headers[at] ?? ""] = headers[at + 1] ?? "";
  return found;
}
