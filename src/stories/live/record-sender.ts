import { MINUTE_MS, Refusal, SECOND_MS, stopwatchMs } from "#kernel";
import { callServer, refuseFailure, type ServerAccess } from "./call-server.ts";
import type { RecordBatch } from "./record-batches.ts";

/** What the server says of a batch. */
export interface Taken {
  readonly kept: number;
  /** By reason; only those that happened. */
  readonly dropped: Readonly<Record<string, number>>;
}

/** What is sent of a batch. */
type SentBatch = Pick<RecordBatch, "idempotencyKey" | "body">;

/** Resolves after so many ms, sooner or with an error when the signal aborts. */
export type Wait = (ms: number, signal: AbortSignal) => Promise<unknown>;

/** A batch that is not taken within this time is given up. */
const PATIENCE_MS = 5 * MINUTE_MS;
/** How long to wait where the server does not say, and the longest that it may say. */
const WAIT_MS = SECOND_MS;
const WAIT_MS_MAX = 30 * SECOND_MS;
const BUSY: ReadonlySet<number> = new Set([429, 503]);

/** Sends batches of records to a server, each until it is taken. */
export class RecordSender {
  readonly #access: ServerAccess;
  readonly #wait: Wait;
  readonly #source: string;

  /** `source`: what the records are said to come from. */
  constructor(access: ServerAccess, wait: Wait, source: "push" | "gateway" = "push") {
    this.#access = access;
    this.#wait = wait;
    this.#source = source;
  }

  /**
   * Resolves when the batch is durable. A busy server (429, 503) is given the time that it asks for, one that is away a
   * second; the batch is the same each time, so it is counted once. Refuses what will not be taken, and after minutes.
   */
  async post(batch: SentBatch): Promise<Taken> {
    const started = stopwatchMs();
    for (;;) {
      const response = await this.#attempt(batch);
      if (response !== null && !BUSY.has(response.status)) {
        return (await (await refuseFailure(response)).json()) as Taken;
      }
      if (stopwatchMs() - started > PATIENCE_MS) throw neverTaken(response);
      await response?.body?.cancel();
      await this.#wait(response === null ? WAIT_MS : askedMs(response), this.#access.signal);
    }
  }

  /** null = the server is away. */
  async #attempt({ idempotencyKey, body }: SentBatch): Promise<Response | null> {
    const headers = {
      "content-type": "application/x-ndjson",
      "idempotency-key": idempotencyKey,
      "plimsoll-source": this.#source,
    };
    try {
      return await callServer(this.#access, { path: "/intake/v1/records", method: "POST", headers, body });
    } catch (error) {
      if (error instanceof Refusal && error.code === "server.away") return null;
      throw error;
    }
  }
}

/** Retry-After in seconds; a date there is as good as nothing said. */
function askedMs(response: Response): number {
  const seconds = Number(response.headers.get("retry-after") ?? Number.NaN);
  return seconds >= 0 ? Math.min(WAIT_MS_MAX, seconds * SECOND_MS) : WAIT_MS;
}

function neverTaken(response: Response | null): Refusal {
  const said = response === null ? "gives no answer" : `answers ${response.status}`;
  return new Refusal(
    "unavailable",
    "story.not-taken",
    `The server ${said} for five minutes, so the story stops here. Look at its log, and start the same again: what it has is not sent twice.`,
  );
}
