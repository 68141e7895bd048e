import { randomUUID } from "node:crypto";
import type { PlimsollCounts, PlimsollOptions } from "./options.ts";
import { type Batch, type PostAnswer, Poster } from "./post.ts";

const EVERY_MS = 1_000;
const RECORDS_MAX = 20_000;
/** A body of more is cut: cheap for both sides. */
const BATCH_RECORDS = 1_000;
const RETRY_MS_FIRST = 500;
const RETRY_MS_MAX = 30_000;
/** These say that the same body may be taken later; others that it never will. */
const LATER: ReadonlySet<number> = new Set([0, 408, 429, 500, 502, 503, 504]);

/** Lines that wait, and go to the server in batches, one after the other. It never throws, and never keeps the process alive. */
export class Sender {
  readonly #options: PlimsollOptions;
  readonly #poster: Poster;
  readonly #recordsMax: number;
  #lines: string[] = [];
  #seen = 0;
  #kept = 0;
  #dropped = 0;
  #inFlight = 0;
  /** Dropped since `onDropped` was told last. */
  #untold = 0;
  #timer: NodeJS.Timeout | undefined;
  #sending: Promise<void> | undefined;
  #isClosing = false;
  #isClosed = false;
  #stopWaiting: () => void = nothing;

  constructor(options: PlimsollOptions) {
    this.#options = options;
    this.#recordsMax = Math.max(BATCH_RECORDS, options.recordsMax ?? RECORDS_MAX);
    this.#poster = new Poster(options, () => this.#isClosing);
  }

  /** A line of JSON with its line feed. */
  add(line: string): void {
    this.#seen++;
    if (this.#isClosing || this.#lines.length + this.#inFlight >= this.#recordsMax) {
      this.#dropped++;
      this.#untold++;
      return;
    }
    this.#lines.push(line);
    if (this.#lines.length >= BATCH_RECORDS) this.#send();
    else this.#timer ??= setTimeout(() => this.#send(), this.#options.everyMs ?? EVERY_MS).unref();
  }

  counts(): Omit<PlimsollCounts, "faults"> {
    const waiting = this.#lines.length + this.#inFlight;
    return { seen: this.#seen, waiting, kept: this.#kept, dropped: this.#dropped };
  }

  /** Sends all that waits now; resolves when it was kept or dropped, or after `withinMs`. */
  async flush(withinMs: number): Promise<void> {
    this.#stopWaiting();
    this.#send();
    const { promise, resolve } = deferred();
    const timer = setTimeout(resolve, withinMs);
    await Promise.race([promise, this.#sending]);
    clearTimeout(timer);
  }

  /** `flush`, and what is not sent then is dropped. Takes nothing more. */
  async close(withinMs: number): Promise<void> {
    this.#isClosing = true;
    await this.flush(withinMs);
    this.#isClosed = true;
    this.#poster.close();
    this.#stopWaiting();
    await this.#sending;
    this.#drop(this.#lines.length, "the server was not reached before this process ended");
    this.#lines = [];
  }

  #send(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#sending ??= this.#sendAll().finally(() => {
      this.#sending = undefined;
    });
  }

  async #sendAll(): Promise<void> {
    while (this.#lines.length > 0 && !this.#isClosed) {
      const lines = this.#lines.splice(0, BATCH_RECORDS);
      this.#inFlight = lines.length;
      const answer = await this.#deliver({ body: lines.join(""), key: randomUUID() });
      this.#inFlight = 0;
      this.#account(answer, lines.length);
    }
    this.#tell("there was no room for them while the server was away or busy");
  }

  /** Tries until the server has decided, or there is no more time. */
  async #deliver(batch: Batch): Promise<PostAnswer> {
    for (let tried = 0; ; tried++) {
      const answer = await this.#poster.post(batch);
      if (!LATER.has(answer.status)) return answer;
      if (this.#isClosed || (this.#isClosing && tried > 0)) return answer;
      const backOff = Math.min(RETRY_MS_MAX, RETRY_MS_FIRST * 2 ** Math.min(tried, 10));
      await this.#wait(Math.min(RETRY_MS_MAX, answer.retryAfterMs ?? backOff));
    }
  }

  #wait(ms: number): Promise<void> {
    const { promise, resolve } = deferred();
    const timer = setTimeout(resolve, ms);
    if (!this.#isClosing) timer.unref();
    this.#stopWaiting = () => {
      clearTimeout(timer);
      resolve();
    };
    return promise;
  }

  #account({ status, body }: PostAnswer, records: number): void {
    if (status !== 200) {
      this.#drop(
        records,
        status === 0 ? "the server was not reached" : `the server answered ${status}: ${body.slice(0, 300)}`,
      );
      return;
    }
    const kept = keptOf(body) ?? records;
    this.#kept += kept;
    if (kept < records) this.#drop(records - kept, `the server dropped them: ${body.slice(0, 300)}`);
  }

  #drop(records: number, reason: string): void {
    this.#dropped += records;
    this.#untold += records;
    this.#tell(reason);
  }

  #tell(reason: string): void {
    const dropped = this.#untold;
    this.#untold = 0;
    if (dropped === 0) return;
    try {
      this.#options.onDropped?.(dropped, reason);
    } catch {
      // The host's log is the host's: what fails there must not stop what is sent.
    }
  }
}

function keptOf(body: string): number | undefined {
  try {
    const { kept } = JSON.parse(body) as { kept?: unknown };
    return typeof kept === "number" ? kept : undefined;
  } catch {
    return undefined;
  }
}

function deferred(): { promise: Promise<void>; resolve: () => void } {
  let resolve = nothing;
  const promise = new Promise<void>((settle) => {
    resolve = settle;
  });
  return { promise, resolve };
}

function nothing(): void {
  // Nobody waits.
}
