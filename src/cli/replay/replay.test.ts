import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";
import fc from "fast-check";
import { threeDays, generate, LINE_WRITERS, shuffled, type Story, type StoryFormat, truthOf } from "#stories";
import { jsonText } from "./json.ts";
import type { ReplayOptions } from "./options.ts";
import type { ReplayReport } from "./report.ts";
import { study } from "./study.ts";

const NOW = Date.UTC(2026, 10, 1);
const SAMPLE = fileURLToPath(new URL("../../../examples/sample/access.log.gz", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "plimsoll-replay-"));
after(() => rmSync(folder, { recursive: true }));

const ASKED: Omit<ReplayOptions, "files"> = {
  format: "auto",
  json: true,
  api: undefined,
  client: undefined,
  openapi: undefined,
  objectives: undefined,
  html: undefined,
  write: undefined,
  failOn: undefined,
};

async function replayed(inputs: readonly string[], options: Partial<ReplayOptions> = {}): Promise<ReplayReport> {
  const files = inputs.map((text, i) => {
    const file = join(folder, `${i}.log`);
    writeFileSync(file, text);
    return file;
  });
  return (await study({ ...ASKED, files, ...options }, NOW)).report;
}

/** Two hours and a half of a bad day, with the 25-minute outage of its API in their middle. */
function shortStory(seed: number): Story {
  const story = threeDays(seed);
  const outage = story.outages.find(({ status, share }) => status === 503 && share > 0);
  assert(outage !== undefined);
  return { ...story, from: outage.from - 3_600_000, to: outage.to + 3_600_000 };
}

function linesOf(story: Story, format: StoryFormat): string[] {
  return [...generate(story)].map((record) => LINE_WRITERS[format](record));
}

test("the sample log gives the figures that are known of it", async () => {
  const report = (await study({ ...ASKED, files: [SAMPLE] }, NOW)).report;
  assert.deepEqual(report.lines, { read: 10_000, kept: 10_000, dropped: {}, examples: [], aside: {} });
  assert.deepEqual(report.statuses, { 200: 9126, 206: 45, 301: 164, 304: 445, 403: 2, 404: 213, 416: 2, 500: 3 });
  assert.deepEqual(
    [
      report.requests,
      report.good,
      report.bad,
      report.excluded,
      report.clientFaults,
      report.activeClients,
      report.responseBytes,
    ],
    [10_000, 9_997, 3, 0, 217, 1_753, 2_747_282_740],
  );
  assert.deepEqual(report.supportable, [{ indicator: "availability", targetPpm: 999_224, confidence: 0.95 }]);
  assert.equal(report.latencyMs, null);
});

for (const format of [
  "combined",
  "nginx-json",
  "caddy",
  "haproxy",
  "envoy",
  "traefik-json",
  "traefik-clf",
  "alb",
  "ndjson",
] as const) {
  test(`a story written as ${format} comes back as it was: counts by status and operation, and the bytes`, async () => {
    const story = shortStory(3);
    const truth = truthOf(story);
    const report = await replayed([`${linesOf(story, format).join("\n")}\n`]);
    assert.equal(report.lines.kept, truth.requests);
    assert.deepEqual(report.statuses, truth.statuses);
    assert.equal(report.bad, truth.bad);
    assert.equal(report.good, truth.good);
    assert.equal(report.responseBytes, truth.responseBytes);
  });
}

/** All that must not depend on the order of the lines. */
function figures(report: ReplayReport): unknown {
  const { files: _files, remarks: _remarks, ...rest } = report;
  return rest;
}

test("any order and any split of the lines over files gives the same report", async () => {
  const lines = linesOf(shortStory(5), "ndjson").slice(0, 6_000);
  const expected = figures(await replayed([lines.join("\n")]));
  await fc.assert(
    fc.asyncProperty(fc.integer(), fc.integer({ min: 1, max: 4 }), async (seed, parts) => {
      const mixed = [...shuffled(lines, seed, lines.length)];
      const files = Array.from({ length: parts }, (_, part) =>
        mixed.filter((_line, i) => i % parts === part).join("\n"),
      );
      assert.deepEqual(figures(await replayed(files)), expected);
    }),
    { numRuns: 8 },
  );
});

test("kept and dropped add up to what was read, whatever is in the file", async () => {
  const good = linesOf(shortStory(7), "combined").slice(0, 40);
  const line = fc.oneof(
    fc.constantFrom(...good),
    fc.constantFrom(...good).chain((text) => fc.nat(text.length).map((at) => text.slice(0, at))),
    // Not fast-check's "binary", which lists all of Unicode first: that takes seconds.
    fc
      .array(fc.oneof(fc.nat(0xff), fc.nat(0xd7ff), fc.integer({ min: 0xe000, max: 0x10_ffff })), { maxLength: 80 })
      .map((points) => String.fromCodePoint(...points).replaceAll(/[\r\n]/g, " ")),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(line, { maxLength: 60 }), async (more) => {
      const all = [...good, ...more];
      const { lines } = await replayed([all.join("\n")], { format: "combined" });
      const dropped = Object.values(lines.dropped).reduce((sum, count) => sum + count, 0);
      assert.equal(lines.read, all.filter((text) => text !== "").length);
      assert.equal(lines.kept + dropped, lines.read);
    }),
    { numRuns: 60 },
  );
});

test("each instant of the JSON document is RFC 3339 with Z, those of forecasts too", async () => {
  const story = threeDays(1);
  const outage = story.outages[1];
  assert(outage !== undefined);
  const failing = linesOf({ ...story, from: outage.from, to: outage.to }, "nginx-json");
  const report = await replayed([failing.join("\n")]);
  const numbers: string[] = [];
  JSON.parse(jsonText(report, "plimsoll replay 0.log"), (name, value: unknown) => {
    if (typeof value === "number" && value > Date.UTC(2000, 0, 1)) numbers.push(name);
    return value;
  });
  assert.deepEqual(numbers, []);
  assert.match(jsonText(report, "plimsoll replay 0.log"), /"goneAt": "20\d\d-\d\d-\d\dT[\d:.]+Z"/);
});
