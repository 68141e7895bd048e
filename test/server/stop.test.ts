import assert from "node:assert/strict";
import { once } from "node:events";
import { connect } from "node:net";
import type { Readable } from "node:stream";
import { test } from "node:test";
import { batchOf, makeOrders, postBatch, RECORDS_IN_A_BATCH } from "./batches.ts";
import { allRecords } from "./recount.ts";
import { inTemporaryDirectory, type RunningServer, startServer } from "./running-server.ts";

const POSTERS = 8;
const BEFORE_STOP = 100;

test("told to stop under load, the server ends with 0, and everything that it acknowledged is there after", async () => {
  await inTemporaryDirectory(async (directory) => {
    const server = await startServer(directory);
    await makeOrders(server);
    const acknowledged = new Set<string>();
    let stopped: Promise<number | null> | undefined;
    const poster = async (name: number): Promise<void> => {
      for (let index = 0, isOpen = true; isOpen; index++) {
        const key = `p${name}-${index}`;
        const status = await postBatch(server, batchOf(key, Date.now())).then(
          (answer) => answer.status,
          () => 0,
        );
        if (status === 200) acknowledged.add(key);
        else assert([0, 503].includes(status), `${status}`);
        isOpen = status === 200;
        if (acknowledged.size >= BEFORE_STOP) stopped ??= server.stop();
      }
    };
    await Promise.all(Array.from({ length: POSTERS }, (_, name) => poster(name)));
    assert.equal(await stopped, 0, server.output());
    const again = await startServer(directory);
    const found = Map.groupBy(await allRecords(again, "orders"), ({ requestId }) => requestId.split("/")[0]);
    for (const key of acknowledged) assert.equal(found.get(key)?.length, RECORDS_IN_A_BATCH, key);
    assert.equal(await again.stop(), 0, again.output());
  });
});

test("while it stops, the server says on connections that it still has that it is not ready, and takes no records", async () => {
  await inTemporaryDirectory(async (directory) => {
    const server = await startServer(directory);
    const ready = await begunRequest(server, "GET /readyz HTTP/1.1");
    const intake = await begunRequest(server, "POST /intake/v1/records HTTP/1.1");
    // Behind the beginnings: when this is answered, they were read, and their connections are not idle.
    await (await fetch(`${server.url}/healthz`)).text();
    const stopped = server.stop();
    while (!server.output().includes("SIGTERM: ")) await once(server.process.stdout as Readable, "data");
    assert.match(await ready.answered(), /^HTTP\/1\.1 503 /);
    const refused = await intake.answered();
    assert.match(refused, /^HTTP\/1\.1 503 /);
    assert.match(refused, /retry-after: 2/i);
    assert.equal(await stopped, 0, server.output());
  });
});

/** Sends a request but for its last line; `answered` sends that, and gives the answer's text. */
async function begunRequest(
  { url, intakeToken }: RunningServer,
  line: string,
): Promise<{ answered: () => Promise<string> }> {
  const socket = connect(Number(new URL(url).port), "127.0.0.1");
  await once(socket, "connect");
  let text = "";
  socket.on("data", (chunk: Buffer) => (text += chunk.toString()));
  const ended = once(socket, "close");
  socket.write(`${line}\r\nhost: localhost\r\nauthorization: Bearer ${intakeToken}\r\ncontent-length: 0\r\n`);
  return {
    answered: async () => {
      socket.write("connection: close\r\n\r\n");
      await ended;
      return text;
    },
  };
}
