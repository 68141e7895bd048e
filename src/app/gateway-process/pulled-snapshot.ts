import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { GatewaySnapshot, Loss, QuotaUse } from "#gateway";
import { isSystemError, Refusal, SECOND_MS } from "#kernel";
import { wholeFile } from "#storage";

/** Where a gateway of its own pulls from, and where it keeps what it pulled. */
export interface PullFrom {
  /** Of the server, without a slash at its end. */
  readonly server: string;
  /** With the scope `gateway`. */
  readonly token: string;
  readonly directory: string;
}

/** What a server of another version may say. */
type AnySnapshot = GatewaySnapshot | { readonly format: unknown };

const FORMAT: GatewaySnapshot["format"] = 1;
const SNAPSHOT = "snapshot.json";
const ANSWER_MS = 10 * SECOND_MS;

/** All that decides who may pass, pulled from the server and kept on disk, so that a gateway can begin while the server is away. */
export class PulledSnapshot {
  readonly #from: PullFrom;
  #tag: string | null = null;

  constructor(from: PullFrom) {
    this.#from = from;
  }

  /** What an earlier process kept; undefined when there is none, or it is not what this gateway reads. */
  async kept(): Promise<GatewaySnapshot | undefined> {
    try {
      const snapshot = JSON.parse(await readFile(this.#path(), "utf8")) as AnySnapshot;
      return isOurs(snapshot) ? snapshot : undefined;
    } catch (fault) {
      if (fault instanceof SyntaxError || (isSystemError(fault) && fault.code === "ENOENT")) return undefined;
      throw fault;
    }
  }

  /** What is new since the last pull; undefined when nothing is. Refuses when the server does not say. */
  async pull(): Promise<GatewaySnapshot | undefined> {
    const answer = await this.#ask("snapshot", this.#tag === null ? {} : { "if-none-match": this.#tag });
    if (answer.status === 304) return undefined;
    const snapshot = JSON.parse(await answer.text()) as AnySnapshot;
    if (!isOurs(snapshot)) throw otherFormat(snapshot.format);
    this.#tag = answer.headers.get("etag");
    return snapshot;
  }

  /** For the next process: only its user may read it. */
  async keep(snapshot: GatewaySnapshot): Promise<void> {
    const text = JSON.stringify(snapshot);
    await wholeFile(this.#path(), (unfinished) => writeFile(unfinished, text, { mode: 0o600 }));
  }

  /** How much of quotas is used, by the counts of the server. */
  async quotaUse(): Promise<readonly QuotaUse[]> {
    const answer = await this.#ask("quota-use", {});
    return ((await answer.json()) as { items: readonly QuotaUse[] }).items;
  }

  /** Tells the server what it will never have a record of; it is durable there when this resolves. */
  async tell(losses: readonly Loss[]): Promise<void> {
    const init = { method: "POST", body: JSON.stringify({ losses }) };
    await (await this.#ask("losses", { "content-type": "application/json" }, init)).arrayBuffer();
  }

  async #ask(what: string, headers: Readonly<Record<string, string>>, init: RequestInit = {}): Promise<Response> {
    const { server, token } = this.#from;
    const answer = await fetch(`${server}/api/v1/gateway/${what}`, {
      ...init,
      headers: { authorization: `Bearer ${token}`, ...headers },
      signal: AbortSignal.timeout(ANSWER_MS),
    });
    if (answer.ok || answer.status === 304) return answer;
    throw notAnswered(answer.status, await answer.text());
  }

  #path(): string {
    return join(this.#from.directory, SNAPSHOT);
  }
}

function notAnswered(status: number, text: string): Refusal {
  const what =
    status === 401
      ? "It does not know the token, or the token is not one for gateways. Make one: plimsoll's console, Tokens, scope gateway."
      : text.trim();
  return new Refusal("unavailable", "gateway.not-answered", `The server answered ${status}. ${what}`.slice(0, 500));
}

function isOurs(snapshot: AnySnapshot): snapshot is GatewaySnapshot {
  return snapshot.format === FORMAT;
}

function otherFormat(format: unknown): Refusal {
  return new Refusal(
    "unavailable",
    "gateway.format",
    `The server speaks format ${String(format)}, and this gateway ${FORMAT}. It goes on with what it has: bring both to the same version.`,
  );
}
