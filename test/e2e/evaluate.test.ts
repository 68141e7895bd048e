import assert from "node:assert/strict";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { gzipSync, zstdCompressSync } from "node:zlib";
import { file, folder, plimsoll } from "./run-plimsoll.ts";

const PLAN = "zone: Europe/Madrid\napis: {orders: {objectives: {availability: 99.9%}, perClient: true}}\n";
const ROWS = ["at,valid,bad,client", ...Array.from({ length: 12 }, (_, i) => rowAt(i))].join("\n");

function rowAt(i: number): string {
  return `${new Date(Date.UTC(2026, 2, 2) + i * 10_000).toISOString().replace(".000", "")},100,${i === 3 ? 2 : 0},acme`;
}

const evaluate = (counts: string, ...more: string[]): string[] => [
  "objectives",
  "evaluate",
  "--objectives",
  file("plan.yaml", PLAN),
  "--counts",
  counts,
  ...more,
];

interface Document {
  readonly from: string;
  readonly to: string;
  readonly objectives: readonly {
    readonly name: string;
    readonly client?: string;
    readonly bad: number;
    readonly remaining: number;
    readonly window: { readonly from: string; readonly to: string };
  }[];
  readonly alerts: readonly unknown[];
}

test("with --json one document comes out, instants in RFC 3339 with Z, remarks on standard error, exit code 0", async () => {
  const ran = await plimsoll(evaluate(file("counts.csv", ROWS), "--json"));
  assert.equal(ran.code, 0, ran.err);
  const report = JSON.parse(ran.out) as Document;
  assert.deepEqual([report.from, report.to], ["2026-03-02T00:00:00Z", "2026-03-02T00:02:00Z"]);
  assert.deepEqual(
    report.objectives.map(({ name, client, bad, remaining }) => [name, client, bad, Number(remaining.toFixed(9))]),
    [
      ["orders/availability", undefined, 2, -0.666666667],
      ["orders/availability", "acme", 2, -0.666666667],
    ],
  );
  assert.equal(report.objectives[0]?.window.to, "2026-03-02T00:02:00Z");
  assert.deepEqual(report.alerts, []);
});

test("counts come from a file, from standard input, plain or packed, with the same result", async () => {
  const { out } = await plimsoll(evaluate(file("counts.csv", ROWS), "--json"));
  const same = (text: string): unknown => ({ ...(JSON.parse(text) as object), counts: null });
  for (const packed of [gzipSync(ROWS), zstdCompressSync(ROWS)]) {
    assert.deepEqual(same((await plimsoll(evaluate(file("packed", packed), "--json"))).out), same(out));
    assert.deepEqual(same((await plimsoll(evaluate("-", "--json"), [packed])).out), same(out));
  }
});

test("--guard off lets two failures of two requests page; the guard does not", async () => {
  const lines = Array.from(
    { length: 1440 },
    (_, i) =>
      `${new Date(Date.UTC(2026, 2, 2) + i * 10_000).toISOString().replace(".000", "")},${i === 1430 ? "1,1" : "0,0"}`,
  );
  const counts = file("quiet.csv", ["at,valid,bad", ...lines].join("\n"));
  const alerts = async (guard: string): Promise<number> =>
    (JSON.parse((await plimsoll(evaluate(counts, "--json", "--guard", guard))).out) as Document).alerts.length;
  assert.deepEqual([await alerts("on"), (await alerts("off")) > 0], [0, true]);
});

const refused: readonly (readonly [string, () => readonly string[], RegExp])[] = [
  [
    "no counts named",
    () => ["objectives", "evaluate", "--objectives", file("plan.yaml", PLAN)],
    /required option '--counts <file>'/,
  ],
  ["counts that do not exist", () => evaluate("nowhere.csv"), /nowhere\.csv does not exist/],
  [
    "a directory",
    () => {
      mkdirSync(join(folder, "counts.d"), { recursive: true });
      return evaluate("counts.d/");
    },
    /counts\.d\/ is a directory\. Name the CSV file in it: counts\.d\/counts\.csv/,
  ],
  ["an empty file", () => evaluate(file("none.csv", "")), /none\.csv is empty/],
  [
    "a file that opens and cannot be read",
    () => evaluate("/proc/self/mem"),
    /\/proc\/self\/mem (cannot be read \(EIO\)|does not exist)/,
  ],
  ["a name that would steer the terminal", () => evaluate("\u001b[31mred"), /^plimsoll: \ufffd\[31mred does not exist/],
  [
    "half a line",
    () => evaluate(file("half.csv", "at,valid,bad\n2026-03-02T00")),
    /half\.csv, line 2, column 1: 1 field where the header has 3/,
  ],
  [
    "a packed file cut short",
    () => evaluate(file("cut.gz", gzipSync(ROWS.repeat(99)).subarray(0, -20))),
    /cut\.gz: its gzip data is damaged/,
  ],
  [
    "another header",
    () => evaluate(file("other.csv", "time,good\n1,2\n")),
    /other\.csv, line 1, column 1: the header must be/,
  ],
  [
    "several faults at once",
    () => evaluate(file("bad.csv", `at,valid,bad\n${rowAt(1).slice(0, 20)},5,6\n${rowAt(0).slice(0, 20)},-1,0\n`)),
    /bad\.csv, line 2, column 24: 6 bad of 5 valid.*\n.*line 3, column 1: .*earlier.*\n.*line 3, column 22: valid: "-1"/,
  ],
  [
    "an instant off the grid",
    () => evaluate(file("counts.csv", ROWS), "--at", "2026-03-02T00:00:05Z"),
    /not on the grid of ten seconds/,
  ],
  ["an instant that is none", () => evaluate(file("counts.csv", ROWS), "--at", "noon"), /not an instant in RFC 3339/],
  [
    "an instant before all",
    () => evaluate(file("counts.csv", ROWS), "--at", "2020-01-01T00:00:00Z"),
    /no slot of counts\.csv is over/,
  ],
  [
    "a guard that is half on",
    () => evaluate(file("counts.csv", ROWS), "--guard", "maybe"),
    /Allowed choices are on, off/,
  ],
  [
    "a plan with faults",
    () => [
      "objectives",
      "evaluate",
      "--objectives",
      file("p.yaml", "apis: {a: {objectives: {availability: 100%}}}\n"),
      "--counts",
      "-",
    ],
    /p\.yaml, line 1, column 39: A target of 100 % leaves no error budget/,
  ],
  [
    "a plan that is no text",
    () => ["objectives", "evaluate", "--objectives", file("p.bin", Buffer.from([0, 1, 2, 0xff])), "--counts", "-"],
    /p\.bin is not text in UTF-8/,
  ],
];

for (const [what, args, message] of refused) {
  test(`${what}: exit code 2, nothing on standard output, and a message that helps`, async () => {
    const ran = await plimsoll([...args(), "--json"]);
    assert.equal(ran.code, 2, ran.err);
    assert.equal(ran.out, "");
    assert.match(ran.err, message);
    assert.doesNotMatch(ran.err, /\n\s+at /);
  });
}

test("an alert names the command that recomputes it: run as it stands, the alert fires at the instant of judgement", async () => {
  const rows = Array.from({ length: 720 }, (_, i) => {
    const at = new Date(Date.UTC(2026, 2, 2) + i * 10_000).toISOString().replace(".000", "");
    return `${at},100,${i >= 700 ? 100 : 0}`;
  });
  const { out } = await plimsoll(evaluate(file("long.csv", ["at,valid,bad", ...rows].join("\n")), "--json"));
  const { alerts } = JSON.parse(out) as {
    alerts: { firedAt: string; explanation: { command: string; text: string } }[];
  };
  const [first] = alerts;
  assert.ok(first);
  const [program, ...words] = first.explanation.command.split(" ");
  assert.equal(program, "plimsoll");
  const again = JSON.parse((await plimsoll([...words, "--json"])).out) as typeof first & {
    to: string;
    alerts: (typeof first)[];
  };
  assert.equal(again.to, first.firedAt);
  assert.equal(again.alerts.find(({ firedAt }) => firedAt === first.firedAt)?.explanation.text, first.explanation.text);
});

test("the bundled counts come to what their story holds: two outages of a bad day, two pages and a ticket", async () => {
  const example = (name: string): string => fileURLToPath(new URL(`../../examples/counts/${name}`, import.meta.url));
  const files = ["--objectives", example("plimsoll.yaml"), "--counts", example("orders.csv.gz")];
  const ran = await plimsoll(["objectives", "evaluate", ...files, "--json"]);
  assert.equal(ran.code, 0, ran.err);
  const { counts, pages } = JSON.parse(ran.out) as { counts: object; pages: readonly { urgency: string }[] };
  assert.deepEqual(counts, { ...counts, rows: 4_320, valid: 252_441, bad: 1_190 });
  assert.deepEqual(
    pages.map(({ urgency }) => urgency),
    ["page", "ticket", "page"],
  );
  const tried = await plimsoll(["objectives", "whatif", ...files]);
  assert.match(tried.out, /At 99\.5 %: nights you would have been woken: 0; outages missed: 1 of 2\./);
});
