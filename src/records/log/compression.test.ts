import assert from "node:assert/strict";
import { copyFile, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { suite, test } from "node:test";
import fc from "fast-check";
import { DAY_MS, Random } from "#kernel";
import type { RecordLog } from "./record-log.ts";
import { AT, bare, drawColumns, inDirectory, openLog, type PlainRow, plainRows, scanned } from "./records.testing.ts";

const SMALL = { freeBytesMin: 0, segmentBytesMax: 3_000 };

suite("segments of the record log", () => {
  test("compressed segments hold the same rows, ids and batches, and are read back from any position", () =>
    fc.assert(
      fc.asyncProperty(
        fc.array(fc.oneof(fc.nat(30), fc.nat(300)), { minLength: 1, maxLength: 12 }),
        fc.nat(1_000),
        fc.nat(12),
        (sizes, seed, fromBatch) =>
          inDirectory(async (directory) => {
            const { rows, keys, positions } = await filled(directory, sizes, seed);
            const from = Math.min(fromBatch, sizes.length);
            const start = sizes.slice(0, from).reduce((sum, size) => sum + size, 0);
            const {
              log,
              seen,
              keys: seenKeys,
            } = await openLog(directory, { limits: SMALL, from: positions[from] ?? 0 });
            assert.deepEqual(seen, bare(rows.slice(start)));
            assert.deepEqual(seenKeys, keys.slice(from));
            assert.deepEqual(log.damage, []);
            assert.deepEqual(await scanned(log), rows);
            assert.deepEqual(log.names.clients.names, keys);
            await log.close();
          }),
      ),
      { numRuns: 12 },
    ));

  test("a frame longer than a block is continued in the next one, and a position behind it is found", () =>
    inDirectory(async (directory) => {
      const { rows, keys } = await filled(directory, [3, 33_000, 5, 17_000, 1], 1);
      const whole = await openLog(directory, { limits: SMALL });
      assert.equal(rowsDiffer(whole.seen, bare(rows)), -1);
      assert.deepEqual(whole.keys, keys);
      await whole.log.close();
      const tail = await openLog(directory, { limits: SMALL, from: 2 });
      assert.equal(rowsDiffer(tail.seen, bare(rows.slice(33_003))), -1);
      assert.deepEqual(tail.keys, keys.slice(2));
      await tail.log.close();
    }));

  test("a stop at any step of compressing leaves one valid version of each segment", () =>
    inDirectory((before) =>
      inDirectory(async (directory) => {
        const random = new Random(5);
        const { log } = await openLog(directory, { limits: { freeBytesMin: 0, segmentBytesMax: 1_000 } });
        const first = drawColumns(random, 50);
        await log.append({ columns: [first] });
        const name = (await readdir(directory))[0] ?? "";
        await copyFile(join(directory, name), join(before, name));
        await log.append({ columns: [drawColumns(random, 1)] });
        await log.settled();
        await log.close();
        const packed = name.replace(".frames", ".blocks");
        const bytes = await readFile(join(directory, packed));
        const versions: (() => Promise<void>)[] = [
          () => copyFile(join(before, name), join(directory, name)),
          () => writeFile(join(directory, `${packed}.tmp`), bytes.subarray(0, bytes.length / 2)),
          async () => {
            await copyFile(join(before, name), join(directory, name));
            await writeFile(join(directory, packed), bytes.subarray(0, bytes.length - 1));
          },
        ];
        for (const leave of versions) {
          await leave();
          const next = await openLog(directory);
          assert.deepEqual(next.seen.slice(0, 50), bare(plainRows(first)));
          assert.deepEqual(next.log.damage, []);
          await next.log.settled();
          await next.log.close();
          assert.deepEqual((await readdir(directory)).toSorted()[0], packed);
          assert.equal((await readdir(directory)).filter((one) => one.startsWith(name.slice(0, 16))).length, 1);
        }
      }),
    ));

  test("a flipped bit anywhere in a compressed segment is told or harmless, and never gives a wrong row", () =>
    inDirectory(async (directory) => {
      const { rows } = await filled(directory, [200, 1, 200, 1], 7);
      const known = new Set([...rows, ...bare(rows)].map((row) => JSON.stringify(row)));
      const path = join(directory, (await readdir(directory)).toSorted()[0] ?? "");
      const bytes = await readFile(path);
      const random = new Random(8);
      for (let round = 0; round < 30; round++) {
        const flipped = Buffer.from(bytes);
        const at = random.below(bytes.length);
        flipped[at] = (flipped[at] as number) ^ (1 << random.below(8));
        await writeFile(path, flipped);
        const { log, seen } = await openLog(directory, { limits: SMALL });
        assert.ok(seen.every((row) => known.has(JSON.stringify(row))));
        assert.ok(log.damage.length === 1 || seen.length === rows.length, `byte ${at}`);
        assert.ok((await scanned(log)).every((row) => known.has(JSON.stringify(row))));
        await log.close();
      }
    }));

  test("retention deletes whole segments, the oldest first, by age and by size, and never the one being written", () =>
    inDirectory(async (directory) => {
      const { rows } = await filled(directory, [100, 100, 100, 100], 9);
      const { log } = await openLog(directory, { limits: SMALL, clock: { now: () => AT + 40 * DAY_MS } });
      await log.settled();
      const { segments, bytes } = log.size;
      const one = await log.retain({ ageMsMax: 400 * DAY_MS, bytesMax: bytes - 1 });
      assert.equal(one.segments, 1);
      assert.deepEqual(await scanned(log), rows.slice(one.records));
      const rest = await log.retain({ ageMsMax: 30 * DAY_MS, bytesMax: bytes });
      assert.equal(rest.segments, segments - 2);
      assert.equal(log.size.segments, 1);
      assert.deepEqual(await scanned(log), rows.slice(one.records + rest.records));
      const { position } = log;
      await log.close();
      const again = await openLog(directory);
      assert.deepEqual([again.log.position, again.log.damage], [position, []]);
      await again.log.close();
    }));

  test("a copy taken while records come in opens as a log that ends at an earlier frame", () =>
    inDirectory((copy) =>
      inDirectory(async (directory) => {
        const { rows } = await filled(directory, [100, 50, 100], 11);
        const { log } = await openLog(directory, { limits: SMALL });
        const copying = log.copyTo(copy);
        const late = drawColumns(new Random(12), 30);
        await Promise.all([copying, log.append({ columns: [late] })]);
        await log.close();
        const { log: copied, seen } = await openLog(copy);
        assert.deepEqual(seen.slice(0, rows.length), bare(rows));
        assert.ok(seen.length === rows.length || seen.length === rows.length + 30);
        assert.deepEqual([copied.tornBytes, copied.damage], [0, []]);
        await copied.close();
      }),
    ));

  test("names that nobody should invent make the dictionaries no longer than they may be", () =>
    inDirectory(async (directory) => {
      const { log } = await openLog(directory, { limits: { freeBytesMin: 0, segmentBytesMax: 200_000 } });
      const columns = drawColumns(new Random(1), 1);
      for (let batch = 0; batch < 60; batch++) {
        for (let i = 0; i < 200; i++) columns.api[0] = log.names.apis.idOf(`invented ${batch * 200 + i}`);
        await log.append({ columns: [columns] });
      }
      await log.settled();
      await log.close();
      const again = await openLog(directory);
      assert.deepEqual(again.log.names.apis.names, log.names.apis.names);
      assert.equal(again.log.names.apis.names.length, 1_001);
      await again.log.close();
    }));
});

interface Filled {
  readonly rows: PlainRow[];
  readonly keys: string[];
  /** Before each batch, and behind the last. */
  readonly positions: number[];
}

/** A log of several compressed segments, each batch with an id and a new client. */
async function filled(directory: string, sizes: readonly number[], seed: number): Promise<Filled> {
  const random = new Random(seed);
  const { log } = await openLog(directory, { limits: SMALL });
  const keys = sizes.map((_, index) => `key ${index}`);
  const rows: PlainRow[] = [];
  const positions: number[] = [];
  for (const [index, size] of sizes.entries()) {
    const columns = drawColumns(random, size);
    log.names.clients.idOf(keys[index] ?? "");
    rows.push(...plainRows(columns));
    positions.push(log.position);
    const batchId = { token: "t", key: keys[index] ?? "", bodySha256: "00", answer: "{}" };
    await log.append({ columns: [columns], batchId });
  }
  positions.push(log.position);
  await log.settled();
  await closeCompressed(log);
  return { rows, keys, positions };
}

async function closeCompressed(log: RecordLog): Promise<void> {
  assert.ok(log.size.segments >= 1);
  await log.close();
}

/** The first row in which two lists differ, −1 when none: deepEqual of 60,000 rows takes minutes. */
function rowsDiffer(left: readonly PlainRow[], right: readonly PlainRow[]): number {
  if (left.length !== right.length) return Math.min(left.length, right.length);
  return left.findIndex((row, index) => row.join("|") !== right[index]?.join("|"));
}
