import type { Clients } from "#clients";
import { AccessDecision, IssuedTokens, type SnapshotRules, TokenEndpoint } from "#gateway";
import { after, type Clock } from "#kernel";
import type { State } from "#storage";
import type { TrafficCounts } from "#traffic";
import type { EventStream } from "../stream/event-stream.ts";
import type { Topic } from "../stream/topics.ts";
import { type AllowedUse, readQuotaUse } from "./read-quota-use.ts";
import { readRules } from "./read-rules.ts";

/** What the live decision stands on. */
export interface LiveAccessParts {
  readonly state: State;
  readonly clock: Clock;
  readonly clients: Clients;
  readonly traffic: Pick<TrafficCounts, "metered">;
  readonly stream: Pick<EventStream, "onChanged">;
  readonly tokenSecret: string;
  /** Whether headers of a peer are believed. */
  readonly trusts: (ip: string) => boolean;
  readonly report: (fault: unknown) => void;
}

/** After a change the rules are read again once it is quiet for so long, and after this in any case. */
const QUIET_MS = 100;
/** What rules are made of. */
const TOPICS: ReadonlySet<Topic> = new Set(["apis", "plans", "clients"]);

/**
 * The decision of a running server, kept as fresh as its state: read again after each change of an API, a plan, a
 * subscription or a client. Keys need no reading: their book is the one that revoking writes to.
 */
export class LiveAccess {
  readonly decision: AccessDecision;
  readonly tokens: TokenEndpoint;
  /** Rises with each set of rules. */
  revision = 0;
  readonly #parts: LiveAccessParts;
  #rules: SnapshotRules | undefined;
  #reading: Promise<void> = Promise.resolve();
  #cancel: (() => void) | undefined;

  private constructor(parts: LiveAccessParts) {
    const { clients, tokenSecret, trusts, clock } = parts;
    this.#parts = parts;
    this.decision = new AccessDecision({ book: clients.keys, issued: new IssuedTokens(), tokenSecret, trusts });
    this.tokens = new TokenEndpoint({ book: clients.keys, rules: () => this.decision.rules, tokenSecret, clock });
  }

  /** Reads the rules, and follows the state from then on. */
  static async open(parts: LiveAccessParts): Promise<LiveAccess> {
    const live = new LiveAccess(parts);
    parts.stream.onChanged((topic) => {
      if (TOPICS.has(topic)) live.#changed();
    });
    await live.#read();
    return live;
  }

  /** The rules that hold now. */
  get rules(): SnapshotRules | undefined {
    return this.#rules;
  }

  /** Corrects quotas by what was counted, which it gives. To be called every ten seconds or so. */
  async correct(): Promise<AllowedUse[]> {
    const uses = await this.quotaUse();
    this.decision.correct(uses, this.#parts.clock.now());
    return uses;
  }

  /** How much of each quota is used, by the server's counts. */
  async quotaUse(): Promise<AllowedUse[]> {
    const { traffic, clients, clock } = this.#parts;
    const { rules } = this.decision;
    const namesOf = (id: string): readonly string[] => clients.names.allOf([id]);
    return rules === undefined ? [] : readQuotaUse({ rules, traffic, namesOf }, clock.now());
  }

  /** Resolves when all that was changed until now has its effect. */
  async settled(): Promise<void> {
    if (this.#cancel !== undefined) this.#readSoon();
    await this.#reading;
  }

  close(): void {
    this.#cancel?.();
    this.#cancel = undefined;
  }

  #changed(): void {
    this.#cancel ??= after(QUIET_MS, () => this.#readSoon());
  }

  #readSoon(): void {
    this.close();
    this.#reading = this.#reading.then(() => this.#read()).catch(this.#parts.report);
  }

  async #read(): Promise<void> {
    const rules = await readRules(this.#parts.state.read);
    this.#rules = rules;
    this.decision.follow(rules);
    this.revision++;
    await this.correct();
  }
}
