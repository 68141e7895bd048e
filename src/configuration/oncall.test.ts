import assert from "node:assert/strict";
import { test } from "node:test";
import { openTestServer } from "./server.testing.ts";

const PLAN = `plan: main
zone: Europe/Madrid
people:
  ana: { name: Ana, roles: [operator], page: [mail, push after 3m], ticket: [mail] }
  ben: { name: Ben, roles: [operator] }
schedules:
  primary:
    layers:
      - { name: weeks, rotate: [ana, ben], every: 1 week, from: 2026-11-30T09:00 }
      - { name: nights, rotate: [ben, ana], every: 1 day, from: 2026-11-30T22:00, advance: covered-days, only: [mon-thu 22:00-06:00] }
    overrides:
      - { from: 2026-12-24T00:00, to: 2026-12-26T00:00, replace: ana, with: ben }
teams:
  orders: { title: Orders team, people: [ana, ben], schedule: primary }
channels:
  chat: { slack: { env: SLACK_URL } }
  pager: { pagerduty: { routingKey: { file: ./pager }, url: "https://events.eu.pagerduty.com" } }
  mail: { smtp: { env: SMTP_URL }, from: plimsoll@example.com }
escalations:
  standard:
    steps: [{ page: [schedule:primary] }, { page: [team:orders], after: 5m }]
    rounds: 3
    fallback: person:ana
    acknowledgementLasts: 30m
  office-hours: { steps: [{ notify: [team:orders] }], only: [mon-fri 09:00-18:00] }
routing:
  default: { escalate: standard, group: [api, objective], wait: 0s, update: 5m, repeat: 4h }
  rules:
    - { if: { urgency: ticket }, escalate: office-hours }
    - { if: { api: orders, client: acme }, escalate: standard, repeat: 30m }
inhibit:
  - { when: { objective: orders/availability }, mutes: { objective: orders/latency }, equal: [api] }
`;
const REFERENCES = [
  { file: "a.yaml", reference: "env:SLACK_URL", text: "https://hooks.slack.com/services/T0/B0/secret\n" },
  { file: "a.yaml", reference: "file:./pager", text: "0123456789abcdef0123456789abcdef" },
];

test("who is on call, whom to page and where alerts go are applied from a text, and the same text again changes nothing", async () => {
  await using server = await openTestServer();
  const files = { "a.yaml": PLAN };
  const shown = await server.diff(files, { references: REFERENCES });
  assert.equal(shown.status, 200, shown.text);
  assert.match(shown.body.remarks?.join("\n") ?? "", /channels|server's own settings/);
  const kinds = shown.body.changes?.map(({ kind, name, what }) => `${what} ${kind} ${name}`);
  assert.deepEqual(kinds, [
    "create person ana",
    "create person ben",
    "create schedule primary",
    "create team orders",
    "create channel chat",
    "create channel pager",
    "create escalation standard",
    "create escalation office-hours",
    "create routing default",
  ]);
  assert.doesNotMatch(shown.text, /hooks\.slack|0123456789abcdef/);
  const { revision } = shown.body;
  const applied = await server.apply(files, { references: REFERENCES, revision });
  assert.equal(applied.status, 200, applied.text);
  const again = await server.diff(files, { references: REFERENCES });
  assert.deepEqual([again.body.changes, again.body.unchanged], [[], 9]);
});

test("what is exported is applied again without a change, and has no address of a channel", async () => {
  await using server = await openTestServer();
  await server.apply({ "a.yaml": PLAN }, { references: REFERENCES });
  const exported = await server.export("?plan=main");
  assert.doesNotMatch(exported, /hooks\.slack|0123456789abcdef/);
  const address = JSON.stringify({
    routingKey: "0123456789abcdef0123456789abcdef",
    url: "https://events.eu.pagerduty.com",
  });
  const references = [
    { file: "b.yaml", reference: "env:CHANNEL_CHAT", text: "https://hooks.slack.com/services/T0/B0/secret" },
    { file: "b.yaml", reference: "env:CHANNEL_PAGER", text: address },
  ];
  const back = await server.diff({ "b.yaml": exported }, { references });
  assert.deepEqual(back.body.changes, [], `${exported}\n${back.text}`);
});

test("faults of schedules, escalations and routing are told together, each at its place in the whole file", async () => {
  await using server = await openTestServer();
  const text = PLAN.replace("every: 1 week", "every: 1 wek")
    .replace("rounds: 3", "rounds: 0")
    .replace("escalate: office-hours", "escalate: ''")
    .replace("schedule:primary]", "shedule:primary]");
  const { status, body } = await server.diff({ "a.yaml": text }, { references: REFERENCES });
  assert.equal(status, 422);
  for (const place of ["line 9, column 51", "line 21, column 22", "line 22, column 13", "line 29, column 44"]) {
    assert.match(body.detail ?? "", new RegExp(place));
  }
});

test("what the text says no more is as if it had never been said, and what it owns is not changed beside it", async () => {
  await using server = await openTestServer();
  await server.apply({ "a.yaml": PLAN }, { references: REFERENCES });
  const less = PLAN.replace(/ {4}overrides:\n.*\n/, "").replace("    rounds: 3\n", "");
  const changed = await server.diff({ "a.yaml": less }, { references: REFERENCES });
  assert.deepEqual(
    changed.body.changes?.map(({ kind, fields }) => [kind, fields.map(({ field }) => field)]),
    [
      ["schedule", ["overrides"]],
      ["escalation", ["rounds"]],
    ],
  );
  assert.equal((await server.apply({ "a.yaml": less }, { references: REFERENCES })).status, 200);
  const gone = await server.apply(
    {
      "a.yaml":
        "plan: main\npeople: { ana: { name: Ana, roles: [operator] }, ben: { name: Ben, roles: [operator] } }\n",
    },
    { prune: true },
  );
  assert.equal(gone.status, 200, gone.text);
  const left = await server.ask({ method: "GET", url: "/configuration" });
  assert.deepEqual(
    left.body.items?.map(({ kind }) => kind),
    ["person", "person"],
  );
});

test("what names a schedule, a team, a channel or an escalation that is not there is refused, and nothing is done", async () => {
  await using server = await openTestServer();
  for (const [from, to, missing] of [
    ["page: [schedule:primary]", "page: [schedule:secondary]", "schedule secondary"],
    ["notify: [team:orders]", "notify: [channel:room]", "channel room"],
    ["escalate: office-hours", "escalate: offic-hours", "escalation offic-hours"],
    ["people: [ana, ben], schedule: primary", "people: [ana, ben], schedule: second", "schedule second"],
  ] as const) {
    const { status, body } = await server.apply({ "a.yaml": PLAN.replace(from, to) }, { references: REFERENCES });
    assert.deepEqual([status, body.detail?.includes(`There is no ${missing}`)], [422, true], missing);
  }
  assert.deepEqual((await server.ask({ method: "GET", url: "/configuration" })).body.items, []);
});

test("a routing may say all that its manual says: times, who is told in them, matchers as Alertmanager writes them", async () => {
  await using server = await openTestServer();
  const text = `routing:
  default: { escalate: everybody }
  rules:
    - { if: ['team != ops', 'service =~ "pay.*|billing"'], mute: [nights], repeat: 30m }
    - { if: { urgency: [page, ticket] }, only: [nights], rules: [{ if: { api: orders }, wait: 1m }] }
  times:
    - name: nights
      time_intervals: [{ times: [{ start_time: "22:00", end_time: "24:00" }], location: Europe/Madrid }]
inhibit:
  - { when: ['severity = critical'], mutes: { severity: warning }, equal: [api] }
`;
  const applied = await server.apply({ "a.yaml": text });
  assert.equal(applied.status, 200, applied.text);
  assert.deepEqual((await server.diff({ "a.yaml": text })).body.changes, []);
  const exported = await server.export("?plan=main");
  assert.deepEqual((await server.diff({ "b.yaml": exported })).body.changes, [], exported);
});

test("what a channel's address leaves out is as usual, so that the same text again changes nothing; a wrong one is told before", async () => {
  await using server = await openTestServer();
  const text = `channels:
  pager: { pagerduty: { routingKey: "0123456789abcdef0123456789abcdef" } }
  short: { pagerduty: "0123456789abcdef0123456789abcdef" }
  phones: { ntfy: plimsoll-ops-6f1d2c }
  lamp: { http: { url: "https://lamp.example/on", headers: { authorization: { env: LAMP } }, body: '{"text": "{{title}}"}' } }
`;
  const references = [{ file: "a.yaml", reference: "env:LAMP", text: "Bearer x" }];
  const applied = await server.apply({ "a.yaml": text }, { references });
  assert.equal(applied.status, 200, applied.text);
  assert.deepEqual((await server.diff({ "a.yaml": text }, { references })).body.changes, []);
  const wrong = await server.diff({ "a.yaml": "channels:\n  pager: { pagerduty: too-short }\n" });
  assert.deepEqual(
    [wrong.status, wrong.body.detail?.includes("a.yaml, line 2, column 3: channel pager:")],
    [422, true],
  );
});
