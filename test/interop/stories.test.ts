import assert from "node:assert/strict";
import { test } from "node:test";
import { DAY_MS } from "#kernel";
import type { ClientBy, LogFormat } from "#intake";
import { threeDays, generate, LINE_WRITERS, type Story, type StoryFormat, type StoryRecord, truthOf } from "#stories";
import { readLog } from "./read-log.ts";

const STORY: Story = {
  ...threeDays(5),
  requests: 3_000,
  outages: [
    ...threeDays(5).outages,
    { from: threeDays(5).from, to: threeDays(5).from + DAY_MS, share: 0.05, status: 0 },
  ],
};
const RECORDS = [...generate(STORY)];

/** How exactly a format tells time and duration, and by what it can name the client. */
interface Precision {
  readonly format: LogFormat;
  readonly clientBy: ClientBy;
  readonly stampMs: number;
  /** How far a duration may be off, µs; null = the format has none. */
  readonly durationUs: number | null;
}

const PRECISIONS: Readonly<Record<StoryFormat, Precision>> = {
  combined: { format: "combined", clientBy: { by: "user" }, stampMs: 1_000, durationUs: null },
  common: { format: "common", clientBy: { by: "user" }, stampMs: 1_000, durationUs: null },
  "nginx-json": { format: "nginx-json", clientBy: { by: "user" }, stampMs: 1, durationUs: 500 },
  caddy: { format: "caddy", clientBy: { by: "user" }, stampMs: 1, durationUs: 0 },
  haproxy: { format: "haproxy", clientBy: { by: "ip" }, stampMs: 1, durationUs: 500 },
  envoy: { format: "envoy", clientBy: { by: "ip" }, stampMs: 1, durationUs: 500 },
  "traefik-json": { format: "traefik", clientBy: { by: "user" }, stampMs: 1, durationUs: 0 },
  "traefik-clf": { format: "traefik", clientBy: { by: "user" }, stampMs: 1_000, durationUs: 500 },
  alb: { format: "alb", clientBy: { by: "ip" }, stampMs: 1, durationUs: 500 },
  ndjson: { format: "ndjson", clientBy: { by: "field", name: "client" }, stampMs: 1, durationUs: 0 },
};

for (const [name, precision] of Object.entries(PRECISIONS) as [StoryFormat, Precision][]) {
  test(`a story written as ${name} and decoded again is the same story`, () => {
    const log = Buffer.from(RECORDS.map((record) => `${LINE_WRITERS[name](record)}\n`).join(""));
    const rows = readLog(log, precision.format, precision.clientBy);
    assert.equal(rows.length, RECORDS.length);
    for (const [index, record] of RECORDS.entries()) {
      const row = rows[index] ?? assert.fail(`row ${index} is missing`);
      assert.deepEqual([row.request, row.status, row.responseBytes, row.client, row.at], expectedOf(record, precision));
      assertDuration(row.durationUs, record, precision);
    }
  });
}

test("the story has what could go wrong in a log: failures, client faults, no answer", () => {
  const { statuses } = truthOf(STORY);
  for (const status of ["0", "204", "400", "404", "500", "503"]) assert.ok((statuses[status] ?? 0) > 0, status);
});

function expectedOf(record: StoryRecord, { clientBy, stampMs }: Precision): unknown[] {
  const client = clientBy.by === "ip" ? record.client.ip : record.client.name;
  const at = Math.floor(record.at / stampMs) * stampMs;
  return [`${record.method} ${record.path}`, record.status, record.responseBytes, client, at];
}

function assertDuration(durationUs: number | undefined, record: StoryRecord, precision: Precision): void {
  if (precision.durationUs === null) return assert.equal(durationUs, undefined);
  const off = Math.abs((durationUs ?? Number.NaN) - record.durationUs);
  assert.ok(off <= precision.durationUs, `${record.path} took ${record.durationUs} µs, decoded ${durationUs}`);
}
