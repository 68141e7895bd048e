import type { IncomingMessage, ServerResponse } from "node:http";
import type { KeyBook } from "#clients";
import { type Clock, MINUTE_MS, SECOND_MS } from "#kernel";
import type { Rules } from "../model/rules.ts";
import { makeAccessToken } from "./access-token.ts";

/** Where tokens are given, on the listeners of the gateway and of forward-auth. */
export const TOKEN_PATH = "/oauth2/token";

const LIFE_MS = 10 * MINUTE_MS;
const BODY_BYTES_MAX = 8_192;
const BODY_MS_MAX = 10 * SECOND_MS;

/** What tokens are made of. */
export interface TokenEndpointParts {
  readonly book: Pick<KeyBook, "find">;
  readonly rules: () => Rules | undefined;
  readonly tokenSecret: string;
  readonly clock: Clock;
}

/** What is asked for, and by whom. */
export interface TokenAsked {
  readonly authorization: string | undefined;
  readonly contentType: string | undefined;
  readonly body: string;
}

interface TokenAnswer {
  readonly status: number;
  readonly body: Readonly<Record<string, string | number>>;
}

/**
 * OAuth 2.0 client credentials (RFC 6749, 4.4): `client_id` is a client's name or id, `client_secret` one of its keys. The
 * token is good for ten minutes, and no longer than its key: it is refused as soon as the key is.
 */
export class TokenEndpoint {
  readonly #parts: TokenEndpointParts;

  constructor(parts: TokenEndpointParts) {
    this.#parts = parts;
  }

  /** Answers `POST /oauth2/token`. */
  async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = request.method === "POST" ? await bodyOf(request) : undefined;
    const { authorization, "content-type": contentType } = request.headers;
    const { status, body: said } =
      body === undefined
        ? failed(request.method === "POST" ? 413 : 405, "invalid_request", "Send a short form with POST.")
        : this.answer({ authorization, contentType, body });
    response.writeHead(status, {
      "content-type": "application/json",
      "cache-control": "no-store",
      ...(status === 401 ? { "www-authenticate": 'Basic realm="plimsoll"' } : {}),
      ...(body === undefined ? { connection: "close" } : {}),
    });
    response.end(JSON.stringify(said));
  }

  /** The same without a connection. */
  answer({ authorization, contentType, body }: TokenAsked): TokenAnswer {
    if (contentType?.split(";")[0]?.trim().toLowerCase() !== "application/x-www-form-urlencoded") {
      return failed(400, "invalid_request", "The body must be application/x-www-form-urlencoded.");
    }
    const form = new URLSearchParams(body);
    if (new Set(form.keys()).size !== form.size) return failed(400, "invalid_request", "A parameter comes twice.");
    if (form.get("grant_type") !== "client_credentials") {
      return failed(400, "unsupported_grant_type", "The only grant here is client_credentials.");
    }
    const credentials = credentialsOf(authorization, form);
    if (credentials === undefined) {
      return failed(400, "invalid_request", "Send client_id and client_secret once: as Basic, or in the body.");
    }
    return this.#given(credentials);
  }

  #given({ id, secret }: Credentials): TokenAnswer {
    const { book, rules, tokenSecret, clock } = this.#parts;
    const found = book.find(secret);
    // That a client's name is right and its key is not is told to nobody.
    if (found.outcome !== "known" || !this.#isNamed(id, found.clientId, rules())) {
      return failed(401, "invalid_client", "This client_id and client_secret stand for nobody.");
    }
    const token = makeAccessToken(tokenSecret, found.keyId, clock.now() + LIFE_MS);
    return { status: 200, body: { access_token: token, token_type: "Bearer", expires_in: LIFE_MS / SECOND_MS } };
  }

  #isNamed(id: string, clientId: string, rules: Rules | undefined): boolean {
    return id === clientId || rules?.clientNamed(id)?.id === clientId;
  }
}

interface Credentials {
  readonly id: string;
  readonly secret: string;
}

function credentialsOf(authorization: string | undefined, form: URLSearchParams): Credentials | undefined {
  const [id, secret] = [form.get("client_id"), form.get("client_secret")];
  if (authorization === undefined) return id === null || secret === null ? undefined : { id, secret };
  const [, encoded = ""] = /^basic +([\w+/=-]+)$/i.exec(authorization) ?? [];
  const text = Buffer.from(encoded, "base64").toString("utf8");
  const colon = text.indexOf(":");
  if (colon < 1 || secret !== null) return undefined;
  const basic = { id: formDecoded(text.slice(0, colon)), secret: formDecoded(text.slice(colon + 1)) };
  return id === null || id === basic.id ? basic : undefined;
}

/** Each half of the Basic pair is a form's value (RFC 6749, 2.3.1). */
function formDecoded(text: string): string {
  return new URLSearchParams(`v=${text.replaceAll("&", "%26")}`).get("v") ?? "";
}

function failed(status: number, error: string, description: string): TokenAnswer {
  return { status, body: { error, error_description: description } };
}

/** The body; undefined when it is longer or slower than a form is. */
async function bodyOf(request: IncomingMessage): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  const timeout = AbortSignal.timeout(BODY_MS_MAX);
  timeout.addEventListener("abort", () => request.destroy(), { once: true });
  try {
    for await (const chunk of request as AsyncIterable<Buffer>) {
      bytes += chunk.length;
      if (bytes > BODY_BYTES_MAX) return undefined;
      chunks.push(chunk);
    }
  } catch {
    return undefined;
  }
  return Buffer.concat(chunks).toString("utf8");
}
