import assert from "node:assert/strict";
import { test } from "node:test";
import { Refusal } from "#kernel";
import { alertRoutes, type AlertRoute } from "../../model/routing/alert-routes.ts";
import { readRoutingFile } from "../read-routing-file.ts";

type Set = Readonly<Record<string, string>>;

function routesOf(text: string, labels: Set, at: string | null = null): AlertRoute[] {
  const { table } = readRoutingFile(text, "alertmanager.yml");
  const instant = at === null ? null : Temporal.Instant.from(at).epochMilliseconds;
  return alertRoutes(table, new Map(Object.entries(labels)), instant);
}

const receiversOf = (text: string, labels: Set): string[] => routesOf(text, labels).map(({ receiver }) => receiver);

function faultsOf(text: string): readonly string[] {
  try {
    readRoutingFile(text, "am.yml");
  } catch (error) {
    if (error instanceof Refusal) return error.detail.split("\n").map((line) => line.replace("am.yml, line ", ""));
    throw error;
  }
  return [];
}

/** One route with one matcher, as it stands in the file's list. */
const matchers = (list: string): string =>
  `route:\n  receiver: top\n  routes: [{receiver: hit, matchers: ${list}}]\nreceivers: [{name: top}, {name: hit}]\n`;
const hits = (list: string, labels: Set): boolean => receiversOf(matchers(list), labels)[0] === "hit";

test("what a file does not say is as Alertmanager has it, and rules have it from those above them", () => {
  const text = `
route:
  receiver: top
  group_by: [alertname, cluster]
  routes:
    - match: {team: a}
      group_wait: 1m
      group_by: []
      routes:
        - {match: {severity: page}, receiver: pager, repeat_interval: 1h30m, group_by: ['...']}
receivers: [{name: top}, {name: pager}]
`;
  const shown = (labels: Set): unknown[] =>
    routesOf(text, labels).map(({ receiver, group, waitMs, updateMs, repeatMs }) => [
      { receiver, waitMs, updateMs, repeatMs },
      [...group.keys()],
    ]);
  const alert = { alertname: "Down", cluster: "eu", team: "a" };
  assert.deepEqual(shown({ alertname: "Down" }), [
    [{ receiver: "top", waitMs: 30_000, updateMs: 300_000, repeatMs: 14_400_000 }, ["alertname"]],
  ]);
  assert.deepEqual(shown(alert), [
    [{ receiver: "top", waitMs: 60_000, updateMs: 300_000, repeatMs: 14_400_000 }, ["alertname", "cluster"]],
  ]);
  assert.deepEqual(shown({ ...alert, severity: "page" }), [
    [
      { receiver: "pager", waitMs: 60_000, updateMs: 300_000, repeatMs: 5_400_000 },
      ["alertname", "cluster", "severity", "team"],
    ],
  ]);
});

test("matchers are read in the classic syntax: quotes or none, braces or none, several in one text", () => {
  assert.ok(hits(`[a=b]`, { a: "b" }));
  assert.ok(hits(`[ 'a = "b c" ' ]`, { a: "b c" }));
  assert.ok(hits(`['{a="b",c=~"d|e",}']`, { a: "b", c: "e" }));
  assert.ok(!hits(`['{a="b",c=~"d|e"}']`, { a: "b", c: "f" }));
  assert.ok(hits(`['a!~"x.*", b!=""']`, { a: "y", b: "1" }));
  assert.ok(hits(`['a="x,y"']`, { a: "x,y" }));
  assert.ok(hits(`['a=~"db\\.[0-9]+"']`, { a: "db.1" }));
  assert.ok(hits(`['a="say \\"x\\" \\\\ \\n\\t"']`, { a: 'say "x" \\ \n\\t' }));
  assert.ok(hits(`[a=]`, {}));
  assert.ok(hits(`['{}']`, {}));
  assert.ok(hits(`["a=b", c=d]`, { a: "b", c: "d" }) && !hits(`["a=b", c=d]`, { a: "b" }));
});

test("names of any letters are read in the UTF-8 syntax, with Go's escapes in quotes", () => {
  assert.ok(hits(`['service.name="a"']`, { "service.name": "a" }));
  assert.ok(hits(`['{"größe und form"=~"x|y",}']`, { "größe und form": "y" }));
  assert.ok(hits(`['größe=x, b="\\u00e9\\x41"']`, { größe: "x", b: "éA" }));
  assert.match(faultsOf(matchers(`['a.b="\\d"']`)).join(), /is no matcher/);
  assert.match(faultsOf(matchers(`['{a.b="c"']`)).join(), /is no matcher/);
});

test("match and match_re are read too, values of any kind as they are written, and all must hold", () => {
  const text = `
route:
  receiver: top
  routes:
    - {receiver: hit, match: {code: 0500, up: true, gone: }, match_re: {job: "api|web"}, matchers: [x!=y]}
receivers: [{name: top}, {name: hit}]
`;
  assert.deepEqual(receiversOf(text, { code: "0500", up: "true", job: "web" }), ["hit"]);
  assert.deepEqual(receiversOf(text, { code: "0500", up: "true", job: "website" }), ["top"]);
  assert.deepEqual(receiversOf(text, { code: "0500", up: "true", job: "web", gone: "1" }), ["top"]);
});

test("anchors, aliases and merged maps mean what they stand for", () => {
  const text = `
route:
  receiver: top
  routes:
    - &page {receiver: hit, matchers: &m [severity=page]}
    - {<<: *page, matchers: [severity=critical]}
    - {receiver: other, matchers: *m}
receivers: [{name: top}, {name: hit}, {name: other}]
`;
  assert.deepEqual(receiversOf(text, { severity: "critical" }), ["hit"]);
  assert.deepEqual(receiversOf(text, { severity: "page" }), ["hit"]);
});

test("a route is muted in its own time intervals and outside of those when it is active; others are not", () => {
  const text = `
route:
  receiver: top
  routes:
    - matchers: [a=1]
      mute_time_intervals: [nights]
      routes: [{matchers: [b=1], active_time_intervals: [office, nights]}]
time_intervals:
  - name: nights
    time_intervals:
      - {times: [{start_time: "22:00", end_time: "24:00"}, {start_time: 00:00, end_time: 06:00}], location: Europe/Madrid}
mute_time_intervals:
  - name: office
    time_intervals: [{weekdays: ["Monday:friday"], months: ["1:march", 12], days_of_month: ["1:-1"], years: [2026]}]
receivers: [{name: top}]
`;
  const muted = (labels: Set, at: string): string | null | undefined => routesOf(text, labels, at)[0]?.mutedBy;
  assert.equal(muted({ a: "1" }, "2026-01-05T21:00:00Z"), "the time interval nights (line 9), which mutes it");
  assert.equal(muted({ a: "1" }, "2026-01-05T20:59:00Z"), null);
  assert.equal(muted({ a: "1", b: "1" }, "2026-01-05T12:00:00Z"), null);
  assert.equal(muted({ a: "1", b: "1" }, "2026-01-04T21:00:00Z"), null);
  assert.match(muted({ a: "1", b: "1" }, "2026-01-04T12:00:00Z") ?? "", /outside of office and nights/);
  assert.equal(muted({}, "2026-01-05T21:00:00Z"), null);
});

test("what maps to Plimsoll, what does not, what is not used and what means something else is told, nothing is dropped", () => {
  const text = `
global: {smtp_from: a@b.example}
templates: []
route: {receiver: top}
receivers:
  - {name: top, email_configs: [{to: a}, {to: b}], pagerduty_configs: [{}]}
  - {name: "null"}
  - {name: old, opsgenie_configs: [{}], carrierpigeon_configs: [{}]}
inhibit_rules:
  - {source_match: {severity: critical}, target_match_re: {severity: warning|info}, equal: [cluster, severity]}
  - {source_matchers: [a=b, cluster!=""], target_matchers: [c=d], equal: [cluster]}
time_intervals: [{name: n, time_intervals: [{location: Local}]}]
`;
  const { remarks, inhibitRules } = readRoutingFile(text, "alertmanager.yml");
  assert.equal(inhibitRules.length, 2);
  assert.deepEqual(remarks, [
    "global, templates are not used: where an alert goes does not depend on it.",
    "Receiver top: email maps to mail; pagerduty maps to PagerDuty Events v2.",
    "Receiver null: tells nobody.",
    "Receiver old: opsgenie has no counterpart in Plimsoll; carrierpigeon is not known to this version.",
    "Line 10: in Alertmanager this rule mutes also where both alerts lack cluster. In Plimsoll a label of equal must be there on both sides.",
    "Line 12: Local is the zone of Alertmanager's machine, which nobody knows here. It is read as UTC.",
  ]);
});

test("all faults are told at once, each with line, column and remedy", () => {
  const text = `route:
  receiver: top
  group_interval: 0s
  repeat_interval: 1h30
  continue: true
  matchers: [a=b]
  routes:
  - matchers: a = b
    reciever: x
    group_by: a
    active_time_intervals: [nope]
  - matchers: [{a="b"}, 'a="b"c', 'a=~"b("']
    receiver: tpo
    group_by: [a, a]
time_intervals:
- name: night
  time_intervals:
  - weekdays: ['friday:monday', funday]
    days_of_month: [0, '-1:3']
    times: [{start_time: '10:00', end_time: '09:00'}, {start_time: '25:00'}]
    location: Europe/Madird
- {name: night}
inhibit_rules: [{source_macth: {a: b}}]
receivers: [{name: top}, {name: top, slak_configs: []}, {slack_configs: [{}]}]
`;
  assert.deepEqual(faultsOf(text), [
    "3, column 19: group_interval is zero, so that notices would never stop. Write 5m, for example.",
    '4, column 20: "1h30" is not a duration such as 30s, 5m, 1h30m or 1d.',
    "5, column 13: nothing comes after the top route. Remove continue.",
    "6, column 13: the top route takes every alert, always: it has no matchers. Move them to a route in routes.",
    '8, column 15: expected a list of matchers, such as [severity="critical", team="a"].',
    '9, column 5: "reciever" is not known here; did you mean "receiver"?',
    "10, column 15: expected a list of labels, such as [alertname, cluster].",
    '11, column 29: no time interval has the name "nope". Add it to time_intervals.',
    `12, column 16: YAML reads a map here. Put the matchers into single quotes: '{a="b"}'.`,
    '12, column 25: "a="b"c" is no matcher. Write one such as severity="critical", team!="ops" or service=~"a|b", in single quotes.',
    "12, column 35: the regular expression has a ( without its ). Write \\( for the letter (letter 2 of it).",
    '13, column 15: no receiver has the name "tpo". Did you mean "top"?',
    '14, column 19: "a" is no label, or stands twice in group_by. Remove it.',
    '18, column 16: "friday:monday" ends before it begins. Write the two parts as two entries of the list.',
    '18, column 33: "funday" is not a day of the week such as monday, or monday:friday.',
    '19, column 21: "0" is not a day of the month, 1 to 31 or -31 to -1, or a range such as 1:7 or -3:-1.',
    '19, column 24: "-1:3" ends before it begins. Write the two parts as two entries of the list.',
    "20, column 13: the time ends before it begins. Write a night as two times: from 22:00 to 24:00, and from 00:00.",
    "20, column 55: end_time is missing; both ends belong to a time.",
    '20, column 68: "25:00" is not a time of the day such as 09:00, or 24:00 for its end.',
    '21, column 15: "Europe/Madird" is no time zone. Write one such as Europe/Madrid.',
    '22, column 10: the time interval "night" stands in line 16 too. Rename one.',
    '23, column 18: "source_macth" is not known here; did you mean "source_match"?',
    '24, column 26: a second receiver has the name "top". Rename one, or make them one.',
    '24, column 38: "slak_configs" is not known here; did you mean "slack_configs"?',
    "24, column 57: a receiver has no name. Add name: NAME.",
  ]);
});

test("a file without a route, or whose route names no receiver, is refused", () => {
  assert.match(faultsOf("receivers: [{name: a}]").join(), /add route: \{receiver: NAME\}/);
  assert.match(faultsOf("route: {routes: []}").join(), /names no receiver/);
  assert.match(faultsOf("route: []").join(), /expected a route/);
});
