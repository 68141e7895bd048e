import assert from "node:assert/strict";
import { test } from "node:test";
import { MINUTE_MS, Refusal } from "#kernel";
import { readEscalation } from "./read-escalation.ts";

function faultsOf(text: string): string[] {
  try {
    readEscalation(text, "standard");
  } catch (error) {
    assert(error instanceof Refusal, String(error));
    return error.detail.split("\n");
  }
  return [];
}

test("the policy of the shipped example is read as it is written, from YAML and from JSON alike", () => {
  const text = `steps: [{page: [schedule:primary]}, {page: [team:orders], after: 5m}]
rounds: 3
fallback: person:ana
acknowledgementLasts: 30m
`;
  const { policy, remarks } = readEscalation(text, "standard");
  assert.deepEqual(remarks, []);
  assert.deepEqual(policy, {
    steps: [
      { act: "page", targets: [{ kind: "schedule", name: "primary" }], afterMs: 0 },
      { act: "page", targets: [{ kind: "team", name: "orders" }], afterMs: 5 * MINUTE_MS },
    ],
    rounds: 3,
    fallback: { kind: "person", name: "ana" },
    acknowledgementMs: 30 * MINUTE_MS,
    only: null,
    acknowledgements: 1,
  });
  const json = {
    steps: [{ page: ["schedule:primary"] }, { page: ["team:orders"], after: "5m" }],
    rounds: 3,
    fallback: "person:ana",
  };
  assert.deepEqual(readEscalation(JSON.stringify(json), "standard").policy, policy);
});

test("hours are of the zone around, or of the policy's own; one time needs no list", () => {
  const text = "steps: [{notify: team:orders}]\nonly: mon-fri 09:00-18:00\n";
  assert.equal(readEscalation(text, "x", "Europe/Madrid").policy.only?.zone, "Europe/Madrid");
  assert.equal(readEscalation(`${text}zone: Asia/Tokyo\n`, "x").policy.only?.zone, "Asia/Tokyo");
  assert.equal(readEscalation(text, "x").policy.only?.spans.length, 5);
});

test("all faults of a policy are told at once, each with its place and the remedy", () => {
  const faults = faultsOf(`step: []
steps:
  - {page: [], after: 5m}
  - {page: [shedule:primary], notify: [person:ana]}
  - {notify: [Primary, "person:Ana M"], after: 2 months}
  - {page: [person:ana], after: 3 days}
rounds: 0
fallback: team:orders
acknowledgementLasts: 1s
acknowledgements: many
only: [weekdays]
zone: Mars
`);
  const expected = [
    /^standard, line 1, column 1: "step" is not known here; did you mean "steps"\?/,
    /line 3, column 12: this step names nobody/,
    /line 4, column 5: a step has one of page and notify/,
    /line 5, column 15: "Primary" is not one to tell/,
    /line 5, column 24: "person:Ana M" names no person/,
    /line 5, column 48: "2 months" is not a duration/,
    /line 6, column 33: a step waits at most 1 day/,
    /line 7, column 9: rounds: "0" is not a whole number from 1 to 20/,
    /line 8, column 11: the fallback is a person/,
    /line 9, column 23: an acknowledgement lasts from 1m to 7 days/,
    /line 10, column 19: acknowledgements: "many" is not a whole number/,
    /line 11, column 8: only: "weekdays" names "weekdays"/,
    /line 12, column 7: "Mars" is not a time zone/,
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
  ["no steps", "rounds: 3\n", /there are no steps/],
  ["an empty list of steps", "steps: []\n", /there are no steps/],
  ["an empty text", "", /an escalation is a map such as/],
  ["an unknown kind that is near", "steps: [{page: [persons:ana]}]\n", /Did you mean person:ana\?/],
  ["hours that cover nothing", "steps: [{notify: [team:a]}]\nonly: []\n", /only covers nothing/],
];

for (const [what, text, pattern] of refusals) {
  test(`a policy with ${what} is refused, and the message says where`, () => {
    assert.match(faultsOf(text).join("\n"), pattern);
  });
}

test("what may surprise is a remark: no fallback, more acknowledgements than people", () => {
  const remarks = (text: string) => readEscalation(text, "x").remarks.join("\n");
  assert.equal(remarks("steps: [{notify: [team:a]}]\n"), "", "who only notices is told so where it is edited");
  assert.match(remarks("steps: [{page: [team:a]}]\n"), /there is no fallback/);
  assert.match(remarks("steps: [{page: [person:a]}]\nacknowledgements: 2\n"), /the steps name 1/);
});
