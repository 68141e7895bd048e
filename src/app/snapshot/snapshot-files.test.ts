import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { SnapshotFiles } from "./snapshot-files.ts";

async function inDirectory(run: (directory: string) => Promise<void>): Promise<void> {
  const directory = mkdtempSync(join(tmpdir(), "plimsoll-snapshot-"));
  try {
    await run(directory);
  } finally {
    rmSync(directory, { recursive: true });
  }
}

const parts = (value: number): ReadonlyMap<string, Uint8Array> =>
  new Map([
    ["engine", new Uint8Array([value, 2, 3])],
    ["counts", new Uint8Array(1_000).fill(value)],
    ["empty", new Uint8Array(0)],
  ]);

test("what was written is read back, the newest of it", async () => {
  await inDirectory(async (directory) => {
    const files = new SnapshotFiles(directory);
    assert.equal(files.read().parts, undefined);
    for (const value of [1, 2, 3]) await files.write(parts(value));
    assert.deepEqual(files.read(), { parts: parts(3), damaged: [] });
    assert.equal(readdirSync(directory).length, 2);
  });
});

test("a snapshot with any one byte flipped, or cut anywhere, is left aside for the one before", async () => {
  await inDirectory(async (directory) => {
    const files = new SnapshotFiles(directory);
    await files.write(parts(1));
    await files.write(parts(2));
    const newest = readdirSync(directory).toSorted().at(-1) as string;
    const path = join(directory, newest);
    const whole = readFileSync(path);
    for (let place = 0; place < whole.length; place += 7) {
      const flipped = Buffer.from(whole);
      flipped[place] = (flipped[place] as number) ^ 0x10;
      writeFileSync(path, flipped);
      assert.deepEqual(files.read(), { parts: parts(1), damaged: [newest] }, `flipped at ${place}`);
      writeFileSync(path, whole.subarray(0, place));
      assert.deepEqual(files.read(), { parts: parts(1), damaged: [newest] }, `cut at ${place}`);
    }
  });
});
