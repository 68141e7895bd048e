import assert from "node:assert/strict";
import { appendFileSync, chmodSync, existsSync, truncateSync, writeFileSync } from "node:fs";
import { once } from "node:events";
import { describe, test } from "node:test";
import { setTimeout as wait } from "node:timers/promises";
import { Worker } from "node:worker_threads";
import { gzipSync } from "node:zlib";
import { Random, Refusal } from "#kernel";
import { following, lineOf, type TestFollowing, Writer } from "./followed-logs.testing.ts";
import { pack, ROTATIONS, type Rotation } from "./log-rotations.testing.ts";

const ROTATING = new URL("rotating-writer.testing.ts", import.meta.url);

describe("a followed log", () => {
  test("is taken from its beginning, then line by line as lines are added; the end of a line is waited for", () =>
    following(async (at) => {
      const writer = new Writer(at.log);
      writer.write(10);
      await at.start();
      assert.deepEqual(await at.takenLines(10), writer.truth);
      appendFileSync(at.log, lineOf("half").slice(0, 40));
      writer.write(0);
      await at.until(async () => (await at.state())?.lagBytes === 40);
      appendFileSync(at.log, lineOf("half").slice(40));
      assert.deepEqual(await at.takenLines(11), [...writer.truth, "half"].toSorted());
      const state = await at.state();
      assert.equal(state?.format, "ndjson");
      assert.equal(state?.position, state?.size);
      assert.equal(state?.fault, null);
    }));

  for (const [name, rotate] of Object.entries(ROTATIONS)) {
    test(`${name}, each line is taken once, also those that nobody had read then`, () =>
      following(async (at) => {
        const writer = new Writer(at.log);
        await at.start();
        for (let round = 0; round < 4; round++) {
          writer.write(300);
          if (round % 2 === 0) await at.takenLines(writer.written.length);
          rotate(at.log);
          if (round % 2 === 0) writer.write(200);
        }
        writer.write(5);
        assert.deepEqual(await at.takenLines(writer.written.length), writer.truth);
      }));

    test(`${name} while the server is down, each line is taken once`, () =>
      following(async (at) => {
        const writer = new Writer(at.log);
        writer.write(300);
        await at.start();
        await at.takenLines(300);
        await at.stop();
        writer.write(100);
        for (let round = 0; round < 3; round++) {
          rotate(at.log);
          writer.write(200);
        }
        await at.start();
        assert.deepEqual(await at.takenLines(writer.written.length), writer.truth);
      }));
  }

  test("of a day with twenty rotations of all kinds, stops and crashes between them, is taken line by line, each once", () =>
    following(async (at) => {
      const random = new Random(20_261_128);
      const writer = new Writer(at.log, 7);
      const kinds = Object.values(ROTATIONS);
      writer.write(10);
      await at.start();
      await at.takenLines(10);
      for (let rotation = 0; rotation < 20; rotation++) {
        writer.write(100 + random.below(2_000));
        await disturb(at, random.below(4), writer);
        (kinds[rotation % kinds.length] as Rotation)(at.log);
        writer.write(100 + random.below(500));
        if (at.followed === undefined) await at.start();
      }
      assert.deepEqual(await at.takenLines(writer.written.length), writer.truth);
      assert.equal((await at.state())?.lostFiles, 0);
    }));

  test("that is cut and then renamed before anybody looks is read from the copy, and from its new beginning", () =>
    following(async (at) => {
      const writer = new Writer(at.log);
      writer.write(100);
      await at.start();
      await at.takenLines(100);
      for (const how of ["copied and cut", "renamed"]) {
        writer.write(300);
        (ROTATIONS[how] as Rotation)(at.log);
      }
      writer.write(10);
      assert.deepEqual(await at.takenLines(710), writer.truth);
      assert.equal((await at.state())?.lostFiles, 0);
    }));

  test("that was empty when it was opened is known when it comes back compressed", () =>
    following(async (at) => {
      const writer = new Writer(at.log);
      writeFileSync(at.log, "");
      await at.start(undefined, { quietMs: 60_000 });
      await at.until(async () => typeof (await at.state())?.inode === "number");
      for (let round = 0; round < 3; round++) {
        writer.write(50);
        (ROTATIONS["renamed"] as Rotation)(at.log);
        await at.until(async () => (await at.state())?.lines === writer.written.length);
        if (existsSync(`${at.log}.2`)) pack(`${at.log}.2`, `${at.log}.2.gz`, gzipSync);
      }
      writer.write(1);
      await at.until(async () => (await at.state())?.lagBytes === 0);
      await at.until(async () => ((await at.state())?.lines ?? 0) >= writer.written.length);
      assert.deepEqual(await at.recorded(), writer.truth);
    }));

  test("that was empty when it was looked at, and filled, copied and cut before the next look, is read from the copy", () =>
    following(async (at) => {
      const writer = new Writer(at.log);
      writer.write(10);
      await at.start();
      await at.takenLines(10);
      (ROTATIONS["renamed and compressed by gzip"] as Rotation)(at.log);
      await at.takenLines(10);
      await at.until(async () => (await at.state())?.size === 0);
      await wait(30);
      writer.write(300);
      (ROTATIONS["copied and cut"] as Rotation)(at.log);
      assert.deepEqual(await at.takenLines(310), writer.truth);
      writer.write(5);
      assert.deepEqual(await at.takenLines(315), writer.truth);
      assert.equal((await at.state())?.lostFiles, 0);
    }));

  test("rotated by a thread that never waits, while names come and go as they are looked at, is taken line by line, each once", () =>
    following(async (at) => {
      const writer = new Writer(at.log);
      writer.write(10);
      await at.start();
      await at.takenLines(10);
      // Fewer than the files of which it is remembered that they were read.
      const rotations = 60;
      const stretches = Array.from({ length: rotations }, () => writer.lines(40));
      const done = once(new Worker(ROTATING, { workerData: { log: at.log, rotations, stretches } }), "exit");
      assert.deepEqual(await done, [0]);
      assert.deepEqual(await at.takenLines(writer.written.length), writer.truth);
    }));

  test("killed after a batch was durable and before anybody heard of it, does not take it twice", () =>
    following(async (at) => {
      const writer = new Writer(at.log);
      at.crashesAfterAppend = true;
      writer.write(50);
      await at.start();
      await at.until(async () => (await at.recorded()).length === 50);
      await at.crash();
      writer.write(50);
      await at.start();
      assert.deepEqual(await at.takenLines(100), writer.truth);
    }));

  test("waits in its file while the record log refuses, says why, and loses nothing", () =>
    following(async (at) => {
      const writer = new Writer(at.log);
      at.refusal = new Refusal("unavailable", "log.disk-full", "The disk is full.");
      writer.write(20);
      await at.start();
      await at.until(async () => (await at.state())?.fault === "The disk is full.");
      at.refusal = null;
      assert.deepEqual(await at.takenLines(20), writer.truth);
    }));

  test("that is not there says so, and is read from its beginning when it comes", () =>
    following(async (at) => {
      const writer = new Writer(at.log);
      await at.start();
      await at.until(async () => (await at.state())?.fault?.includes("is not there") === true);
      writer.write(3);
      assert.deepEqual(await at.takenLines(3), writer.truth);
    }));

  test(
    "that may not be read says how to let it",
    { skip: process.getuid?.() === 0 && "root may read everything" },
    () =>
      following(async (at) => {
        new Writer(at.log).write(1);
        chmodSync(at.log, 0o000);
        await at.start();
        await at.until(async () => (await at.state())?.fault?.includes("setfacl") === true);
        chmodSync(at.log, 0o600);
        await at.takenLines(1);
      }),
  );

  test("counts a line that is too long once, however long, and goes on behind it", () =>
    following(async (at) => {
      const writer = new Writer(at.log);
      writer.write(1);
      appendFileSync(at.log, "x".repeat(500_000));
      await at.start();
      await at.until(async () => (await at.state())?.dropped.tooLong === 1);
      await at.stop();
      appendFileSync(at.log, `${"x".repeat(300_000)}\nno record\n`);
      writer.write(1);
      await at.start();
      assert.deepEqual(await at.takenLines(4), writer.truth);
      const state = await at.state();
      assert.deepEqual(state?.dropped, { tooLong: 1, malformed: 1 });
      assert.equal(state?.lines, 4);
    }));

  test("cut without a copy is read from its new beginning, and what may be missing is told", () =>
    following(async (at) => {
      const writer = new Writer(at.log);
      writer.write(100);
      await at.start();
      await at.takenLines(100);
      truncateSync(at.log);
      writer.write(10);
      assert.deepEqual(await at.takenLines(110), writer.truth);
      await at.until(async () => (await at.state())?.lostFiles === 1);
      assert.match(String(at.reported[0]), /no copy|copy of it/);
    }));

  test("named with * is every file that fits, also one that comes later, without their rotated ones", () =>
    following(async (at) => {
      const writer = new Writer(at.log);
      writer.write(10);
      const other = at.log.replace("orders.json", "orders-b.json");
      writer.write(10, `${at.log}.1`);
      writer.written.length = 10;
      await at.start([at.orders({ path: `${at.directory}/orders*` })]);
      await at.takenLines(10);
      writer.write(10, other);
      at.followed?.follow([at.orders({ path: `${at.directory}/orders*` })]);
      await at.until(async () => (await at.recorded()).length === 20);
      assert.deepEqual(await at.recorded(), writer.truth);
      assert.deepEqual(
        (await at.followed?.states())?.map(({ path }) => path),
        [other, at.log].toSorted(),
      );
    }));
});

/** Nothing, a wait until all was taken, a stop, or a crash in the middle of a batch. */
async function disturb(at: TestFollowing, kind: number, writer: Writer): Promise<void> {
  if (kind === 1) await at.takenLines(writer.written.length);
  if (kind === 2) await at.stop();
  if (kind !== 3) return;
  await at.takenLines(writer.written.length);
  at.crashesAfterAppend = true;
  writer.write(30);
  await at.until(async () => (await at.recorded()).length === writer.written.length);
  await at.crash();
}
