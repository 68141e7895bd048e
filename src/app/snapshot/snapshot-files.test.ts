import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { MEASURED, SnapshotFiles } from "./snapshot-files.ts";

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

const wholeOf = (files: SnapshotFiles): unknown[] => files.newestFirst().map((snapshot) => snapshot.read());

test("what was written is read back, the newest of it", async () => {
  await inDirectory(async (directory) => {
    const files = new SnapshotFiles(directory, MEASURED);
    assert.deepEqual(files.newestFirst(), []);
    for (const value of [1, 2, 3]) await files.write(parts(value));
    assert.deepEqual(wholeOf(files), [parts(3), parts(2)]);
    assert.equal(readdirSync(directory).length, 2);
  });
});

test("a snapshot with any one byte flipped, or cut anywhere, is told from the one before, which is whole", async () => {
  await inDirectory(async (directory) => {
    const files = new SnapshotFiles(directory, MEASURED);
    await files.write(parts(1));
    await files.write(parts(2));
    const newest = readdirSync(directory).toSorted().at(-1) as string;
    const path = join(directory, newest);
    const whole = readFileSync(path);
    for (let place = 0; place < whole.length; place += 7) {
      const flipped = Buffer.from(whole);
      flipped[place] = (flipped[place] as number) ^ 0x10;
      writeFileSync(path, flipped);
      assert.deepEqual(wholeOf(files), [undefined, parts(1)], `flipped at ${place}`);
      writeFileSync(path, whole.subarray(0, place));
      assert.deepEqual(wholeOf(files), [undefined, parts(1)], `cut at ${place}`);
    }
  });
});

test("the first part is read by itself; of what is no snapshot there is none", async () => {
  await inDirectory(async (directory) => {
    const files = new SnapshotFiles(directory, MEASURED);
    await files.write(parts(7));
    const [snapshot] = files.newestFirst();
    assert.deepEqual([...(snapshot?.first() ?? [])], [7, 2, 3]);
    const path = join(directory, String(snapshot?.name));
    writeFileSync(path, readFileSync(path).subarray(0, 20));
    assert.equal(snapshot?.first(), undefined);
    writeFileSync(path, Buffer.alloc(100));
    assert.equal(snapshot?.first(), undefined);
  });
});

test("numbers are read where they lie: parts begin at multiples of eight bytes, behind a first one of any length", async () => {
  await inDirectory(async (directory) => {
    const files = new SnapshotFiles(directory, MEASURED);
    for (let length = 0; length < 20; length++) {
      const written = new Map([
        ["meta", new Uint8Array(length)],
        ["sums", new Uint8Array(Float64Array.of(1, 2, length).buffer)],
        ["more", new Uint8Array(Float64Array.of(3).buffer)],
      ]);
      await files.write(written);
      const read = files.newestFirst()[0]?.read() ?? new Map<string, Uint8Array>();
      assert.deepEqual(read, written);
      for (const name of ["sums", "more"]) assert.equal((read.get(name)?.byteOffset ?? Number.NaN) % 8, 0, name);
    }
  });
});
