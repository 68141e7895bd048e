import { Agent as HttpAgent, type ClientRequest, type IncomingMessage, request as httpRequest } from "node:http";
import { Agent as HttpsAgent, request as httpsRequest } from "node:https";
import { promisify } from "node:util";
import { gzip } from "node:zlib";
import type { PlimsollOptions } from "./options.ts";

/** An answer that takes longer is as good as none: the batch is sent again. */
const ANSWER_MS = 30_000;
const ANSWER_BYTES_MAX = 65_536;
const gzipped = promisify(gzip);

/** What the server said; status 0: nothing. */
export interface PostAnswer {
  readonly status: number;
  readonly body: string;
  /** How long to wait before the next try, where the server says so. */
  readonly retryAfterMs: number | undefined;
}

/** One body of records. */
export interface Batch {
  readonly body: string;
  /** The same for each try, so that it is counted once. */
  readonly key: string;
}

const NOTHING: PostAnswer = { status: 0, body: "", retryAfterMs: undefined };

/** Posts batches over one connection, which never keeps the process alive unless `holds` says so. */
export class Poster {
  readonly #url: URL;
  readonly #options: PlimsollOptions;
  readonly #agent: HttpAgent | HttpsAgent;
  readonly #holds: () => boolean;

  constructor(options: PlimsollOptions, holds: () => boolean) {
    this.#url = new URL("/intake/v1/records", options.url);
    this.#options = options;
    this.#agent = this.#url.protocol === "https:" ? new HttpsAgent(AGENT) : new HttpAgent(AGENT);
    this.#holds = holds;
  }

  /** Never rejects. */
  async post({ body, key }: Batch): Promise<PostAnswer> {
    try {
      const isGzip = this.#options.gzip === true;
      const bytes = isGzip ? await gzipped(body) : Buffer.from(body);
      const headers = {
        authorization: `Bearer ${this.#options.token}`,
        "content-type": "application/x-ndjson",
        "content-length": bytes.length,
        "idempotency-key": key,
        "plimsoll-source": "middleware",
        ...(isGzip ? { "content-encoding": "gzip" } : {}),
      };
      return await this.#send(headers, bytes);
    } catch {
      return NOTHING;
    }
  }

  close(): void {
    this.#agent.destroy();
  }

  #send(headers: Readonly<Record<string, string | number>>, bytes: Buffer): Promise<PostAnswer> {
    return new Promise((resolve) => {
      const send = this.#url.protocol === "https:" ? httpsRequest : httpRequest;
      const options = { method: "POST", headers, agent: this.#agent, timeout: ANSWER_MS };
      const sent: ClientRequest = send(this.#url, options, (answer) => read(answer, resolve));
      sent.on("socket", (socket) => {
        if (this.#holds()) socket.ref();
        else socket.unref();
      });
      sent.on("timeout", () => sent.destroy());
      sent.on("error", () => resolve(NOTHING));
      sent.on("close", () => resolve(NOTHING));
      sent.end(bytes);
    });
  }
}

const AGENT = { keepAlive: true, maxSockets: 1 } as const;

function read(answer: IncomingMessage, resolve: (answer: PostAnswer) => void): void {
  const chunks: Buffer[] = [];
  let length = 0;
  answer.on("data", (chunk: Buffer) => {
    length += chunk.length;
    if (length <= ANSWER_BYTES_MAX) chunks.push(chunk);
  });
  answer.on("error", () => resolve(NOTHING));
  answer.on("end", () => {
    const seconds = Number(answer.headers["retry-after"]);
    const retryAfterMs = seconds > 0 ? seconds * 1_000 : undefined;
    resolve({ status: answer.statusCode ?? 0, body: Buffer.concat(chunks).toString("utf8"), retryAfterMs });
  });
}
