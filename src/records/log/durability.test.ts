import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { suite, test } from "node:test";
import { Random, Refusal } from "#kernel";
import { lockDirectory } from "./lock-directory.ts";
import { type LogFiles, NODE_FILES } from "./log-files.ts";
import { bare, drawColumns, inDirectory, openLog, plainRows, scanned } from "./records.testing.ts";

suite("durability of the record log", () => {
  test("after a failed fsync nothing more is acknowledged or counted, and a restart goes on with what is whole", () =>
    inDirectory(async (directory) => {
      const kernel = new FailingKernel();
      const random = new Random(1);
      const [first, second, third] = [3, 4, 5].map((rows) => drawColumns(random, rows)) as [Columns, Columns, Columns];
      const { log, seen } = await openLog(directory, { files: kernel });
      await log.append({ columns: [first] });
      kernel.syncFails = true;
      const failing = log.append({ columns: [second] });
      await Promise.all([refused(failing, "log.broken"), Promise.resolve()]);
      kernel.syncFails = false;
      await refused(log.append({ columns: [third] }), "log.broken");
      assert.deepEqual(seen, bare(plainRows(first)));
      assert.deepEqual(await scanned(log), plainRows(first));
      await log.close();
      const again = await openLog(directory);
      assert.deepEqual(again.seen.slice(0, 3), bare(plainRows(first)));
      await again.log.append({ columns: [third] });
      assert.deepEqual(again.seen.slice(-5), bare(plainRows(third)));
      await again.log.close();
    }));

  test("a batch that waits behind a frame whose write fails is refused too", () =>
    inDirectory(async (directory) => {
      const kernel = new FailingKernel();
      const { log, seen } = await openLog(directory, { files: kernel });
      kernel.writeFails = true;
      const columns = [drawColumns(new Random(1), 2)];
      const first = refused(log.append({ columns }), "log.broken");
      await Promise.resolve();
      await Promise.resolve();
      await Promise.all([first, refused(log.append({ columns }), "log.broken")]);
      assert.deepEqual(seen, []);
      await log.close();
    }));

  test("nothing is taken while the disk is full, and the log goes on by itself when there is room again", () =>
    inDirectory(async (directory) => {
      const kernel = new FailingKernel();
      const limits = { freeBytesMin: 1_000, freeBytesAgeMsMax: 0 };
      const { log, seen } = await openLog(directory, { files: kernel, limits });
      const columns = drawColumns(new Random(1), 2);
      kernel.free = 999;
      await refused(log.append({ columns: [columns] }), "log.disk-full");
      assert.deepEqual(seen, []);
      kernel.free = 1_000;
      await log.append({ columns: [columns] });
      assert.deepEqual(seen, bare(plainRows(columns)));
      await log.close();
    }));

  test("when the disk fills up in the middle of a frame nothing of it is kept, and the log goes on when there is room again", () =>
    inDirectory(async (directory) => {
      const kernel = new FailingKernel();
      const random = new Random(1);
      const { log, seen } = await openLog(directory, { files: kernel, limits: { freeBytesAgeMsMax: 0 } });
      const [first, long, last] = [3, 200_000, 4].map((rows) => drawColumns(random, rows)) as [
        Columns,
        Columns,
        Columns,
      ];
      for (const writes of [0, 1, 2]) {
        kernel.writesLeft = writes;
        await refused(log.append({ columns: [long] }), "log.disk-full");
        kernel.writesLeft = Infinity;
        await log.append({ columns: [first] });
      }
      await log.append({ columns: [last] });
      await log.close();
      const kept = [first, first, first, last].flatMap((columns) => plainRows(columns));
      assert.deepEqual(seen, bare(kept));
      const again = await openLog(directory);
      assert.deepEqual([again.seen, again.log.damage], [bare(kept), []]);
      await again.log.close();
    }));

  test("what does not fit into the queue is refused whole, and what waits in it is kept", () =>
    inDirectory(async (directory) => {
      const { log, seen } = await openLog(directory, { limits: { pendingRowsMax: 10, freeBytesMin: 0 } });
      const columns = drawColumns(new Random(1), 6);
      const kept = log.append({ columns: [columns] });
      await refused(log.append({ columns: [columns] }), "log.full");
      await kept;
      assert.deepEqual(seen, bare(plainRows(columns)));
      await log.close();
    }));

  test("a flipped bit is told with file and place, that frame is left out, and all others are right", () =>
    inDirectory(async (directory) => {
      const random = new Random(3);
      const batches = [3, 4, 5].map((rows) => drawColumns(random, rows));
      const { log } = await openLog(directory);
      const ends: number[] = [];
      for (const columns of batches) {
        await log.append({ columns: [columns] });
        ends.push(log.size.bytes);
      }
      await log.close();
      const path = join(directory, (await readdir(directory))[0] ?? "");
      const bytes = await readFile(path);
      const [start, end] = ends as [number, number, number];
      const expected = [batches[0], batches[2]].flatMap((columns) => plainRows(columns as Columns));
      for (let round = 0; round < 40; round++) {
        const flipped = Buffer.from(bytes);
        const at = start + random.below(end - start);
        flipped[at] = (flipped[at] as number) ^ (1 << random.below(8));
        await writeFile(path, flipped);
        const { log: next, seen } = await openLog(directory);
        assert.deepEqual(seen, bare(expected), `byte ${at}`);
        assert.deepEqual(next.damage, [{ path, offset: start, bytes: end - start }]);
        assert.deepEqual(await scanned(next), expected);
        await next.close();
      }
    }));
});

suite("lock of a directory", () => {
  test("a second process is refused with the number of the first; a dead process's lock is taken over", () =>
    inDirectory(async (directory) => {
      const holder = spawn(process.execPath, ["-e", "process.stdin.on('data', () => process.exit())"]);
      try {
        const lock = await lockDirectory(directory);
        await refused(lockDirectory(directory), "log.locked", { directory, pid: process.pid });
        await lock.release();
        await writeFile(join(directory, "lock"), JSON.stringify({ pid: holder.pid, started: "" }));
        await refused(lockDirectory(directory), "log.locked", { directory, pid: holder.pid ?? 0 });
      } finally {
        holder.stdin.write("end\n");
        await once(holder, "exit");
      }
      const lock = await lockDirectory(directory);
      await lock.release();
      assert.deepEqual(await readdir(directory), []);
    }));

  test("a living process that only got the number of a dead one does not hold its lock", () =>
    inDirectory(async (directory) => {
      await writeFile(join(directory, "lock"), JSON.stringify({ pid: process.pid, started: "1" }));
      if (process.platform === "linux") await (await lockDirectory(directory)).release();
    }));

  test("of many that take over at once, one gets it", () =>
    inDirectory(async (directory) => {
      await writeFile(join(directory, "lock"), "half a lo");
      const all = await Promise.allSettled(Array.from({ length: 8 }, () => lockDirectory(directory)));
      assert.equal(all.filter(({ status }) => status === "fulfilled").length, 1);
    }));
});

type Columns = ReturnType<typeof drawColumns>;

async function refused(call: Promise<unknown>, code: string, params?: Refusal["params"]): Promise<void> {
  await assert.rejects(call, (error) => {
    assert.ok(error instanceof Refusal);
    assert.equal(error.code, code);
    if (params !== undefined) assert.deepEqual(error.params, params);
    return true;
  });
}

/** The kernel, as far as a log can see it, when the disk fails or is full. */
class FailingKernel implements LogFiles {
  syncFails = false;
  writeFails = false;
  /** Then the disk is full. */
  writesLeft = Infinity;
  free = 2 ** 40;

  async open(path: string): ReturnType<LogFiles["open"]> {
    const file = await NODE_FILES.open(path);
    return {
      ...file,
      write: async (bytes, at) => {
        if (this.writeFails) throw new Error("EIO: i/o error, write");
        if (this.writesLeft-- <= 0) throw Object.assign(new Error("no space left on device"), { code: "ENOSPC" });
        await file.write(bytes, at);
      },
      sync: async () => {
        if (this.syncFails) throw new Error("EIO: i/o error, fdatasync");
        await file.sync();
      },
    };
  }

  syncDirectory(path: string): Promise<void> {
    return NODE_FILES.syncDirectory(path);
  }

  freeBytes(): Promise<number> {
    return Promise.resolve(this.free);
  }
}
