import { appendFileSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { nextTurn, Random, type Refusal } from "#kernel";
import { RecordLog } from "#records";
import { IdempotencyRegister } from "../model/idempotency-register.ts";
import type { Redaction } from "../model/redaction.ts";
import { rememberBatch } from "../receive/remember-batch.ts";
import type { FollowLimits } from "./follow-limits.ts";
import { FollowedLogs } from "./followed-logs.ts";
import type { LogToFollow } from "./follow-options.ts";
import type { FollowerState } from "./follower-state.ts";

/** The instant of all records of tests, and the clock of their server. */
const AT = Date.UTC(2026, 4, 17, 12);
const TURNS_MAX = 200_000;
/** They wait for ever, and hold their files open as a process would that was not killed. */
const CRASHED: FollowedLogs[] = [];

/** Writes lines with ids of their own, in pieces that end anywhere in a line. */
export class Writer {
  readonly written: string[] = [];
  readonly #path: string;
  readonly #random: Random;

  constructor(path: string, seed = 1) {
    this.#path = path;
    this.#random = new Random(seed);
  }

  write(count: number, path = this.#path): void {
    const text = this.lines(count);
    for (let at = 0; at < text.length;) {
      const to = at + 1 + this.#random.below(3_000);
      appendFileSync(path, text.slice(at, to));
      at = to;
    }
  }

  /** Lines that somebody else is to write. */
  lines(count: number): string {
    let text = "";
    for (let line = 0; line < count; line++) {
      const id = `r${this.written.length}`;
      this.written.push(id);
      text += lineOf(id);
    }
    return text;
  }

  get truth(): string[] {
    return this.written.toSorted();
  }
}

/** A server's following, with a record log on disk, that can be stopped or crash, and begin again. */
export class TestFollowing {
  readonly directory = mkdtempSync(join(tmpdir(), "plimsoll-follow-"));
  readonly log: string = join(this.directory, "orders.json");
  /** Request ids of the records that are durable, in the order of the record log. */
  requestIds: string[] = [];
  clients: string[] = [];
  readonly reported: unknown[] = [];
  /** Why the record log refuses everything; null: it does not. */
  refusal: Refusal | null = null;
  /** The next batch is made durable, and nobody hears of it: as when the server is killed in between. */
  crashesAfterAppend = false;
  followed: FollowedLogs | undefined;
  #records: RecordLog | undefined;
  #ids = 0;

  async start(logs?: readonly LogToFollow[], limits: Partial<FollowLimits> = {}): Promise<void> {
    const register = new IdempotencyRegister();
    this.requestIds = [];
    this.clients = [];
    const records = await RecordLog.open({
      directory: join(this.directory, "log"),
      clock: { now: () => AT },
      wide: ["requestId"],
      limits: { freeBytesMin: 0 },
      onTrouble: (fault) => this.reported.push(fault),
    });
    await records.start(0, ({ batchIds }) => {
      for (const batch of batchIds) rememberBatch(register, batch, AT);
    });
    this.#records = records;
    const redaction: Redaction = { kept: ["requestId"], changes: {}, client: null };
    this.followed = new FollowedLogs({
      ports: {
        append: async (batch) => {
          if (this.refusal !== null) throw this.refusal;
          await records.append(batch);
          if (this.crashesAfterAppend) await Promise.withResolvers<void>().promise;
        },
        isOpen: () => true,
        now: () => AT,
        took: () => undefined,
        report: (fault) => this.reported.push(fault),
        newId: () => `follower-${++this.#ids}-${Math.random()}`,
      },
      directory: join(this.directory, "follow"),
      dictionaries: records.names,
      live: { taken: { revision: 1, refusalOf: (api) => (api === "orders" ? null : "unknownApi") }, redaction },
      register,
      retentionMs: 86_400_000,
      operationOf: (method, path) => `${method} ${path}`,
      numbersAlike: false,
      limits: { restMs: 1, pollMs: 3, quietMs: 20, lostAfterMs: 500, ...limits },
    });
    this.followed.follow(logs ?? [this.orders()]);
  }

  orders(more: Partial<LogToFollow> = {}): LogToFollow {
    return { api: "orders", path: this.log, format: "auto", clientBy: null, ...more };
  }

  async state(): Promise<FollowerState | undefined> {
    return (await this.followed?.states())?.[0];
  }

  /** Waits until all that the files hold was taken, and gives the request ids in the record log, sorted. */
  async takenLines(count: number): Promise<string[]> {
    let seen: FollowerState | undefined;
    await this.until(async () => {
      seen = await this.state();
      return seen !== undefined && seen.lines >= count && seen.lagBytes === 0 && seen.olderFiles === 0;
    });
    return this.recorded();
  }

  async until(holds: () => Promise<boolean>): Promise<void> {
    for (let turn = 0; turn < TURNS_MAX; turn++) {
      if (await holds()) return;
      await nextTurn();
    }
    throw new Error(`what was waited for did not happen: ${JSON.stringify(await this.followed?.states())}`);
  }

  /** What the record log holds, sorted. */
  async recorded(): Promise<string[]> {
    const ids: string[] = [];
    this.clients = [];
    if (this.#records === undefined) return ids;
    const { clients } = this.#records.names;
    for await (const page of this.#records.scan({ from: 0, to: 2 * AT })) {
      for (let row = 0; row < page.length; row++) {
        ids.push(page.wide?.requestId?.textOf(row) ?? "");
        this.clients.push(clients.nameOf(page.client[row] as number));
      }
    }
    return ids.toSorted();
  }

  async stop(): Promise<void> {
    await this.followed?.stop();
    await this.#records?.close();
    this.followed = undefined;
  }

  /** The process is gone between the log's answer and whoever waited for it: only what is on disk is left. */
  async crash(): Promise<void> {
    await this.#records?.close();
    if (this.followed !== undefined) CRASHED.push(this.followed);
    this.followed = undefined;
    this.crashesAfterAppend = false;
  }

  remove(): void {
    rmSync(this.directory, { recursive: true, force: true });
  }
}

/** A line of the public format, with its line feed. */
export function lineOf(requestId: string, more: Readonly<Record<string, unknown>> = {}): string {
  const record = { at: new Date(AT - 1_000).toISOString(), api: "orders", operation: "GET /orders", status: 200 };
  return `${JSON.stringify({ ...record, requestId, client: "acme", ...more })}\n`;
}

/** Runs with a following in a directory of its own, which is gone afterwards. */
export async function following(run: (test: TestFollowing) => Promise<void>): Promise<void> {
  const test = new TestFollowing();
  try {
    await run(test);
  } finally {
    await test.stop();
    test.remove();
  }
}
