import assert from "node:assert/strict";
import { appendFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { compareText, nextTurn, Random } from "#kernel";
import { allRecords, jsonOf } from "./recount.ts";
import { rotateLog, rotationOf } from "./rotate-log.ts";
import { inTemporaryDirectory, type RunningServer, startServer } from "./running-server.ts";

const CLIENTS = ["acme", "quay", "nobody-yet"];
const KILLS = 5;
const LINES_EACH = 400;

interface Followed {
  readonly items: readonly {
    readonly lines: number;
    readonly lagBytes: number;
    readonly olderFiles: number;
    readonly fault: string | null;
    readonly format: string;
  }[];
  readonly unfollowed: readonly { readonly fault: string }[];
}

test("a log is followed through rotations and kills of the server at any moment, and each of its lines is counted once", async () => {
  await inTemporaryDirectory(async (directory) => {
    const log = join(directory, "orders.json");
    const random = new Random(20_261_128);
    let written = 0;
    const write = (count: number): void => {
      let text = "";
      for (let line = 0; line < count; line++) text += lineOf(written++);
      for (let at = 0; at < text.length; at += 5_000) appendFileSync(log, text.slice(at, at + 5_000));
    };
    write(100);
    let server = await startServer(join(directory, "data"));
    await put(server, { logs: [{ path: log, format: "nginx-json", client: "field:client" }] });
    await taken(server, written);
    for (let kill = 0; kill < KILLS; kill++) {
      write(LINES_EACH);
      if (random.below(2) === 0) await taken(server, written - random.below(LINES_EACH));
      rotateLog(log, 2 * kill, rotationOf(kill));
      write(LINES_EACH);
      await taken(server, written - LINES_EACH - random.below(LINES_EACH));
      await server.kill();
      write(50);
      if (random.below(2) === 0) rotateLog(log, 2 * kill + 1, rotationOf(kill + 1));
      write(50);
      server = await startServer(join(directory, "data"));
    }
    await taken(server, written);
    const records = await allRecords(server, "orders");
    const paths = records.map(({ path }) => path ?? "").toSorted(compareText);
    assert.deepEqual(paths, Array.from({ length: written }, (_, line) => `/orders/${line}`).toSorted(compareText));
    for (const [index, client] of CLIENTS.entries()) {
      const expected = Array.from({ length: written }, (_, line) => line).filter(
        (line) => line % CLIENTS.length === index,
      );
      assert.equal(records.filter((record) => record.client === client).length, expected.length);
    }
    const { groups } = await jsonOf<{ groups: readonly { key: string; requests: number }[] }>(
      server,
      "/api/v1/apis/orders/kpis?groupBy=client",
    );
    assert.equal(
      groups.reduce((sum, { requests }) => sum + requests, 0),
      written,
    );
    assert.equal(await server.stop(), 0, server.output());
  });
});

test("a log that cannot be followed as it is described says why, and one that is not there is waited for", async () => {
  await inTemporaryDirectory(async (directory) => {
    const server = await startServer(join(directory, "data"));
    const a = { path: join(directory, "a.log"), format: "combined", client: "field:client" };
    await put(server, { logs: [a, join(directory, "b.json")] });
    const followed = await until(server, ({ items }) => items[0]?.fault !== null && items.length === 1);
    assert.match(
      followed.unfollowed[0]?.fault ?? "",
      /The format combined does not hold what --client field:client asks for/,
    );
    assert.match(followed.items[0]?.fault ?? "", /b\.json is not there/);
    await put(server, { logs: [] });
    await until(server, ({ items }) => items.length === 0);
    assert.equal(await server.stop(), 0, server.output());
  });
});

function lineOf(index: number): string {
  const line = {
    time_iso8601: new Date().toISOString().replace(/\.\d+Z/, "+00:00"),
    msec: (Date.now() / 1_000).toFixed(3),
    request_method: "GET",
    request_uri: `/orders/${index}`,
    status: "200",
    request_time: "0.004",
    bytes_sent: "300",
    client: CLIENTS[index % CLIENTS.length],
  };
  return `${JSON.stringify(line)}\n`;
}

async function taken(server: RunningServer, lines: number): Promise<void> {
  await until(server, ({ items: [log] }) => {
    return log !== undefined && log.lines >= lines && log.fault === null;
  });
}

async function until(server: RunningServer, holds: (followed: Followed) => boolean): Promise<Followed> {
  let seen: Followed | undefined;
  for (const end = Date.now() + 30_000; Date.now() < end; await nextTurn()) {
    seen = await jsonOf<Followed>(server, "/api/v1/sources/logs");
    if (holds(seen)) return seen;
  }
  throw new Error(`what was waited for did not happen: ${JSON.stringify(seen)}`);
}

async function put(server: RunningServer, body: object): Promise<void> {
  const answer = await server.call("/api/v1/apis/orders", {
    method: "PUT",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  assert.equal(answer.status < 300, true, await answer.text());
}
