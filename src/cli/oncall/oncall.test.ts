import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";

const ROOT = join(import.meta.dirname, "..", "..", "..");
const folder = mkdtempSync(join(tmpdir(), "plimsoll-oncall-"));
after(() => rmSync(folder, { recursive: true }));

const PRIMARY = file(
  "primary.yaml",
  `zone: Europe/Madrid
layers:
  - {name: weeks, rotate: [ana, ben], every: 1 week, from: 2026-03-23T09:00}
  - {name: nights, rotate: [cho], every: 1 day, from: 2026-03-23T22:00, only: [sat 22:00-06:00]}
`,
);

function file(name: string, content: string): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

function run(...args: readonly string[]): { code: number | null; out: string; err: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(ROOT, "src", "main.ts"), "oncall", ...args], {
    encoding: "utf8",
    env: { ...process.env, NO_COLOR: "1" },
  });
  return { code: status, out: stdout, err: stderr };
}

const WEEKEND = ["--schedule", PRIMARY, "--from", "2026-03-23T00:00", "--to", "2026-03-30T12:00"];

test("shifts --json prints shifts and gaps, cut at the ends, and nothing else", () => {
  const { code, out, err } = run("shifts", ...WEEKEND, "--json");
  assert.deepEqual({ code, err }, { code: 0, err: "" });
  assert.deepEqual(JSON.parse(out), {
    shifts: [
      { start: "2026-03-23T08:00:00Z", end: "2026-03-28T21:00:00Z", people: ["ana"] },
      { start: "2026-03-28T21:00:00Z", end: "2026-03-29T04:00:00Z", people: ["cho"] },
      { start: "2026-03-29T04:00:00Z", end: "2026-03-30T07:00:00Z", people: ["ana"] },
      { start: "2026-03-30T07:00:00Z", end: "2026-03-30T10:00:00Z", people: ["ben"] },
    ],
    gaps: [{ start: "2026-03-22T23:00:00Z", end: "2026-03-23T08:00:00Z" }],
  });
});

test("shifts for people names the zone, marks gaps, and says where the clock changes", () => {
  const { code, out } = run("shifts", ...WEEKEND);
  assert.equal(code, 0);
  assert.match(out, / · Europe\/Madrid\n/);
  assert.match(out, /\n4 shifts, 1 gap of 9 h together\.\n/);
  assert.match(out, /\n {2}Mon 2026-03-23 00:00 {2}Mon 2026-03-23 09:00 {7}9 h {2}nobody\n/);
  assert.match(
    out,
    /\n {2}Sat 2026-03-28 22:00 {2}Sun 2026-03-29 06:00 {7}7 h {2}cho {2}\(the clock goes 1 h forward\)\n/,
  );
});

test("who says people, since and until as instants, null where there is no end", () => {
  const json = (at: string): unknown => JSON.parse(run("who", "--schedule", PRIMARY, "--at", at, "--json").out);
  assert.deepEqual(json("2026-03-29T03:30"), {
    people: ["cho"],
    since: "2026-03-28T21:00:00Z",
    until: "2026-03-29T04:00:00Z",
  });
  assert.deepEqual(json("2026-01-01T00:00:00Z"), { people: [], since: null, until: "2026-03-23T08:00:00Z" });
  const text = run("who", "--schedule", PRIMARY, "--at", "2026-01-01T00:00:00Z").out;
  assert.match(
    text,
    /^Nobody is on call at Thu 2026-01-01 01:00, Europe\/Madrid\.\n {2}since +ever\n {2}until +Mon 2026-03-23 09:00\n$/,
  );
});

test("quality tells coverage, balance and load", () => {
  const { out } = run("quality", ...WEEKEND, "--json");
  const quality = JSON.parse(out) as Record<string, Record<string, unknown>>;
  assert.equal(quality["coverage"]?.["hours"], 179);
  assert.equal(quality["coverage"]?.["coveredHours"], 170);
  assert.deepEqual(quality["coverage"]?.["gaps"], [{ start: "2026-03-22T23:00:00Z", end: "2026-03-23T08:00:00Z" }]);
  assert.match(
    run("quality", ...WEEKEND).out,
    /\n94\.9 % of the time is covered; there is 1 gap\.\n[\s\S]*\nBalance\n/,
  );
});

test("a schedule with faults, a time that is none, and times in the wrong order exit with 2 and say what to do", () => {
  const broken = file(
    "broken.yaml",
    "zone: Europe/Madird\nlayers: [{rotate: [], every: 1 day, from: 2026-01-01T00:00}]\n",
  );
  const faults = run("who", "--schedule", broken, "--at", "2026-01-01T00:00");
  assert.deepEqual({ code: faults.code, out: faults.out }, { code: 2, out: "" });
  assert.match(
    faults.err,
    /broken\.yaml, line 1, column 7: .*Europe\/Madrid.*\n.*line 2, column 19: rotate names nobody/,
  );
  const time = run("who", "--schedule", PRIMARY, "--at", "tomorrow");
  assert.equal(time.code, 2);
  assert.match(time.err, /--at: "tomorrow" is not a time such as/);
  const order = run("shifts", "--schedule", PRIMARY, "--from", "2026-03-30T00:00", "--to", "2026-03-29T00:00");
  assert.equal(order.code, 2);
  assert.match(order.err, /--from 2026-03-30T00:00 is not before --to/);
  assert.equal(run("shifts", "--schedule", join(folder, "none.yaml"), "--from", "a", "--to", "b").code, 2);
});

test("remarks on a schedule go to standard error, so that standard output stays one document", () => {
  const odd = file("odd.yaml", "layers: [{rotate: [ana], every: 1 day, from: 2026-01-01T00:00}]\n");
  const { code, out, err } = run("who", "--schedule", odd, "--at", "2026-01-02T00:00", "--json");
  assert.equal(code, 0);
  assert.deepEqual(JSON.parse(out), { people: ["ana"], since: "2026-01-01T00:00:00Z", until: null });
  assert.match(err, /odd\.yaml, line 1, column 1: no zone is named/);
});
