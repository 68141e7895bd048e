import assert from "node:assert/strict";
import { appendFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { DAY_MS, MINUTE_MS, Random, SECOND_MS, wallClockMs } from "#kernel";
import { jsonOf } from "../server/recount.ts";
import { compressLog, rotateLog, rotationOf } from "../server/rotate-log.ts";
import { inTemporaryDirectory, type RunningServer, startServer } from "../server/running-server.ts";
import { assertCounted } from "./assert-counted.ts";
import { count, type Tally } from "./known-traffic.ts";

/** What is written, and how often it is rotated on the way. */
export interface FollowedDay {
  readonly lines: number;
  readonly rotations: number;
  readonly seed: number;
}

const CLIENTS = ["acme-shop", "harbour-app", "linden-erp", "quay-app"];
const OPERATIONS = ["GET /orders/{id}", "POST /orders", "DELETE /orders/{id}"];
const STATUSES = [200, 200, 200, 201, 404, 429, 500, 503];
/** A writer hands over buffers, which end anywhere in a line. */
const BUFFER_LETTERS = 32_768;
/** Where the server is stopped in between, and where it is killed. */
const STOPPED_AT = 7;
const KILLED_AT = 13;
const READ_MS_MAX = 10 * MINUTE_MS;

/**
 * A day of a log, written while it is followed: rotated by renaming, with compression at once or one rotation later, and by
 * copying and cutting, with lines that come late to a renamed file, and with a stop and a kill of the server on the way.
 * Fails unless each line is counted once, for its client, operation and status.
 */
export async function followDay({ lines, rotations, seed }: FollowedDay): Promise<void> {
  await inTemporaryDirectory(async (directory) => {
    const log = join(directory, "orders.json");
    const day = new WrittenDay(log, { lines, seed });
    day.write(1);
    let server = await startServer(join(directory, "data"));
    await follow(server, log);
    const stretch = Math.floor(lines / (rotations + 1));
    let delayed: string | undefined;
    for (let rotation = 0; rotation < rotations; rotation++) {
      day.write(stretch);
      const how = rotationOf(rotation);
      // What was written to a file that is compressed at once has to be in it by then.
      const old = rotateLog(log, rotation, how);
      if (how === "renamed") day.write(10, old);
      if (delayed !== undefined) compressLog(delayed);
      delayed = how === "renamed" ? old : undefined;
      if (rotation === STOPPED_AT) assert.equal(await server.stop(), 0, server.output());
      if (rotation === KILLED_AT) await server.kill();
      if (rotation === STOPPED_AT || rotation === KILLED_AT) {
        day.write(100);
        server = await startServer(join(directory, "data"));
      }
    }
    day.write(lines - day.written);
    await allRead(server, lines);
    await assertCounted(server, "orders", day.truth);
    assert.equal(await server.stop(), 0, server.output());
  });
}

/** Lines whose instants run through the day that ends now, and what they say. */
class WrittenDay {
  readonly truth: Tally = new Map();
  written = 0;
  readonly #log: string;
  readonly #lines: number;
  readonly #random: Random;
  readonly #end = wallClockMs();

  constructor(log: string, { lines, seed }: { readonly lines: number; readonly seed: number }) {
    this.#log = log;
    this.#lines = lines;
    this.#random = new Random(seed);
  }

  /** Writes so many lines more, to the log or to a file that it was. */
  write(lines: number, path = this.#log): void {
    let text = "";
    for (let left = lines; left > 0; left--) {
      text += this.#line();
      if (text.length < 2 * BUFFER_LETTERS) continue;
      appendFileSync(path, text.slice(0, BUFFER_LETTERS));
      text = text.slice(BUFFER_LETTERS);
    }
    appendFileSync(path, text);
  }

  #line(): string {
    const random = this.#random;
    const [client, operation, status] = [of(random, CLIENTS), of(random, OPERATIONS), of(random, STATUSES)];
    count(this.truth, [client, operation, status]);
    const [method, path] = operation.split(" ") as [string, string];
    const line = {
      msec: ((this.#end - DAY_MS + (this.written++ / this.#lines) * DAY_MS) / SECOND_MS).toFixed(3),
      request_method: method,
      request_uri: path.replace("{id}", String(1 + random.below(1_000_000))),
      status: String(status),
      request_time: (random.below(900) / 1_000).toFixed(3),
      body_bytes_sent: String(random.below(20_000)),
      client,
    };
    return `${JSON.stringify(line)}\n`;
  }
}

async function follow(server: RunningServer, path: string): Promise<void> {
  const answer = await server.call("/api/v1/apis/orders", {
    method: "PUT",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ records: "log", logs: [{ path, format: "nginx-json", client: "field:client" }] }),
  });
  assert.ok(answer.ok, await answer.text());
}

async function allRead(server: RunningServer, lines: number): Promise<void> {
  for (const end = wallClockMs() + READ_MS_MAX; wallClockMs() < end; await wait(SECOND_MS / 4)) {
    const { items } = await jsonOf<{ items: readonly { lines: number; lostFiles: number }[] }>(
      server,
      "/api/v1/sources/logs",
    );
    assert.equal(items[0]?.lostFiles ?? 0, 0);
    if ((items[0]?.lines ?? 0) >= lines) return;
  }
  throw new Error("the log was not read to its end");
}

function of<T>(random: Random, values: readonly T[]): T {
  return values[random.below(values.length)] as T;
}
