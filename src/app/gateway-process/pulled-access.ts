import { KeyBook } from "#clients";
import { AccessDecision, type GatewaySnapshot, IssuedTokens, type QuotaUse, TokenEndpoint } from "#gateway";
import type { Clock } from "#kernel";
import type { Upstream } from "#apis";

/** What the decision of a gateway of its own stands on. */
export interface PulledAccessParts {
  readonly clock: Clock;
  /** Signs access tokens, as the server's does. */
  readonly tokenSecret: string;
  /** Whether headers of a peer are believed. */
  readonly trusts: (ip: string) => boolean;
}

/** The decision of a gateway that has no database: the same as the server's, by the snapshot that was pulled last. */
export class PulledAccess {
  readonly decision: AccessDecision;
  readonly tokens: TokenEndpoint;
  readonly #clock: Clock;
  #book: KeyBook;

  constructor({ clock, tokenSecret, trusts }: PulledAccessParts) {
    this.#clock = clock;
    this.#book = new KeyBook(clock);
    const book: Pick<KeyBook, "find" | "findById"> = {
      find: (text) => this.#book.find(text),
      findById: (id) => this.#book.findById(id),
    };
    this.decision = new AccessDecision({ book, issued: new IssuedTokens(), tokenSecret, trusts });
    this.tokens = new TokenEndpoint({ book, rules: () => this.decision.rules, tokenSecret, clock });
  }

  /** Decides by this from the next request on. */
  follow(snapshot: GatewaySnapshot): void {
    const book = new KeyBook(this.#clock);
    for (const { id, client, organisation, retired } of snapshot.clients) {
      book.follow({ id, client, organisation, retired, names: [] });
    }
    for (const key of snapshot.keys) book.put({ ...UNTOLD, ...key });
    this.#book = book;
    this.decision.follow(snapshot);
  }

  /** Takes over what the server counted. */
  correct(uses: readonly QuotaUse[]): void {
    this.decision.correct(uses, this.#clock.now());
  }
}

/** Where each API is found. */
export function upstreamsOf({ apis }: GatewaySnapshot): Map<string, Upstream> {
  return new Map(apis.flatMap(({ api, upstream }) => (upstream === null ? [] : [[api, upstream]])));
}

/** What nobody asks of a key at the door. */
const UNTOLD = {
  prefix: "",
  last_four: "",
  created_at: 0,
  created_by: "",
  last_used_at: null,
  revoked_by: null,
  reason: null,
  replaces: null,
  expired_before: null,
};
