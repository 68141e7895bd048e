import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { instantText, Refusal } from "#kernel";
import { OnCall } from "../model/on-call.ts";
import { weekSpansOf } from "./week-spans-of.ts";
import { readSchedule, type ScheduleFile } from "./read-schedule.ts";

const PRIMARY = `zone: Europe/Madrid
layers:
  - {name: weeks,  rotate: [ana, ben, cho], every: 1 week, from: 2026-11-30T09:00}
  - {name: nights, rotate: [ben, cho], every: 1 day, from: 2026-11-30T22:00, advance: covered-days, only: [mon-thu 22:00-06:00, fri 22:00 - mon 06:00]}
overrides:
  - {from: 2026-12-24T00:00, to: 2026-12-26T00:00, replace: ana, with: cho}
  - {from: 2027-01-01T00:00, to: 2027-01-02T00:00, everyone: [ben]}
`;

function read(text: string): ScheduleFile {
  return readSchedule(text, "primary.yaml");
}

function faultsOf(text: string): string[] {
  try {
    read(text);
  } catch (error) {
    assert(error instanceof Refusal, String(error));
    return error.detail.split("\n");
  }
  return [];
}

/** A file with one layer, to which is added what a test is about. */
function layered(more: string, after = ""): string {
  return `zone: UTC\nlayers:\n  - {rotate: [ana, ben], every: 1 day, from: 2026-01-01T00:00${more}}\n${after}`;
}

test("the schedule of the shipped example is read as it is written", () => {
  const { schedule, remarks } = read(PRIMARY);
  assert.deepEqual(remarks, []);
  assert.equal(schedule.zone, "Europe/Madrid");
  assert.deepEqual(schedule.layers[0], {
    name: "weeks",
    rotate: [{ person: "ana" }, { person: "ben" }, { person: "cho" }],
    every: { count: 1, unit: "week" },
    from: Date.UTC(2026, 10, 30, 9),
    advance: "calendar",
    priority: 1,
  });
  const onCall = new OnCall(schedule);
  assert.deepEqual(onCall.at(Date.parse("2027-01-01T12:00Z")).people, ["ben"]);
  assert.deepEqual(onCall.at(Date.parse("2026-12-01T02:00Z")).people, ["ben"]);
  assert.deepEqual(onCall.at(Date.parse("2026-12-01T12:00Z")).people, ["ana"]);
});

test("times of the week: each of some days, overnight, whole days, and once from one day to another", () => {
  const spans = (text: string): string =>
    weekSpansOf(text)
      .map(({ start, length }) => `${start / 60}+${length / 60}`)
      .join(" ");
  assert.equal(spans("mon-fri 09:00-18:00"), "9+9 33+9 57+9 81+9 105+9");
  assert.equal(spans("mon-tue 22:00-06:00"), "22+8 46+8");
  assert.equal(spans("sun 09:00-09:00"), "153+24");
  assert.equal(spans("mon 00:00-24:00"), "0+24");
  assert.equal(spans("fri 22:00 - mon 06:00"), "118+56");
  assert.equal(spans("fri 22:00-mon 06:00"), "118+56");
  assert.equal(spans("mon 06:00 - mon 06:00"), "6+168");
  assert.equal(spans("sun-mon 08:00-09:00"), "152+1 8+1");
  assert.equal(spans("mon,wed-thu 08:00-09:00"), "8+1 56+1 80+1");
  assert.equal(spans("sat,sun"), "120+24 144+24");
  assert.equal(spans("09:00-10:00").split(" ").length, 7);
});

test("all faults of a schedule are told at once, each with its place and the remedy", () => {
  const faults = faultsOf(`zone: Europe/Madird
titel: Primary
layers:
  - {rotate: [], every: 1 week, from: 2026-11-30T09:00}
  - {rotate: [ana], every: 90 minutes, from: 2026-02-30T09:00, advance: covered_days}
  - {rotat: [ana], every: 1 day, from: 2026-11-30T09:00, only: [monday 09:00-18:00, mon 9:00-18:00, weekdays]}
overrides:
  - {from: 2026-12-26T00:00, to: 2026-12-24T00:00, replace: ana, with: cho}
  - {from: 2026-12-24T00:00, to: 2026-12-26T00:00, replace: ana, with: ana}
  - {from: 2026-12-24T00:00, add: ana, remove: ben}
  - {from: 2026-12-24, to: 2026-12-26T00:00, replace: ana}
`);
  const expected = [
    /^primary\.yaml, line 1, column 7: "Europe\/Madird" is not a time zone; did you mean "Europe\/Madrid"\?/,
    /line 2, column 1: "titel" is not known here; did you mean "title"\?/,
    /line 4, column 14: rotate names nobody\./,
    /line 5, column 28: every: "90 minutes" is not a length such as 12 hours, 1 day/,
    /line 5, column 46: "2026-02-30T09:00" is not a time such as/,
    /line 5, column 73: advance: "covered_days" is not known; did you mean covered-days\?/,
    /line 6, column 6: "rotat" is not known here; did you mean "rotate"\?/,
    /line 6, column 5: this layer has no rotate/,
    /line 6, column 65: only: "monday 09:00-18:00" names "monday", which is no day; did you mean mon\?/,
    /line 6, column 85: only: "mon 9:00-18:00" has "9:00", which is no time/,
    /line 6, column 101: only: "weekdays" names "weekdays", which is no day/,
    /line 8, column 5: this override ends before it begins/,
    /line 9, column 5: ana would be replaced by ana/,
    /line 10, column 5: this override has no to/,
    /line 10, column 5: an override has one of replace/,
    /line 11, column 12: "2026-12-24" is not a time such as/,
    /line 11, column 5: replace needs with/,
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
  ["no layers", "zone: UTC\n", /there are no layers/],
  ["an empty list of layers", "zone: UTC\nlayers: []\n", /there are no layers/],
  ["a list where a map belongs", "- a\n", /a schedule is a map such as/],
  ["an empty file", "", /a schedule is a map such as/],
  ["broken YAML", "zone: [", /line 1, column \d+:/],
  ["an only that covers nothing", layered(", only: []"), /only covers nothing/],
  ["a layer whose only lies outside of its dates", layered(", until: 2026-01-03T00:00, only: [sat]"), /never applies/],
  [
    "a layer in which nobody is a member",
    "zone: UTC\nlayers: [{rotate: [{ana: {until: 2025-01-01T00:00}}], every: 1 day, from: 2026-01-01T00:00}]\n",
    /never applies/,
  ],
  ["a layer that ends before it begins", layered(", until: 2025-01-01T00:00"), /this layer ends before it begins/],
  [
    "a person who leaves before coming",
    layered("").replace("ben]", "{ben: {from: 2026-02-01T00:00, until: 2026-01-01T00:00}}]"),
    /ben leaves before coming/,
  ],
  ["covered days that count hours", layered(", advance: covered-days").replace("1 day", "12 hours"), /counts days/],
  ["a turn of more than ten years", layered("").replace("1 day", "11000 days"), /from 1 hour to 10 years/],
  ["a turn of nothing", layered("").replace("1 day", "0 days"), /from 1 hour to 10 years/],
  ["a priority that is none", layered(", priority: high"), /priority: "high" is not a whole number/],
  ["a start at 24:00", layered(', only: ["mon 24:00-06:00"]'), /write 00:00 of the next day/],
  [
    "everyone who is nobody",
    layered("", "overrides: [{from: 2026-01-01T00:00, to: 2026-01-02T00:00, everyone: []}]"),
    /everyone names nobody/,
  ],
  [
    "an instant in an hour that comes again as the beginning of turns",
    layered("").replace("UTC", "Europe/Madrid").replace("2026-01-01T00:00", "2026-10-25T01:30:00Z"),
    /for the second time/,
  ],
  [
    "a swap at one and the same time",
    layered(
      "",
      `overrides:
  - {from: 2026-01-01T00:00, to: 2026-01-03T00:00, replace: ana, with: ben}
  - {from: 2026-01-02T00:00, to: 2026-01-04T00:00, replace: ben, with: ana}`,
    ),
    /line 6, column 5: this override and the one of ana by ben replace people in a circle at the same time/,
  ],
  [
    "a circle of three",
    layered(
      "",
      `overrides:
  - {from: 2026-01-01T00:00, to: 2026-01-03T00:00, replace: ana, with: ben}
  - {from: 2026-01-01T00:00, to: 2026-01-03T00:00, replace: cho, with: ana}
  - {from: 2026-01-02T00:00, to: 2026-01-04T00:00, replace: ben, with: cho}`,
    ),
    /line 7, column 5: this override and the one of cho by ana replace/,
  ],
];

for (const [what, text, pattern] of refusals) {
  test(`a schedule with ${what} is refused, and the message says where`, () => {
    assert.match(faultsOf(text).join("\n"), pattern);
  });
}

const surprises: readonly (readonly [string, string, RegExp])[] = [
  ["without a zone", layered("").replace("zone: UTC\n", ""), /line 1, column 1: no zone is named/],
  [
    "with a layer that others cover",
    layered("", "  - {name: top, rotate: [cho], every: 1 day, from: 2025-01-01T00:00}"),
    /line 3, column 5: layer 1 is never on call: top cover/,
  ],
  [
    "that replaces somebody unknown",
    layered("", "overrides: [{from: 2026-01-01T00:00, to: 2026-01-02T00:00, replace: anna, with: cho}]"),
    /line 4, column 13: anna is never on call in this schedule.* Did you mean ana\?/,
  ],
  [
    "that counts a week as covered days",
    layered(", advance: covered-days, only: [mon]").replace("1 day", "1 week"),
    /seven covered days/,
  ],
  ["with covered days and no restriction", layered(", advance: covered-days"), /changes nothing here/],
  [
    "with one priority that is the place of another layer",
    layered("", "  - {name: top, rotate: [cho], every: 1 day, from: 2026-01-01T00:00, priority: 1}"),
    /layer 1 has no priority, so it has its place in the list, 1, as top has/,
  ],
  [
    "with an override in the hour that is jumped over",
    layered("", "overrides: [{from: 2026-03-29T02:00, to: 2026-03-29T02:30, add: cho}]").replace(
      "UTC",
      "Europe/Madrid",
    ),
    /jumps over: it changes nothing/,
  ],
];

for (const [what, text, pattern] of surprises) {
  test(`a schedule ${what} is taken, with a remark that says where`, () => {
    assert.match(read(text).remarks.join("\n"), pattern);
  });
}

test("a swap of different times, and instants with their own zone, are taken without a remark", () => {
  const { schedule, remarks } = read(
    layered(
      "",
      `overrides:
  - {from: 2026-01-01T00:00, to: 2026-01-02T00:00, replace: ana, with: ben}
  - {from: 2026-01-02T01:00:00+01:00, to: 2026-01-03T00:00:00Z, replace: ben, with: ana}`,
    ),
  );
  assert.deepEqual(remarks, []);
  const { shifts } = new OnCall(schedule).shiftsIn({ from: Date.UTC(2026, 0, 1), to: Date.UTC(2026, 0, 4) });
  assert.deepEqual(
    shifts.map(({ start, people }) => `${instantText(start)} ${people.join()}`),
    ["2026-01-01T00:00:00Z ben", "2026-01-02T00:00:00Z ana"],
  );
});

test("no text makes the reader do anything but read or refuse", () => {
  const yaml = ["{", "}", "[", "]", ",", "- ", "\n  ", "&x", "*x", "null"];
  const keys = ["zone:", "layers:", "rotate:", "every:", "from:", "only:", "overrides:", "to:", "replace:", "with:"];
  const texts = ["UTC", "ana", "1 day", "2026-01-01T00:00", "mon-fri 09:00-18:00", "sat,sun"];
  const word = fc.constantFrom(...yaml, ...keys, ...texts);
  fc.assert(
    fc.property(fc.array(word, { maxLength: 30 }), (words) => {
      try {
        read(words.join(" "));
      } catch (error) {
        assert(error instanceof Refusal, String(error));
      }
    }),
  );
});
