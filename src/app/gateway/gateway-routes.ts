import { createHash } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { gzipSync } from "node:zlib";
import type { GatewaySnapshot } from "#gateway";
import type { Caller, Identity } from "#identity";
import { type Clock, Refusal } from "#kernel";
import type { State } from "#storage";
import { answerText } from "../answer-text.ts";
import type { Handler } from "../listen.ts";
import type { LiveAccess } from "./live-access.ts";
import type { LiveLosses } from "../sources/live-losses.ts";
import { readKeys } from "./read-rules.ts";
import { readToldLosses } from "./told-losses.ts";

/** What a gateway of its own pulls, and from what. */
export interface GatewayRoutesParts {
  readonly state: State;
  readonly clock: Clock;
  readonly identity: Identity;
  readonly access: LiveAccess;
  readonly tokenSecret: string;
  readonly losses: LiveLosses;
  readonly report: (fault: unknown) => void;
}

interface Kept {
  readonly revision: number;
  readonly tag: string;
  readonly text: string;
  readonly zipped: Buffer;
}

/**
 * `GET /api/v1/gateway/snapshot`: all that decides who may pass, with an entity tag, so that asking every second or two
 * costs nothing while nothing changes; `/gateway/quota-use`, the counts of quotas; and `POST /gateway/losses`, by which a
 * gateway tells of requests that nobody will ever have a record of. For tokens with `gateway` only.
 */
export class GatewayRoutes {
  readonly #parts: GatewayRoutesParts;
  #making: Promise<Kept> | undefined;

  constructor(parts: GatewayRoutesParts) {
    this.#parts = parts;
  }

  readonly handle: Handler = (request, response) => {
    const { identity, report } = this.#parts;
    let caller: Caller;
    try {
      caller = identity.admission.admitToken(request.headers.authorization, "gateway:pull");
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      response.setHeader("www-authenticate", 'Bearer realm="plimsoll"');
      answerText(response, 401, "A token for gateways is needed: Authorization: Bearer TOKEN\n");
      return;
    }
    this.#answer(request, response, caller).catch((fault: unknown) => {
      if (fault instanceof Refusal && fault.kind === "invalid") {
        answerText(response, 400, `${fault.detail}\n`);
        return;
      }
      report(fault);
      response.destroy();
    });
  };

  async #answer(request: IncomingMessage, response: ServerResponse, caller: Caller): Promise<void> {
    const path = request.url?.split("?")[0];
    if (path === "/api/v1/gateway/losses") await this.#losses(request, response, caller);
    else if (request.method !== "GET") answerText(response, 405, "Use GET.\n");
    else if (path === "/api/v1/gateway/snapshot") send(request, response, await this.#kept());
    else if (path === "/api/v1/gateway/quota-use") {
      const uses = await this.#parts.access.quotaUse();
      response.setHeader("content-type", "application/json");
      response.end(JSON.stringify({ items: uses.map(({ id, from, used }) => ({ id, from, used })) }));
    } else answerText(response, 404, "There is no such thing for gateways.\n");
  }

  /** Answered when they are durable. */
  async #losses(request: IncomingMessage, response: ServerResponse, caller: Caller): Promise<void> {
    if (request.method !== "POST") {
      answerText(response, 405, "Use POST.\n");
      return;
    }
    const { losses, clock } = this.#parts;
    const taken = await losses.take(await readToldLosses(request, caller, clock.now()));
    response.setHeader("content-type", "application/json");
    response.end(JSON.stringify({ taken }));
  }

  /** Made once for each set of rules, whoever asks. */
  async #kept(): Promise<Kept> {
    const { access } = this.#parts;
    const made = await this.#making?.catch(() => undefined);
    if (made !== undefined && made.revision === access.revision) return made;
    return (this.#making = this.#make());
  }

  async #make(): Promise<Kept> {
    const { access, state, clock, tokenSecret } = this.#parts;
    await access.settled();
    const { revision, rules } = access;
    if (rules === undefined) throw new Refusal("unavailable", "access.unready", "The rules are not read yet.");
    const whole = { format: 1, ...rules, keys: await readKeys(state.read), tokenSecret } as const;
    const tag = `"${createHash("sha256").update(JSON.stringify(whole)).digest("base64url")}"`;
    const text = JSON.stringify({ at: clock.now(), ...whole } satisfies GatewaySnapshot);
    return { revision, tag, text, zipped: gzipSync(text, { level: 1 }) };
  }
}

function send({ headers }: IncomingMessage, response: ServerResponse, { tag, text, zipped }: Kept): void {
  response.setHeader("etag", tag);
  response.setHeader("cache-control", "no-store");
  response.setHeader("vary", "accept-encoding");
  if (headers["if-none-match"] === tag) {
    response.writeHead(304).end();
    return;
  }
  response.setHeader("content-type", "application/json");
  if (!/\bgzip\b/.test(headers["accept-encoding"] ?? "")) {
    response.end(text);
    return;
  }
  response.setHeader("content-encoding", "gzip");
  response.end(zipped);
}
