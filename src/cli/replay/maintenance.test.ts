import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { instantText } from "#kernel";
import type { ObjectiveResult } from "#objectives";
import type { ReplayReport } from "./report.ts";
import { study } from "./study.ts";

const AT = Date.UTC(2026, 2, 2);
const MINUTE = 60_000;
const folder = mkdtempSync(join(tmpdir(), "plimsoll-maintenance-"));
after(() => rmSync(folder, { recursive: true }));

/** Two hours of two clients with a request every ten seconds; all of the half hour from 1:00 on fail. */
function records(): string {
  const lines: string[] = [];
  for (let at = AT; at < AT + 120 * MINUTE; at += 10_000) {
    const fails = at >= AT + 60 * MINUTE && at < AT + 90 * MINUTE;
    for (const client of ["acme", "bolt"]) {
      lines.push(
        JSON.stringify({
          at: instantText(at),
          api: "orders",
          client,
          status: fails ? 503 : 200,
          operation: "GET /",
          release: "r2",
        }),
      );
    }
  }
  return `${lines.join("\n")}\n`;
}

async function replayed(perClient: boolean, maintenance: string): Promise<ReplayReport> {
  const [log, plan] = [join(folder, "log.ndjson"), join(folder, "plan.yaml")];
  writeFileSync(log, records());
  writeFileSync(
    plan,
    `apis: {orders: {perClient: ${perClient}, objectives: {availability: 99.9%}, maintenance: [${maintenance}]}}\n`,
  );
  const asked = { format: "auto", json: true, api: undefined, client: undefined, openapi: undefined } as const;
  const written = { html: undefined, write: undefined, failOn: undefined };
  return (await study({ ...asked, ...written, files: [log], objectives: plan }, AT + 86_400_000)).report;
}

const TIMES = "from: 2026-03-02T01:00:00Z, to: 2026-03-02T01:30:00Z, reason: announced";

function figures({ objectives }: ReplayReport, client?: string): unknown {
  const found = objectives.find((one) => one.client === client) as ObjectiveResult;
  return [found.valid, found.bad, found.excluded?.valid, found.excluded?.bad];
}

test("maintenance of an API leaves both counts of a replay, and nobody is paged", async () => {
  const report = await replayed(true, `{${TIMES}}`);
  assert.deepEqual(figures(report), [1080, 0, 360, 360]);
  assert.deepEqual(figures(report, "acme"), [540, 0, 180, 180]);
  assert.deepEqual(report.pages, []);
  // What was served stays what it was: KPIs count all requests.
  assert.equal(report.bad, 360);
});

for (const perClient of [true, false]) {
  test(`maintenance of one client takes its requests out of the API, ${perClient ? "with" : "without"} objectives for clients`, async () => {
    const report = await replayed(perClient, `{${TIMES}, client: acme}`);
    assert.deepEqual(figures(report), [1260, 180, 180, 180]);
    if (perClient) assert.deepEqual(figures(report, "bolt"), [720, 180, undefined, undefined]);
  });
}

test("maintenance of everybody and of one client at the same time takes each request out once", async () => {
  const report = await replayed(false, `{${TIMES}}, {${TIMES}, client: acme}`);
  assert.deepEqual(figures(report), [1080, 0, 360, 360]);
});

test("a client that the log does not know is named in a remark", async () => {
  const { remarks } = await replayed(false, `{${TIMES}, client: acmee}`);
  assert.ok(remarks.some((remark) => remark.startsWith("Maintenance for the client acmee takes nothing out")));
});

test("an alert says how many of the active clients it affects, which release burned it, and when it would end", async () => {
  const { alerts } = await replayed(false, `{${TIMES}, client: acme}`);
  const page = alerts.find(({ urgency }) => urgency === "page");
  assert.deepEqual(page?.explanation.by.activeClients, 2);
  assert.deepEqual(
    page.explanation.by.releases.map(({ key }) => key),
    ["r2"],
  );
  assert.match(page.explanation.text, /If the errors stop, it ends \d+ (min|s)/);
});
