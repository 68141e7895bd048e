import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { DAY_MS, HOUR_MS, type Interval, MINUTE_MS } from "#kernel";
import { type ExpectedAlert, LiveLines, liveRecords, type LiveStory, liveStoryOf } from "#stories";
import { study } from "../../src/cli/replay/study.ts";

const folder = mkdtempSync(join(tmpdir(), "plimsoll-stories-"));
after(() => rmSync(folder, { recursive: true }));

/** An alert as replay found it. */
interface Found {
  readonly objective: string;
  readonly client?: string | undefined;
  readonly urgency: string;
  readonly firedAt: number;
  readonly endedAt: number | null;
  readonly mutedBy: string | null;
}

const AFTERNOON = Date.UTC(2026, 10, 27, 16);
const SUNDAY_NIGHT = Date.UTC(2026, 10, 29, 3, 30);

for (const [when, now] of Object.entries({ "on a weekday": AFTERNOON, "in the night of a Sunday": SUNDAY_NIGHT })) {
  test(`a bad day ${when} pages as it says, with what breaks in front of the audience, and for nothing else`, async () => {
    const story = liveStoryOf("bad-day", { now, breaksAt: now + MINUTE_MS });
    await assertAlerts(story, { from: now - 8 * HOUR_MS, to: now + 90 * MINUTE_MS });
  });
}

test("the first API pages for one thing only: its outage of last week", async () => {
  const story = liveStoryOf("first-api", { now: AFTERNOON });
  await assertAlerts(story, { from: AFTERNOON - 7 * DAY_MS, to: AFTERNOON - 5 * DAY_MS });
});

/** Each expected alert is found, and every page that woke somebody is expected. */
async function assertAlerts(story: LiveStory, span: Interval): Promise<void> {
  for (const api of story.apis) {
    const found = await alertsOf(story, api.api, span);
    const expected = story.expected.filter((one) => one.api === api.api);
    for (const one of expected) {
      assert.ok(
        found.some((alert) => isOf(alert, one) && within(one.fires, alert.firedAt) && endsAsTold(alert, one)),
        `${JSON.stringify(one)} is not among ${JSON.stringify(found.filter((alert) => isOf(alert, one)))}`,
      );
    }
    for (const alert of found.filter(({ urgency, mutedBy }) => urgency === "page" && mutedBy === null)) {
      assert.ok(
        expected.some((one) => isOf(alert, one) || isPartOf(alert, one)),
        `nobody expected ${JSON.stringify(alert)}`,
      );
    }
  }
}

async function alertsOf(story: LiveStory, api: string, span: Interval): Promise<readonly Found[]> {
  const { objectivesFile = "" } = story.apis.find((one) => one.api === api) ?? {};
  const [records, objectives] = [join(folder, `${api}.ndjson`), join(folder, `${api}.yaml`)];
  const printer = new LiveLines();
  const lines = [...liveRecords(story, span)]
    .filter((record) => record.api === api)
    .map((record) => printer.line(record));
  writeFileSync(records, lines.join("\n"));
  writeFileSync(objectives, objectivesFile);
  const asked = { format: "auto", json: true, api, client: undefined, openapi: undefined, objectives } as const;
  const told = { html: undefined, write: undefined, failOn: undefined };
  const { report } = await study({ ...asked, ...told, files: [records] }, span.to + MINUTE_MS);
  assert.equal(report.lines.kept, lines.length);
  return report.alerts.map((alert) => ({ ...alert }));
}

/** "orders/checkout/latency" is the objective `checkout` of orders. */
function isOf(alert: Found, one: ExpectedAlert): boolean {
  const name = `${one.api}/${one.objective}`;
  const named = alert.objective === name || alert.objective.startsWith(`${name}/`);
  return named && (alert.client ?? null) === one.client && alert.urgency === one.urgency;
}

/** Of an outage of the whole API some client may be told a little sooner than the API. */
function isPartOf(alert: Found, one: ExpectedAlert): boolean {
  return one.client === null && isOf({ ...alert, client: undefined }, one) && within(one.fires, alert.firedAt);
}

function endsAsTold({ endedAt }: Found, { ends }: ExpectedAlert): boolean {
  return ends === null || within(ends, endedAt ?? Number.MAX_SAFE_INTEGER - 1);
}

function within({ from, to }: Interval, instant: number): boolean {
  return instant >= from && instant < to;
}
