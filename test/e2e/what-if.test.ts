import assert from "node:assert/strict";
import { test } from "node:test";
import { file, plimsoll } from "./run-plimsoll.ts";

const PLAN = file("whatif.yaml", "apis: {orders: {objectives: {availability: 99.9%}}}\n");
/** Six hours of minutes from midnight; the whole third hour fails. */
const ROWS = ["at,valid,bad", ...Array.from({ length: 360 }, (_, i) => rowAt(i))].join("\n");
const COUNTS = file("whatif.csv", ROWS);

function rowAt(minute: number): string {
  const at = new Date(Date.UTC(2026, 2, 2) + minute * 60_000).toISOString().replace(".000", "");
  return `${at},100,${minute >= 120 && minute < 180 ? 100 : 0}`;
}

const whatIf = (...more: string[]): string[] => [
  "objectives",
  "whatif",
  "--objectives",
  PLAN,
  "--counts",
  COUNTS,
  ...more,
];

interface Setting {
  readonly targetPpm: number;
  readonly remaining: number;
  readonly alerts: readonly { readonly firedAt: string; readonly endedAt: string | null }[];
  readonly load: { readonly pages: number; readonly nightsWoken: number };
  readonly outagesMissed: number;
}

interface Document {
  readonly objectives: readonly {
    readonly objective: string;
    readonly outages: number;
    readonly present: Setting;
    readonly candidates: readonly Setting[];
  }[];
}

test("with --json one document comes out, instants in RFC 3339 with Z, and the present setting is what evaluate says", async () => {
  const ran = await plimsoll(whatIf("--target", "99.95%,75%", "--json"));
  assert.equal(ran.code, 0, ran.err);
  const [tried] = (JSON.parse(ran.out) as Document).objectives;
  assert.deepEqual(
    tried?.candidates.map(({ targetPpm, load, outagesMissed }) => [targetPpm, load.pages, outagesMissed]),
    [
      [750_000, 0, 1],
      [999_500, 1, 0],
    ],
  );
  const evaluated = await plimsoll(whatIf("--json").map((word) => (word === "whatif" ? "evaluate" : word)));
  const judged = JSON.parse(evaluated.out) as { alerts: Setting["alerts"]; objectives: { remaining: number }[] };
  const times = (alerts: Setting["alerts"] = []): unknown => alerts.map(({ firedAt, endedAt }) => [firedAt, endedAt]);
  assert.deepEqual(times(tried?.present.alerts), times(judged.alerts));
  assert.equal(tried?.present.remaining, judged.objectives[0]?.remaining);
});

test("the terminal says whom other targets would have woken, and nothing goes to standard error", async () => {
  const ran = await plimsoll(whatIf("--target", "75%", "--zone", "Asia/Tokyo"));
  assert.deepEqual([ran.code, ran.err], [0, ""]);
  assert.match(ran.out, /At 75 %: nights you would have been woken: 0; outages missed: 1 of 1\./);
  assert(ran.out.split("\n").every((line) => line.length <= 80));
});

test("what is no target, pair, zone or client is refused with exit code 2 and nothing on standard output", async () => {
  for (const [flag, value, message] of [
    ["--target", "100%", /leaves no error budget/],
    ["--pairs", "page 2% in an hour", /"an hour"/],
    ["--zone", "Mars/Olympus", /no time zone "Mars\/Olympus"/],
    ["--client", "acme", /has no column for the client/],
    ["--pairs", "page 90% in 1h", /could never fire/],
  ] as const) {
    const more = value === "page 90% in 1h" ? ["--target", "99%"] : [];
    const ran = await plimsoll(whatIf(flag, value, ...more));
    assert.deepEqual([ran.code, ran.out], [2, ""], value);
    assert.match(ran.err, message);
  }
});
