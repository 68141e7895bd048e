import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";

const ROOT = join(import.meta.dirname, "..", "..", "..", "..");
const folder = mkdtempSync(join(tmpdir(), "plimsoll-routes-"));
after(() => rmSync(folder, { recursive: true }));

const PLAN = `routing:
  default: {escalate: standard}
  rules:
    - {if: {urgency: ticket}, escalate: office-hours, wait: 90s}
    - {if: {api: orders}, continue: true, group: [api]}
    - {if: {api: orders, client: acme}, repeat: 30m}
inhibit:
  - {when: {objective: orders/availability}, mutes: {objective: orders/latency}, equal: [api]}
`;
const ALERTMANAGER = `route:
  receiver: top
  routes:
    - {matchers: ['team =~ "a|b"'], mute_time_intervals: [nights], receiver: pager}
time_intervals:
  - {name: nights, time_intervals: [{times: [{start_time: "22:00", end_time: "24:00"}]}]}
receivers: [{name: top, slack_configs: [{}]}, {name: pager}]
`;

function run(
  text: string,
  args: readonly string[],
  file = "routes.yaml",
): { code: number | null; out: string; err: string } {
  writeFileSync(join(folder, file), text);
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [join(ROOT, "src", "main.ts"), "alerts", "route", "--config", file, ...args],
    { cwd: folder, encoding: "utf8", env: { ...process.env, NO_COLOR: "1" } },
  );
  return { code: status, out: stdout, err: stderr };
}

test("--json prints where an alert goes, in order, and nothing else; durations as people write them", () => {
  const { code, out, err } = run(PLAN, ["--label", "api=orders", "--label", "client=acme", "--json"]);
  assert.deepEqual({ code, err }, { code: 0, err: "" });
  const times = { wait: "0s", update: "5m", repeat: "4h" };
  assert.deepEqual(JSON.parse(out), {
    routes: [
      { receiver: "standard", group: { api: "orders" }, ...times, why: "api = orders (rule 2, line 5)" },
      {
        receiver: "standard",
        group: { api: "orders" },
        ...times,
        repeat: "30m",
        why: "api = orders and client = acme (rule 3, line 6)",
      },
    ],
  });
});

test("a person sees the way through the tree, the literal times of notices, and what can mute the alert", () => {
  const labels = ["api=orders", "objective=orders/latency", "urgency=ticket"];
  const { out } = run(PLAN, ["--label", ...labels, "--at", "2026-03-02T01:00:00Z"]);
  assert.equal(
    out,
    `routes.yaml · api=orders, objective=orders/latency, urgency=ticket

● office-hours
  any alert (the default, line 2)
    urgency = ticket (rule 1, line 4)
  group         alerts with api=orders, objective=orders/latency
  first notice  1m30s after the group began: 2 March 2026 01:01:30 UTC, if that
                is at 2 March 2026 01:00 UTC
  changed       told again 5m after the last notice at the earliest
  unchanged     told again 4h after the last notice: 2 March 2026 05:01:30 UTC

It is not told
  While one with objective = orders/availability fires that has the same api
  (line 8).
`,
  );
});

test("of an alertmanager.yml the receivers' names are told, what maps on standard error, and who is muted when", () => {
  const labels = ["--label", "team=a=b", "--label", "team2=a", "--json"];
  assert.match(run(ALERTMANAGER, labels).out, /"receiver": "top"/);
  const muted = run(ALERTMANAGER, ["--label", "team=a", "--at", "2026-03-02T23:00:00Z", "--json"]);
  assert.match(muted.out, /"mutedBy": "the time interval nights \(line 6\), which mutes it"/);
  assert.match(muted.err, /Receiver top: slack maps to Slack\./);
  const text = run(ALERTMANAGER, ["--label", "team=a"]).out;
  assert.match(text, /muted in {6}nights \(--at says/);
});

test("wrong use and a wrong file exit with 2, and all that is wrong is told", () => {
  const labels = run(PLAN, ["--label", "api", "--label", "a=1", "--label", "a=2"]);
  assert.equal(labels.code, 2);
  assert.match(labels.err, /"api" is no label.*\n.*label a is given twice/);
  const file = run("route: {receiver: a, group_wait: 1}\n", []);
  assert.deepEqual([file.code, file.out], [2, ""]);
  assert.match(file.err, /routes\.yaml, line 1, column 19: no receiver.*\n.*column 34: "1" is not a duration/);
});

test("the manual's example shows what the manual says", () => {
  const manual = readFileSync(join(ROOT, "docs", "manual", "alert-routes.md"), "utf8").split("## For people")[1] ?? "";
  const config = /```yaml\n([^`]*)```/.exec(manual)?.[1] ?? "";
  const shown = /\n```\n([^`]*)```\n$/.exec(manual)?.[1] ?? "";
  const labels = ["alertname=Down", "cluster=eu", "team=payments", "severity=page"];
  assert.equal(run(config, ["--label", ...labels], "alertmanager.yml").out, shown);
});
