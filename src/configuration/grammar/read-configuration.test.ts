import assert from "node:assert/strict";
import { test } from "node:test";
import { Refusal } from "#kernel";
import { readObjectives } from "#objectives";
import { grammar } from "./grammar.ts";
import { planSchema } from "./plan-schema.ts";
import { readConfiguration } from "./read-configuration.ts";
import { referencesOf } from "./references-of.ts";

function faultsOf(...texts: string[]): string[] {
  try {
    readConfiguration(texts.map((text, index) => ({ file: `${index + 1}.yaml`, text })));
    return [];
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return error.detail.split("\n");
  }
}

test("all faults of all files are told at once, each with file, line, column and what to do", () => {
  const faults = faultsOf(
    "apis:\n  orders:\n    titel: Orders\n    at: ftp://x\nplan: Main Plan\n",
    "apis:\n  orders: {title: \n",
    "apis: {o: {objectives: {availability: 100%}}}\n",
  );
  assert.equal(faults.length, 5, faults.join("\n"));
  assert.match(faults[0] ?? "", /^1\.yaml, line 5, column 1: plan: a name takes/);
  assert.match(faults[1] ?? "", /^1\.yaml, line 4, column 5: apis\.orders\.at: must be an address/);
  assert.match(faults[2] ?? "", /^1\.yaml, line 3, column 5: "titel" is not known here; did you mean "title"\?/);
  assert.match(faults[3] ?? "", /^2\.yaml, line \d, column \d+: /);
  assert.match(faults[4] ?? "", /^3\.yaml, line 1, column \d+: .*100/);
});

test("what has no sense in a plan is refused where it stands", () => {
  const table: readonly (readonly [text: string, told: RegExp])[] = [
    ["a: &x {b: 1}\nc: *x\n", /line 2, column 4: an alias/],
    ["apis: {orders: {}}\napis: {}\n", /line 2, column 1: this name stands here a second time/],
    ["apis: {}\n---\napis: {}\n", /a second document begins here/],
    ["apis:\n  Orders_2: {}\n", /line 2, column 3: .*a name takes 1 to 63/],
    ["apis:\n  - orders\n", /line 1, column 1: apis: /],
    ["just text\n", /the file: /],
    ["peple: {}\n", /did you mean "people"\?/],
    ["people: {ana: {roles: [boss]}}\n", /people\.ana\.roles\.0: /],
    ["clients: {acme: {keys: [{sha256: {env: 'A B'}}]}}\n", /is no name of a variable/],
  ];
  for (const [text, told] of table) assert.match(faultsOf(text).join("\n"), told, text);
});

test("the same object in two files is a fault that names both places", () => {
  const [fault] = faultsOf("apis: {orders: {}}\n", "apis:\n  orders: {}\n");
  assert.match(fault ?? "", /^2\.yaml, line 2, column 3: api orders stands in 1\.yaml, line 1 too/);
});

test("hostile texts end soon: deep nesting, many aliases, long names", { timeout: 20_000 }, () => {
  const deep = `a: ${"[".repeat(5_000)}${"]".repeat(5_000)}\n`;
  const bomb = `a: &a [1]\n${Array.from({ length: 30 }, (_, i) => `b${i}: &b${i} [*${i === 0 ? "a" : `b${i - 1}`}, *${i === 0 ? "a" : `b${i - 1}`}]`).join("\n")}\n`;
  const long = `${"x".repeat(1_000_000)}: 1\n`;
  const large = "a".repeat(3_000_000);
  for (const text of [deep, bomb, long, large, "__proto__: {polluted: 1}\n"]) assert.ok(faultsOf(text).length > 0);
  assert.equal(({} as { polluted?: number }).polluted, undefined);
});

test("an empty file asks for nothing, and a file without a plan belongs to main", () => {
  assert.deepEqual(readConfiguration([{ file: "a", text: "# nothing\n" }]), { objects: [], plans: [], remarks: [] });
  const { plans } = readConfiguration([
    { file: "a", text: "apis: {a: {}}" },
    { file: "b", text: "plan: b\napis: {b: {}}" },
  ]);
  assert.deepEqual(plans, ["main", "b"]);
});

test("what a text refers to is listed once a file, with the place where it is named; what nobody uses yet is not asked for", () => {
  const keys = "keys: [{sha256: {env: ACME}}, {sha256: {file: ./acme.sha256}}, {sha256: {env: ACME}}]";
  const unused = "channels: {mail: {smtp: {env: SMTP_URL}}}\npeople:\n  ana: {phone: {env: ANA_PHONE}}\n";
  const text = `${unused}clients:\n  acme: {${keys}}\napis:\n  orders: {versions: {v2: {openapi: ./o.yaml}}}\n`;
  assert.deepEqual(
    referencesOf([
      { file: "p.yaml", text },
      { file: "broken.yaml", text: "a: [" },
    ]),
    [
      { file: "p.yaml", reference: "file:./o.yaml", place: "p.yaml, line 7, column 28", isDocument: true },
      { file: "p.yaml", reference: "env:ACME", place: "p.yaml, line 5, column 18", isDocument: false },
      { file: "p.yaml", reference: "file:./acme.sha256", place: "p.yaml, line 5, column 41", isDocument: false },
    ],
  );
});

test("the reader of objectives knows every part and every key of an API that a file may have", () => {
  const keys = (shape: object, known: string) => Object.keys(shape).filter((key) => key !== known);
  const parts = keys(grammar.shape, "apis").map((part) => `${part}: {}`);
  const ofApi = Object.keys((planSchema() as unknown as ApiSchema).properties.apis.additionalProperties.properties);
  for (const part of parts) {
    const told = toldBy(`${part}\napis: {o: {objectives: {availability: 99%}}}\n`);
    assert.doesNotMatch(told, /is not known/, part);
  }
  for (const key of ofApi) {
    if (key === "objectives") continue;
    assert.doesNotMatch(toldBy(`apis: {o: {objectives: {availability: 99%}, ${key}: x}}\n`), /is not known/, key);
  }
});

interface ApiSchema {
  readonly properties: { readonly apis: { readonly additionalProperties: { readonly properties: object } } };
}

/** What the reader of objectives says to a text. */
function toldBy(text: string): string {
  try {
    readObjectives(text, "p.yaml", () => []);
    return "";
  } catch (error) {
    if (error instanceof Refusal) return error.detail;
    throw error;
  }
}
