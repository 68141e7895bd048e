import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { gzipSync, zstdCompressSync } from "node:zlib";
import { file, folder, json, LINE, lines, PLIMSOLL, plimsoll } from "./run-plimsoll.ts";

function directory(name: string): string {
  mkdirSync(join(folder, name), { recursive: true });
  return name;
}

const refused: readonly (readonly [string, () => readonly string[], RegExp])[] = [
  ["no file named", () => [], /missing required argument 'file'/],
  ["a file that does not exist", () => ["nowhere.log"], /nowhere\.log does not exist. Check the path/],
  ["a directory", () => [directory("logs.d/")], /is a directory. Name the log files in it: logs\.d\/\*\.log/],
  ["an empty file", () => [file("empty.log", "")], /There is no line in empty\.log/],
  ["a file of blank lines", () => [file("blank.log", "\n\n\r\n")], /There is no line in blank\.log|blank\.log, line 1/],
  [
    "a binary file",
    () => [file("binary.log", Buffer.from(Array.from({ length: 9_000 }, (_, i) => (i * 37) % 256)))],
    /binary\.log, line 1: It is not text: byte 1 is 0/,
  ],
  ["UTF-16", () => [file("wide.log", Buffer.from(`\ufeff${lines(3)}`, "utf16le"))], /wide\.log, line 1: .*UTF-16/],
  [
    "a log of another kind",
    () => [file("kernel.log", "May 17 10:05:03 host kernel: usb 1-1: new device\n".repeat(9))],
    /kernel\.log, line 1: .*--format/s,
  ],
  ["a CSV file", () => [file("table.csv", "a,b,c\n1,2,3\n4,5,6\n")], /table\.csv, line 1:/],
  [
    "the same file twice",
    () => [file("twice.log", lines(3)), "./twice.log"],
    /twice\.log is the same input as twice\.log: its lines would be counted twice/,
  ],
  [
    "a gzip file cut short",
    () => [file("cut.gz", gzipSync(lines(5_000)).subarray(0, -40))],
    /cut\.gz: its gzip data is damaged or cut short .* zcat cut\.gz/,
  ],
  [
    "a broken zstd file",
    () => [file("broken.zst", Buffer.concat([zstdCompressSync(lines(9)).subarray(0, 20), Buffer.alloc(9, 1)]))],
    /broken\.zst: its zstd data is damaged/,
  ],
  [
    "only times of 2099",
    () => [file("future.log", lines(3).replaceAll("2026", "2099"))],
    /None of the 3 lines was kept\. future\.log, line 1: future: /,
  ],
  [
    "only times of 1970",
    () => [file("past.log", lines(3).replaceAll("2026", "1970"))],
    /None of the 3 lines was kept\. past\.log, line 1: tooOld: /,
  ],
  [
    "a format that there is not",
    () => [file("ok.log", lines(1)), "--format", "iis"],
    /Allowed choices are auto, combined/,
  ],
  [
    "a client that the format cannot tell",
    () => [file("ok.log", lines(1)), "--client", "key"],
    /The format combined does not hold what --client key asks for\. It can tell clients by ip, user/,
  ],
  [
    "a flag that there is not",
    () => [file("ok.log", lines(1)), "--jsonn"],
    /unknown option '--jsonn'\s+\(Did you mean --json\?\)/,
  ],
  [
    "a plan that does not exist",
    () => [file("ok.log", lines(1)), "--objectives", "no.yaml"],
    /no\.yaml cannot be read \(ENOENT\)/,
  ],
  [
    "a plan for another API",
    () => [
      file("ok.log", lines(1)),
      "--api",
      "x",
      "--objectives",
      file("p.yaml", "apis: {orders: {objectives: {availability: 99%}}}"),
    ],
    /no objective for x, but for orders\. Name the API/,
  ],
];

for (const [what, args, message] of refused) {
  test(`${what}: exit code 2, nothing on standard output, and a message that helps`, async () => {
    const ran = await plimsoll(["replay", ...args(), "--json"]);
    assert.equal(ran.code, 2, ran.err);
    assert.equal(ran.out, "");
    assert.match(ran.err, message);
    assert.doesNotMatch(ran.err, /\n\s+at /);
  });
}

test(
  "a file without permission is refused with what to do",
  { skip: process.getuid?.() === 0 ? false : "only root can become another user" },
  async () => {
    chmodSync(join(folder, file("secret.log", lines(3))), 0o000);
    const ran = await plimsoll(["replay", "secret.log"], [], 65_534);
    assert.equal(ran.code, 2, ran.err);
    assert.match(ran.err, /secret\.log cannot be read: no permission\. .* sudo cat FILE \| plimsoll replay -/);
  },
);

test("half a line at the end is dropped as malformed, with its place; the rest counts", async () => {
  const report = await json([file("half.log", lines(3) + LINE.slice(0, 30))]);
  assert.deepEqual([report.lines.read, report.lines.kept, report.lines.dropped], [4, 3, { malformed: 1 }]);
  assert.equal(report.lines.examples[0]?.line, 4);
  assert.match(report.lines.examples[0]?.detail ?? "", /column \d+/);
});

test("with --json, drops and remarks are told on standard error, and nowhere else but in the document", async () => {
  const ran = await plimsoll(["replay", file("half.log", lines(3) + LINE.slice(0, 30)), "--json"]);
  assert.match(ran.err, /^plimsoll: 1 line dropped as malformed, for example half\.log, line 4: column \d+/);
  assert.equal((JSON.parse(ran.out) as { requests: number }).requests, 3);
});

test("100 MB in one line is one dropped line, and the lines around it count", async () => {
  const megabyte = Buffer.alloc(1_048_576, "x");
  const report = await json(
    ["-"],
    [Buffer.from(lines(2)), ...Array.from({ length: 100 }, () => megabyte), Buffer.from(`\n${lines(2)}`)],
  );
  assert.deepEqual([report.lines.read, report.lines.kept, report.lines.dropped], [5, 4, { tooLong: 1 }]);
  assert.equal(report.lines.examples[0]?.line, 3);
});

test("single lines of 1970 and 2099 are dropped and do not stretch the period", async () => {
  const report = await json([
    file("clocks.log", `${lines(1).replace("2026", "1970")}${lines(2)}${lines(1).replace("2026", "2099")}`),
  ]);
  assert.deepEqual(report.lines.dropped, { tooOld: 1, future: 1 });
  assert.deepEqual([report["from"], report["to"]], ["2026-05-17T10:05:00Z", "2026-05-17T10:05:10Z"]);
});

test("two formats in one file: the other lines are dropped, and the remark names the place and the format", async () => {
  const record = '{"at":"2026-05-17T10:05:03Z","method":"GET","path":"/orders","status":200,"client":"acme"}\n';
  const report = await json([file("mixed.log", lines(9) + record.repeat(4))]);
  assert.deepEqual([report.lines.kept, report.lines.dropped], [9, { malformed: 4 }]);
  assert.match(
    String(report["remarks"]),
    /mixed\.log: 4 lines do not fit combined; the first of them \(line 10\) looks like ndjson.*--format ndjson/,
  );
});

test("two files of different formats are each read as what they are", async () => {
  const record = '{"at":"2026-05-17T10:05:03Z","method":"GET","path":"/orders","status":200,"client":"acme"}\n';
  const report = await json([file("one.log", lines(3)), file("two.ndjson", record)]);
  assert.deepEqual([report.lines.kept, report["clientsBy"], report["activeClients"]], [4, "ip, field:client", 2]);
});

test("an empty file among others is a remark", async () => {
  const report = await json([file("empty.log", ""), file("full.log", lines(2))]);
  assert.equal(report.lines.kept, 2);
  assert.match(String(report["remarks"]), /empty\.log is empty/);
});

test("invalid UTF-8 in the path is dropped as encoding; in the user agent it spoils nothing", async () => {
  const broken = Buffer.from(`${LINE.replace("/orders", "/o\u00ff")}\n${LINE.replace("curl", "c\u00ff")}\n`, "latin1");
  const report = await json([file("latin.log", Buffer.concat([Buffer.from(lines(1)), broken]))]);
  assert.deepEqual([report.lines.kept, report.lines.dropped], [2, { encoding: 1 }]);
});

test("gzip and zstd are read by content whatever the name, from a file and from standard input", async () => {
  assert.equal((await json([file("packed", gzipSync(lines(7)))])).lines.kept, 7);
  assert.equal((await json([file("packed.log", zstdCompressSync(lines(7)))])).lines.kept, 7);
  assert.equal((await json(["-"], [gzipSync(lines(7))])).lines.kept, 7);
  assert.equal(
    (await json([file("several.gz", Buffer.concat([gzipSync(lines(2)), gzipSync(lines(3))]))])).lines.kept,
    5,
  );
});

test("a pipe is an input as well", async () => {
  file("piped.log", lines(4));
  const child = spawn("bash", ["-c", `"${process.execPath}" "${PLIMSOLL}" replay <(cat piped.log) --json`], {
    cwd: folder,
  });
  const out: Buffer[] = [];
  child.stdout.on("data", (chunk: Buffer) => out.push(chunk));
  assert.equal((await once(child, "close"))[0], 0);
  assert.equal((JSON.parse(Buffer.concat(out).toString()) as { requests: number }).requests, 4);
});

test("a first line that is too long, of 100 kB or of 100 MB, does not spoil the lines after it", async () => {
  const megabyte = Buffer.alloc(1_048_576, "x");
  const huge = [...Array.from({ length: 100 }, () => megabyte), Buffer.from(`\n${lines(3)}`)];
  for (const input of [[Buffer.from(`${"x".repeat(100_000)}\n${lines(3)}`)], huge]) {
    const report = await json(["-"], input);
    assert.deepEqual([report.lines.read, report.lines.kept, report.lines.dropped], [4, 3, { tooLong: 1 }]);
    assert.equal(report.lines.examples[0]?.line, 1);
  }
  const alone = await plimsoll(
    ["replay", "-"],
    Array.from({ length: 100 }, () => megabyte),
  );
  assert.deepEqual([alone.code, alone.err.includes("line 1: tooLong: the line has more than 65536 bytes")], [2, true]);
});
