import assert from "node:assert/strict";
import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { suite, test } from "node:test";
import fc from "fast-check";
import { Random } from "#kernel";
import { AT, bare, drawColumns, inDirectory, openLog, type PlainRow, plainRows, scanned } from "./records.testing.ts";

suite("record log", () => {
  test("what was acknowledged was handed over, is scanned, and is handed over again when the log is opened again", () =>
    inDirectory(async (directory) => {
      const random = new Random(1);
      const batches = [1, 100, 40_000, 0, 7].map((rows) => drawColumns(random, rows));
      const expected = batches.flatMap(plainRows);
      const { log, seen } = await openLog(directory);
      log.names.clients.idOf("acme");
      await Promise.all(batches.slice(0, 2).map((columns) => log.append({ columns: [columns] })));
      log.names.clients.idOf("zeta");
      for (const columns of batches.slice(2)) await log.append({ columns: [columns] });
      assert.deepEqual(seen, bare(expected));
      assert.deepEqual(await scanned(log), expected);
      const { position } = log;
      await log.close();
      const again = await openLog(directory);
      assert.deepEqual(again.seen, bare(expected));
      assert.equal(again.log.position, position);
      assert.deepEqual(again.log.names.clients.names, ["acme", "zeta"]);
      await again.log.close();
    }));

  test("a log that is cut at any byte of its last frame has all frames before it, and goes on", () =>
    inDirectory(async (directory) => {
      const random = new Random(2);
      const first = drawColumns(random, 5);
      const second = drawColumns(random, 1, []);
      const { log } = await openLog(directory);
      await log.append({ columns: [first], batchId: batchId("a") });
      const path = join(directory, (await readdir(directory))[0] ?? "");
      const whole = (await readFile(path)).length;
      await log.append({ columns: [second], batchId: batchId("b") });
      await log.close();
      const bytes = await readFile(path);
      for (let cut = whole; cut < bytes.length; cut++) {
        await writeFile(path, bytes.subarray(0, cut));
        const { log: next, seen, keys } = await openLog(directory);
        assert.deepEqual([seen, keys, next.tornBytes], [bare(plainRows(first)), ["a"], cut - whole]);
        if (cut % 40 === 0) await next.append({ columns: [second] });
        assert.deepEqual(await scanned(next), plainRows(first).concat(cut % 40 === 0 ? plainRows(second) : []));
        await next.close();
      }
    }));

  test("a scan has what was handed over when it begins, and nothing that comes while it reads", () =>
    inDirectory(async (directory) => {
      const random = new Random(4);
      const [before, after] = [drawColumns(random, 5), drawColumns(random, 5)];
      const { log } = await openLog(directory);
      await log.append({ columns: [before] });
      const pages = log.scan({ from: 0, to: AT * 2 })[Symbol.asyncIterator]();
      const [first] = await Promise.all([pages.next(), log.append({ columns: [after] })]);
      assert.deepEqual(plainRows(first.value as typeof before), plainRows(before));
      assert.equal((await pages.next()).done, true);
      await log.close();
    }));

  test("any batches cut at any byte come back as exactly the frames that are whole", () =>
    fc.assert(
      fc.asyncProperty(fc.array(fc.nat(40), { minLength: 1, maxLength: 6 }), fc.nat(), (sizes, cutAt) =>
        inDirectory(async (directory) => {
          const random = new Random(cutAt);
          const { log } = await openLog(directory);
          const written: { rows: PlainRow[]; end: number }[] = [];
          for (const [index, size] of sizes.entries()) {
            const columns = drawColumns(random, size);
            await log.append({ columns: [columns], batchId: batchId(String(index)) });
            written.push({ rows: plainRows(columns), end: log.size.bytes });
          }
          await log.close();
          const path = join(directory, (await readdir(directory))[0] ?? "");
          const bytes = await readFile(path);
          const cut = cutAt % (bytes.length + 1);
          await writeFile(path, bytes.subarray(0, cut));
          const { log: next, keys } = await openLog(directory);
          const whole = written.filter(({ end }) => end <= cut);
          assert.deepEqual(
            await scanned(next),
            whole.flatMap(({ rows }) => rows),
          );
          assert.deepEqual([keys, next.position], [whole.map((_, index) => String(index)), whole.length]);
          await next.close();
        }),
      ),
      { numRuns: 30 },
    ));
});

function batchId(key: string): { token: string; key: string; bodySha256: string; answer: string } {
  return { token: "t", key, bodySha256: "00", answer: "{}" };
}
