import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { DAY_MS, instantText, periodOf, Refusal } from "#kernel";
import type { ObjectivesFile } from "./objectives-file.ts";
import { readObjectives } from "./read-objectives.ts";

function plan(text: string): ObjectivesFile {
  return readObjectives(text, "plimsoll.yaml");
}

function faultsOf(text: string): string {
  try {
    plan(text);
  } catch (error) {
    assert(error instanceof Refusal);
    return error.detail;
  }
  return "";
}

test("the ten lines of a working plan are read", () => {
  const { objectives, clientBy, ignored } = plan(`
apis:
  orders:
    at: https://api.example.com/v1
    logs: [/var/log/nginx/access.log]
    client: {header: x-api-key}
    window: 28 days
    objectives:
      availability: 99.9%
      latency: 99% within 300ms
      checkout: {availability: 99.95%, operation: POST /orders}
    perClient: true
people:
  ana: {mail: ana@example.com, page: [mail, push]}
`);
  const shared = { api: "orders", window: { kind: "rolling", lengthMs: 28 * DAY_MS }, perClient: true };
  assert.deepEqual(objectives, [
    { name: "orders/availability", indicator: { kind: "availability" }, targetPpm: 999_000, ...shared },
    { name: "orders/latency", indicator: { kind: "latency", thresholdUs: 300_000 }, targetPpm: 990_000, ...shared },
    {
      name: "orders/checkout/availability",
      indicator: { kind: "availability" },
      targetPpm: 999_500,
      ...shared,
      operation: "POST /orders",
    },
  ]);
  assert.deepEqual([...clientBy], [["orders", "header:x-api-key"]]);
  assert.deepEqual(ignored, ["people"]);
});

test("all faults of a plan are told at once, each with its place and the remedy", () => {
  const faults = faultsOf(`apis:
  orders:
    windows: 30 days
    window: 1M
    perClient: yes
    objectives:
      availability: 100%
      latency: fast
      uptime: 99%
`).split("\n");
  const expected = [
    /^plimsoll\.yaml, line 3, column 5: "windows" is not known here; did you mean "window"\?/,
    /line 4, column 13: "1M" is neither 1 min \(write 1m\) nor a month here \(write 30 days/,
    /line 5, column 16: "yes" is neither true nor false/,
    /line 7, column 21: A target of 100 % leaves no error budget/,
    /line 8, column 16: "fast" is not a latency objective such as "99% within 300ms"/,
    /line 9, column 15: "uptime" is not an objective: use availability or latency/,
  ];
  assert.equal(faults.length, expected.length, faults.join("\n"));
  for (const pattern of expected) {
    assert(
      faults.some((fault) => pattern.test(fault)),
      `${pattern}\n${faults.join("\n")}`,
    );
  }
});

const refusals: readonly (readonly [string, string, RegExp])[] = [
  [
    "a duplicate key",
    "apis: {a: {objectives: {availability: 99%}}}\napis: {}\n",
    /line 2, column 1: Map keys must be unique/,
  ],
  [
    "two documents in one file",
    "apis: {a: {objectives: {availability: 99%}}}\n---\napis: {b: {objectives: {availability: 99%}}}\n",
    /line 2, column 1: a second document begins here: a plan is one\. Remove the line ---/,
  ],
  [
    "a key that resembles none is told what there is, not what was never meant",
    "xyzzy: 1\n",
    /"xyzzy" is not known here; known are plan, zone, apis/,
  ],
  [
    "an offset where a zone belongs resembles none",
    "zone: '+01:00'\n",
    /"\+01:00" is not a time zone\. Zones are named/,
  ],
  [
    "a text of a megabyte is quoted by its beginning",
    `apis: {a: {objectives: {availability: ${"9".repeat(1_000_000)}}}}\n`,
    /^plimsoll\.yaml, line 1, column 39: "9{80}…" is not a percentage/,
  ],
  ["broken YAML", "apis: {a: \n", /line \d+, column \d+:/],
  ["a list where a map belongs", "apis: [orders]\n", /line 1, column 7: apis must be a map/],
  [
    "an alias, so a bomb of aliases expands nowhere",
    "apis:\n  a: &a {objectives: {availability: &t 99%, latency: *t}}\n",
    /written out \(no alias/,
  ],
  ["no objective at all", "apis: {a: {title: A}}\n", /no objective found/],
  ["an empty file", "", /the plan must be a map/],
  [
    "a calendar window that there is not",
    "apis: {a: {window: calendar fortnight, objectives: {availability: 99%}}}\n",
    /"calendar fortnight" is not a calendar window such as calendar month/,
  ],
  [
    "a window of no weeks",
    "apis: {a: {window: calendar 0 weeks, objectives: {availability: 99%}}}\n",
    /is not a calendar window/,
  ],
  [
    "minutes where months are meant",
    "apis: {a: {window: 1m, objectives: {availability: 99%}}}\n",
    /"1m" \(1 min\) is not a whole number of hours .* m is minutes: for a month write calendar month, or 30 days/,
  ],
  [
    "a zone that does not exist",
    "zone: Europe/Madird\napis: {a: {objectives: {availability: 99%}}}\n",
    /line 1, column 7: "Europe\/Madird" is not a time zone; did you mean "Europe\/Madrid"\?/,
  ],
  ["an offset for a zone", 'zone: "+01:00"\napis: {a: {objectives: {availability: 99%}}}\n', /is not a time zone/],
  [
    "slices that are not on the grid",
    "apis: {a: {method: timeslices of 15s good at 95%, objectives: {availability: 99%}}}\n",
    /"15s" is not a multiple of 10 s/,
  ],
  [
    "a method that there is not",
    "apis: {a: {method: timeslices, objectives: {availability: 99%}}}\n",
    /is none of: occurrences, timeslices of 1m good at 95%, ratio timeslices of 1m/,
  ],
  ["a sample of nothing", "apis: {a: {sampled: 0%, objectives: {availability: 99%}}}\n", /delivers no request/],
  [
    "maintenance that ends before it begins",
    "apis: {a: {objectives: {availability: 99%}, maintenance: [{from: 2026-03-02T03:00, to: 2026-03-02T01:00}]}}\n",
    /ends before it begins/,
  ],
  [
    "maintenance on a day that does not exist",
    "apis: {a: {objectives: {availability: 99%}, maintenance: [{from: 2026-02-30T03:00, to: 2026-03-02T01:00}]}}\n",
    /"2026-02-30T03:00" is not a time such as/,
  ],
  [
    "maintenance without an end",
    "apis: {a: {objectives: {availability: 99%}, maintenance: [{from: 2026-02-03T03:00}]}}\n",
    /maintenance needs from and to/,
  ],
  [
    "maintenance in one piece",
    "apis: {a: {objectives: {availability: 99%}, maintenance: sundays}}\n",
    /maintenance must be a list/,
  ],
  [
    "an objective that promises nothing",
    "apis: {a: {objectives: {checkout: {operation: GET /}}}}\n",
    /checkout promises nothing/,
  ],
  ["a thousand lists in lists", "- ".repeat(9000), /more is nested here than a plan needs/],
  ["brackets without end", "[".repeat(20_000), /more is nested here than a plan needs/],
  ["a target of 0 %", "apis: {a: {objectives: {availability: 0%}}}\n", /leaves nothing to miss/],
  ["a name that is none", "apis: {A b: {objectives: {availability: 99%}}}\n", /"A b" is not a name/],
];

for (const [what, text, pattern] of refusals) {
  test(`a plan with ${what} is refused, and the message says where`, () => assert.match(faultsOf(text), pattern));
}

test("calendar windows begin at local midnight of the plan's zone, on firsts and Mondays", () => {
  const windows = ["calendar month", "calendar 2 weeks", "calendar quarter", "calendar year", "calendar day"];
  const starts = windows.map((window) => {
    const [objective] = plan(
      `zone: Europe/Madrid\napis: {a: {window: ${window}, objectives: {availability: 99%}}}`,
    ).objectives;
    assert(objective?.window.kind === "calendar");
    return instantText(periodOf(objective.window.calendar, Date.UTC(2026, 4, 20, 12)).from);
  });
  assert.deepEqual(starts, [
    "2026-04-30T22:00:00Z",
    "2026-05-17T22:00:00Z",
    "2026-03-31T22:00:00Z",
    "2025-12-31T23:00:00Z",
    "2026-05-19T22:00:00Z",
  ]);
});

test("a calendar window in a plan without a zone is UTC's, and that is said", () => {
  const { objectives, assumed } = plan("apis: {a: {window: calendar week, objectives: {availability: 99%}}}");
  assert.equal(objectives[0]?.window.kind === "calendar" ? objectives[0].window.calendar.zone : "", "UTC");
  assert.match(assumed.join("\n"), /^Zone: UTC, .* Write zone: /);
  assert.deepEqual(plan("apis: {a: {objectives: {availability: 99%}}}").assumed, []);
});

test("maintenance is local time of the plan's zone, or an instant; for everybody, or for one client", () => {
  const { exclusions } = plan(`
zone: Europe/Madrid
apis:
  orders:
    objectives: {availability: 99.9%}
    maintenance:
      - {from: 2026-03-02T01:00, to: 2026-03-02T03:00:30, reason: new database}
      - {from: 2026-07-02T01:00:00Z, to: 2026-07-02T01:00:00-01:00, client: acme}
`);
  assert.deepEqual(exclusions, [
    {
      api: "orders",
      from: Date.UTC(2026, 2, 2, 0),
      to: Date.UTC(2026, 2, 2, 2, 0, 30),
      reason: "new database",
    },
    {
      api: "orders",
      from: Date.UTC(2026, 6, 2, 1),
      to: Date.UTC(2026, 6, 2, 2),
      client: "acme",
      reason: "maintenance",
    },
  ]);
});

test("slices are written as a method, of the API or of one objective, and a sample as a share", () => {
  const { objectives } = plan(`
apis:
  orders:
    sampled: 10%
    method: timeslices of 1m good at 95%
    objectives:
      availability: 99.9%
      checkout: {availability: 99.9%, operation: POST /orders, method: ratio timeslices of 5m}
      search: {latency: 99% within 1s, method: occurrences}
`);
  assert.deepEqual(
    objectives.map(({ name, method, sampledPpm }) => [name, method, sampledPpm]),
    [
      ["orders/availability", { kind: "Timeslices", sliceMs: 60_000, sliceTargetPpm: 950_000 }, 100_000],
      ["orders/checkout/availability", { kind: "RatioTimeslices", sliceMs: 300_000 }, 100_000],
      ["orders/search/latency", { kind: "Occurrences" }, 100_000],
    ],
  );
});

test("no text makes the reader do anything but read or refuse", () => {
  const word = fc.constantFrom(
    "apis:",
    "a:",
    "{",
    "}",
    "[",
    "]",
    "objectives:",
    "availability:",
    "99%",
    "&x",
    "*x",
    "<<:",
    "\n",
    "  ",
    "?",
    "-",
    "zone:",
    "window:",
    "calendar",
    "month",
    "!!",
    "|",
    "maintenance:",
    "from:",
  );
  fc.assert(
    fc.property(fc.array(word, { maxLength: 30 }), (words) => {
      try {
        assert(plan(words.join(" ")).objectives.length > 0);
      } catch (error) {
        assert(error instanceof Refusal, String(error));
      }
    }),
  );
});
