import { hash, randomBytes } from "node:crypto";
import { KeyBook } from "#clients";
import { AccessDecision, IssuedTokens } from "#gateway";
import { keyRow } from "../../src/clients/key-row.testing.ts";
import { makeKey } from "../../src/clients/model/api-key.ts";

/** A decision with so many clients, each with a key and on a plan with a rate limit and a quota; and the keys. */
export function decisionUnderLoad(clients: number): { readonly decision: AccessDecision; readonly keys: string[] } {
  const book = new KeyBook({ now: () => Date.now() });
  const keys: string[] = [];
  const ids = Array.from({ length: clients }, (_, n) => ({ id: `cli_${n}`, client: `client-${n}` }));
  for (const { id, client } of ids) {
    const { text, lookup, secret } = makeKey("live", randomBytes);
    keys.push(text);
    book.follow({ id, client, organisation: "acme", retired: false, names: [] });
    const sha256 = hash("sha256", secret, "hex");
    book.put(keyRow(`key_${id}`, id, { environment: "live", lookup, sha256 }));
  }
  return { decision: decisionFor(book, ids), keys };
}

interface Client {
  readonly id: string;
  readonly client: string;
}

function decisionFor(book: KeyBook, ids: readonly Client[]): AccessDecision {
  const decision = new AccessDecision({ book, issued: new IssuedTokens(), tokenSecret: "00", trusts: () => false });
  decision.follow({
    apis: [
      {
        api: "orders",
        addresses: ["https://api.example.com/orders"],
        records: null,
        upstream: null,
        logs: [],
        client: { key: ["authorization", "x-api-key"], jwt: null, mtls: null, anonymous: false },
        current: null,
        versions: [],
        environments: [],
      },
    ],
    plans: [
      {
        plan: "gold",
        rateLimit: { requests: 1_000_000, perMs: 1_000 },
        burst: 1_000_000,
        quota: { requests: 1e12, period: "month" },
        operations: [],
        zone: "UTC",
      },
    ],
    clients: ids.map(({ id, client }) => ({ id, client, organisation: "acme", retired: false, names: [] })),
    subscriptions: ids.map(({ id }) => ({
      id: `sub_${id}`,
      clientId: id,
      api: "orders",
      state: "active",
      plan: "gold",
      next: null,
    })),
  });
  return decision;
}
