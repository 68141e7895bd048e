import assert from "node:assert/strict";
import { test } from "node:test";
import { floodClients } from "./client-flood.ts";
import { inTemporaryDirectory, startServer } from "./running-server.ts";

const NAMES = 300_000;
const RESIDENT_BYTES_MAX = 700 * 2 ** 20;

test("hundreds of thousands of invented client names are taken in bounded memory, and spoil no other client's figures", async () => {
  await inTemporaryDirectory(async (directory) => {
    const server = await startServer(directory);
    const { names, residentBytes } = await floodClients(server, NAMES);
    assert.equal(names, NAMES);
    assert(Math.max(...residentBytes) < RESIDENT_BYTES_MAX, residentBytes.join(" "));
    assert.equal(await server.stop(), 0, server.output());
  });
});
