import assert from "node:assert/strict";
import { test } from "node:test";
import { gzipSync, zstdCompressSync } from "node:zlib";
import { openTestIntake, post, recordLine } from "./receiver.testing.ts";

test("records are durable, in their order and with their texts, when they are answered", async () => {
  await using intake = await openTestIntake();
  const lines = [
    recordLine({ client: "a", traceId: "t1" }),
    recordLine({ client: "b" }),
    recordLine({ traceId: "t3" }),
  ];
  const { status, json } = await post(intake, lines.join(""));
  assert.equal(status, 200);
  assert.deepEqual(json, { kept: 3, dropped: {} });
  const [appended, ...others] = intake.appended;
  assert.deepEqual(others, []);
  assert.deepEqual(
    [appended?.clients, appended?.traceIds],
    [
      ["a", "b", "acme"],
      ["t1", "", "t3"],
    ],
  );
  assert.equal(intake.receiver.rowsInUse, 0);
});

test("bodies may be compressed with gzip or zstd, by one or in several members", async () => {
  await using intake = await openTestIntake();
  const lines = Array.from({ length: 5_000 }, (_, i) => recordLine({ client: `c${i}` }));
  const [first, second] = [lines.slice(0, 700).join(""), lines.slice(700).join("")];
  const bodies: readonly (readonly [string, Buffer<ArrayBuffer>])[] = [
    ["gzip", gzipSync(first + second)],
    ["gzip", Buffer.concat([gzipSync(first), gzipSync(second)])],
    ["zstd", zstdCompressSync(first + second)],
    ["identity", Buffer.from(first + second)],
  ];
  for (const [encoding, body] of bodies) {
    const { json } = await post(intake, body, { "content-encoding": encoding });
    assert.deepEqual(json, { kept: 5_000, dropped: {} }, encoding);
    assert.deepEqual(
      intake.appended.pop()?.clients,
      lines.map((_, i) => `c${i}`),
    );
  }
});

test("a body of nothing is answered, and nothing is appended; blank lines are no records", async () => {
  await using intake = await openTestIntake();
  for (const body of ["", "\n", "\r\n\n"]) assert.deepEqual((await post(intake, body)).json, { kept: 0, dropped: {} });
  assert.deepEqual(intake.appended, []);
});

test("one JSON object without a line feed, a byte order mark and CRLF are read", async () => {
  await using intake = await openTestIntake();
  const line = recordLine().trimEnd();
  for (const body of [line, `\u{feff}${line}\n`, `${line}\r\n`]) {
    assert.deepEqual((await post(intake, body, { "content-type": "application/json; charset=utf-8" })).json, {
      kept: 1,
      dropped: {},
    });
  }
});

test("bad lines are dropped with their reasons, places and a few examples, and never spoil the body", async () => {
  const refusalOf = (api: string) => (api === "orders" ? null : api === "billing" ? "notTheSource" : "unknownApi");
  await using intake = await openTestIntake({ refusalOf });
  const lines = [
    recordLine({ client: "a" }),
    "{\n",
    recordLine({ api: "invented" }),
    recordLine({ api: "billing" }),
    recordLine({ at: "2026-05-17T12:02:00Z" }),
    recordLine({ at: "2026-04-17T11:59:59Z" }),
    recordLine({ api: undefined }),
    `${"x".repeat(70_000)}\n`,
    recordLine({ client: "b", surprise: 1 }),
    recordLine({ at: "2026-05-17T12:01:59.999Z", client: "c", surprise: 2, "": 3 }),
    ...Array.from({ length: 9 }, () => "\n[]\n"),
  ];
  const { json } = await post(intake, lines.join(""));
  const { examples, ...counts } = json;
  assert.deepEqual(counts, {
    kept: 3,
    dropped: { malformed: 10, unknownApi: 2, notTheSource: 1, future: 1, tooOld: 1, tooLong: 1 },
    unknownFields: { surprise: 2, "": 1 },
  });
  const shown = examples as readonly { readonly line: number; readonly reason: string; readonly detail: string }[];
  assert.equal(shown.length, 10);
  assert.deepEqual(shown[1], {
    line: 3,
    reason: "unknownApi",
    detail: 'field api: no API is called "invented" here; create the API first, or correct the name',
  });
  assert.deepEqual(
    shown.map(({ line }) => line),
    [2, 3, 4, 5, 6, 7, 8, 12, 14, 16],
  );
  assert.deepEqual(intake.appended[0]?.clients, ["a", "b", "c"]);
  assert.deepEqual(intake.dictionaries.apis.names, ["orders"]);
  const { counters } = intake.receiver;
  assert.equal(counters.lines, counters.kept + Object.values(counters.dropped).reduce((sum, count) => sum + count));
});

test("an API is taken from the moment on when it is known, and no longer when it is gone", async () => {
  let known = new Set<string>();
  const taken = { revision: 0, refusalOf: (api: string) => (known.has(api) ? null : ("unknownApi" as const)) };
  await using intake = await openTestIntake({ taken });
  const keptNow = async (): Promise<unknown> => (await post(intake, recordLine())).json["kept"];
  assert.equal(await keptNow(), 0);
  known = new Set(["orders"]);
  taken.revision++;
  assert.equal(await keptNow(), 1);
  known = new Set();
  taken.revision++;
  assert.equal(await keptNow(), 0);
});

test("the time that is believed moves with the clock", async () => {
  let now = Date.UTC(2026, 4, 17, 11);
  await using intake = await openTestIntake({ ports: { now: () => now } });
  assert.deepEqual((await post(intake, recordLine())).json["dropped"], { future: 1 });
  now += 3_600_000;
  assert.equal((await post(intake, recordLine())).json["kept"], 1);
  now += 31 * 86_400_000;
  assert.deepEqual((await post(intake, recordLine())).json["dropped"], { tooOld: 1 });
});

test("texts that are too long are left out and counted; what one body kept is not seen in the next", async () => {
  await using intake = await openTestIntake();
  await post(intake, recordLine({ traceId: "t".repeat(64) }) + recordLine({ traceId: "t".repeat(65) }));
  await post(intake, recordLine() + recordLine());
  assert.deepEqual(
    intake.appended.map(({ traceIds }) => traceIds),
    [
      ["t".repeat(64), ""],
      ["", ""],
    ],
  );
  assert.deepEqual([...intake.receiver.counters.leftOut], [["traceId", 1]]);
});

test("a hundred thousand invented clients more than fit are counted under one name", async () => {
  await using intake = await openTestIntake();
  for (let from = 0; from < 200_000; from += 10_000) {
    const lines = Array.from({ length: 10_000 }, (_, i) => recordLine({ client: `invented-${from + i}` }));
    assert.equal((await post(intake, lines.join(""))).json["kept"], 10_000);
  }
  assert.equal(intake.dictionaries.clients.names.length, 100_001);
  assert.equal(intake.appended.at(-1)?.clients.at(-1), "__other__");
  assert.equal(intake.receiver.rowsInUse, 0);
});

test("bodies side by side on many connections do not mix", async () => {
  await using intake = await openTestIntake();
  const bodies = Array.from({ length: 40 }, (_, body) =>
    Array.from({ length: 300 }, (_row, row) => recordLine({ client: `b${body}`, traceId: `${body}-${row}` })).join(""),
  );
  await Promise.all(
    bodies.map((body, i) => post(intake, i % 2 === 0 ? body : gzipSync(body), i % 2 === 0 ? {} : GZIP)),
  );
  assert.equal(intake.appended.length, 40);
  for (const { clients, traceIds } of intake.appended) {
    const [client = ""] = clients;
    assert.equal(clients.length, 300);
    assert.ok(clients.every((name) => name === client));
    assert.deepEqual(
      traceIds,
      clients.map((_, row) => `${client.slice(1)}-${row}`),
    );
  }
});

const GZIP = { "content-encoding": "gzip" };
