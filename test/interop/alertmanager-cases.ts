import type { Labels } from "./amtool.ts";

/** A file, and who is told of alerts. */
interface RoutedCase {
  readonly name: string;
  readonly config: string;
  readonly alerts: readonly (readonly [Labels, readonly string[]])[];
}

const receivers = (...names: readonly string[]): string =>
  `receivers: [${names.map((name) => `{name: ${name}}`).join()}]\n`;

export const ROUTED: readonly RoutedCase[] = [
  {
    name: "a tree of teams with continue",
    config: `
route:
  receiver: default
  group_by: ['...']
  routes:
    - matchers: [severity="critical"]
      receiver: archive
      continue: yes
    - match: {team: payments}
      receiver: payments
      routes:
        - {match_re: {severity: page|critical}, receiver: payments-pager}
        - {matchers: ['env!~"prod.*"'], receiver: payments-chat, continue: true}
        - {receiver: payments-night, matchers: [night = "yes"]}
    - matchers: ['{team=~"search|maps", env="prod"}']
      receiver: geo
${receivers("default", "archive", "payments", "payments-pager", "payments-chat", "payments-night", "geo")}`,
    alerts: [
      [{}, ["default"]],
      [{ severity: "critical" }, ["archive"]],
      [{ severity: "critical", team: "payments", env: "prod" }, ["archive", "payments-pager"]],
      [{ team: "payments", env: "production" }, ["payments"]],
      [{ team: "payments" }, ["payments-chat"]],
      [{ team: "payments", env: "dev", night: "yes" }, ["payments-chat", "payments-night"]],
      [{ team: "maps", env: "prod" }, ["geo"]],
      [{ team: "maps", env: "prod2" }, ["default"]],
    ],
  },
  {
    name: "missing labels, empty values and matchers of nothing",
    config: `
route:
  receiver: default
  routes:
    - {match: {gone: ""}, matchers: [here!=""], receiver: a}
    - {match_re: {gone: ".+"}, receiver: b}
    - {matchers: [gone=, here=""], receiver: c}
    - {matchers: [], receiver: rest}
${receivers("default", "a", "b", "c", "rest")}`,
    alerts: [
      [{ here: "1" }, ["a"]],
      [{ gone: "1" }, ["b"]],
      [{}, ["c"]],
      [{ gone: "", here: "" }, ["c"]],
    ],
  },
  {
    name: "escapes, commas and braces in values",
    config: String.raw`
route:
  receiver: default
  routes:
    - {matchers: ['a=~"db\.[0-9]+"'], receiver: backslash}
    - {matchers: ['a=~"db\\.x+"'], receiver: two}
    - {matchers: ['a="x,y}"'], receiver: comma}
    - {matchers: ['a=say \"it\"'], receiver: quote}
    - {matchers: ["a=\"one\\ntwo\""], receiver: lines}
    - {matchers: ['{a="1",b=~"(?i)UP|down",}'], receiver: both}
    - {matchers: ['a=~"n{2}|o{,2}"'], receiver: bounds}
${receivers("default", "backslash", "two", "comma", "quote", "lines", "both", "bounds")}`,
    alerts: [
      [{ a: "db.17" }, ["backslash"]],
      [{ a: "dbx17" }, ["default"]],
      [{ a: "db.xx" }, ["two"]],
      [{ a: "x,y}" }, ["comma"]],
      [{ a: 'say "it"' }, ["quote"]],
      [{ a: "one\ntwo" }, ["lines"]],
      [{ a: "1", b: "Down" }, ["both"]],
      [{ a: "1", b: "downs" }, ["default"]],
      [{ a: "nn" }, ["bounds"]],
      [{ a: "o{,2}" }, ["bounds"]],
    ],
  },
  {
    name: "anchors, merged maps, numbers and truths as values",
    config: `
route:
  receiver: default
  routes:
    - &page {receiver: pager, match: {severity: page}, continue: true}
    - <<: *page
      receiver: second
    - {match: {code: 0500, up: true}, receiver: plain}
${receivers("default", "pager", "second", "plain")}`,
    alerts: [
      [{ severity: "page" }, ["pager", "second"]],
      [{ code: "0500", up: "true" }, ["plain"]],
      [{ code: "320", up: "true" }, ["default"]],
    ],
  },
];

const TOP = "receivers: [{name: top}]\n";
const route = (inside: string): string => `route: {receiver: top, ${inside}}\n${TOP}`;
const times = (inside: string): string =>
  `route: {receiver: top}\n${TOP}time_intervals: [{name: t, time_intervals: [{${inside}}]}]\n`;

/** Files that Alertmanager refuses. */
export const WRONG: readonly { readonly name: string; readonly config: string }[] = [
  { name: "a file without a route", config: TOP },
  { name: "a top route without a receiver", config: `route: {group_by: [a]}\n${TOP}` },
  { name: "a top route with matchers", config: route("matchers: [a=b]") },
  { name: "a top route with match", config: route("match: {a: b}") },
  { name: "a top route that continues", config: route("continue: true") },
  { name: "a top route with times", config: `${route("mute_time_intervals: [t]")}time_intervals: [{name: t}]\n` },
  { name: "a receiver that is not there", config: route("routes: [{receiver: tpo}]") },
  {
    name: "a second receiver of the same name",
    config: `route: {receiver: top}\nreceivers: [{name: top}, {name: top}]\n`,
  },
  {
    name: "a receiver without a name",
    config: `route: {receiver: top}\nreceivers: [{name: top}, {webhook_configs: []}]\n`,
  },
  { name: "a time interval that is not there", config: route("routes: [{active_time_intervals: [t]}]") },
  { name: "a matcher without an operator", config: route("routes: [{matchers: [a]}]") },
  { name: "a matcher with a stray quote", config: route(`routes: [{matchers: ['a="b"c']}]`) },
  { name: "matchers that are no list", config: route(`routes: [{matchers: 'a="b"'}]`) },
  { name: "a regular expression that looks ahead", config: route(`routes: [{match_re: {a: "(?=x)"}}]`) },
  { name: "a regular expression without its bracket", config: route(`routes: [{matchers: ['a=~"(x"']}]`) },
  { name: "a regular expression that is missing", config: route("routes: [{match_re: {a: }}]") },
  { name: "a duration without a unit", config: route("group_wait: 30") },
  { name: "a duration with a fraction", config: route("repeat_interval: 1.5h") },
  { name: "an interval of zero", config: route("group_interval: 0s") },
  { name: "labels beside the dots", config: route("group_by: [a, '...']") },
  { name: "a label twice in group_by", config: route("group_by: [a, a]") },
  { name: "an unknown key", config: route("group_intervall: 5m") },
  { name: "an unknown part", config: `${route("group_by: [a]")}recievers: []\n` },
  { name: "a week that ends before it begins", config: times("weekdays: ['friday:monday']") },
  { name: "a day of the month that is none", config: times("days_of_month: ['32']") },
  { name: "days from the end to the start", config: times("days_of_month: ['-1:5']") },
  { name: "a month that is none", config: times("months: [brumaire]") },
  { name: "a time that ends before it begins", config: times("times: [{start_time: '10:00', end_time: '09:00'}]") },
  { name: "a time that is none", config: times("times: [{start_time: '10:00', end_time: '24:01'}]") },
  { name: "a zone that is none", config: times("location: Europe/Madird") },
];
