import assert from "node:assert/strict";
import { test } from "node:test";
import { CHANGE_RULES, type ChangeCode } from "./change-rules.ts";
import { openApiDiff } from "./openapi-diff.ts";

type Json = Readonly<Record<string, unknown>>;

/** A document with one operation, with what is given in it. */
function withOperation(operation: Json, more: Json = {}): Json {
  return { openapi: "3.1.0", paths: { "/orders/{id}": { get: { ...operation } } }, ...more };
}

const parameters = (...list: Json[]): Json => withOperation({ parameters: list });
const query = (more: Json = {}): Json => ({ name: "q", in: "query", ...more });
const content = (schema: Json, type = "application/json"): Json => ({ content: { [type]: { schema } } });
const body = (schema: Json, more: Json = {}): Json => withOperation({ requestBody: { ...content(schema), ...more } });
const answer = (schema: Json): Json => withOperation({ responses: { 200: content(schema) } });
const answers = (...statuses: string[]): Json =>
  withOperation({ responses: Object.fromEntries(statuses.map((status) => [status, {}])) });
const fields = (required: string[], ...names: string[]): Json => ({
  type: "object",
  required,
  properties: Object.fromEntries(names.map((name) => [name, {}])),
});
const secured = (...security: Json[]): Json => withOperation({ security });
const at = (...urls: string[]): Json => withOperation({}, { servers: urls.map((url) => ({ url })) });
const media = (direction: "requestBody" | "responses", ...types: string[]): Json => {
  const held = { content: Object.fromEntries(types.map((type) => [type, {}])) };
  return withOperation({ [direction]: direction === "responses" ? { 200: held } : held });
};
const none = { openapi: "3.1.0", paths: {} };
const either = (...names: string[]): Json => ({ oneOf: names.map((title) => ({ title, type: "object" })) });

/** What is found from the left to the right, and from the right to the left. */
const TABLE: readonly (readonly [name: string, before: Json, after: Json, there: string, back: string])[] = [
  ["an operation", none, withOperation({}), "operation-added", "operation-removed"],
  ["a base path", at("https://h/v1"), at("https://h/v1", "https://h/v2"), "base-path-added", "base-path-removed"],
  ["an optional parameter", parameters(), parameters(query()), "parameter-added", "parameter-removed"],
  [
    "a required parameter",
    parameters(),
    parameters(query({ required: true })),
    "parameter-added-required",
    "parameter-removed",
  ],
  [
    "a parameter's need",
    parameters(query()),
    parameters(query({ required: true })),
    "parameter-required",
    "parameter-optional",
  ],
  [
    "a parameter's values",
    parameters(query({ schema: { enum: ["a", "b"] } })),
    parameters(query({ schema: { enum: ["a"] } })),
    "request-enum-narrowed",
    "request-enum-widened",
  ],
  ["a body", withOperation({}), body({}), "body-added", "body-removed"],
  ["a needed body", withOperation({}), body({}, { required: true }), "body-added-required", "body-removed"],
  ["the need of a body", body({}), body({}, { required: true }), "body-required", "body-optional"],
  [
    "a type of body",
    media("requestBody", "text/csv"),
    media("requestBody", "text/csv", "application/json"),
    "request-media-type-added",
    "request-media-type-removed",
  ],
  [
    "a type of answer",
    media("responses", "text/csv"),
    media("responses", "text/csv", "application/json"),
    "response-media-type-added",
    "response-media-type-removed",
  ],
  ["a success", answers("200"), answers("200", "201"), "status-added", "success-status-removed"],
  ["an error", answers("200"), answers("200", "409"), "status-added", "error-status-removed"],
  ["security at all", secured(), secured({ key: [] }), "security-added", "security-widened"],
  ["a way in", secured({ key: [] }, { login: [] }), secured({ key: [] }), "security-narrowed", "security-widened"],
  [
    "a scope",
    secured({ login: ["read"] }),
    secured({ login: ["read", "write"] }),
    "security-narrowed security-widened",
    "security-narrowed security-widened",
  ],
  [
    "a type that is sent",
    body({ type: "string" }),
    body({ type: ["string", "null"] }),
    "request-type-widened",
    "request-type-narrowed",
  ],
  [
    "a type that is got",
    answer({ type: "string" }),
    answer({ type: "string", nullable: true }),
    "response-type-widened",
    "response-type-narrowed",
  ],
  [
    "an integer that is sent",
    body({ type: "integer" }),
    body({ type: "number" }),
    "request-type-widened",
    "request-type-narrowed",
  ],
  [
    "a number that is got",
    answer({ type: "integer" }),
    answer({ type: "number" }),
    "response-type-widened",
    "response-type-narrowed",
  ],
  [
    "another type that is sent",
    body({ type: "string" }),
    body({ type: "boolean" }),
    "request-type-narrowed request-type-widened",
    "request-type-narrowed request-type-widened",
  ],
  ["any type that is sent", body({ type: "string" }), body({}), "request-type-widened", "request-type-narrowed"],
  [
    "values that are sent",
    body({ enum: ["a"] }),
    body({ enum: ["a", "b"] }),
    "request-enum-widened",
    "request-enum-narrowed",
  ],
  [
    "values that are got",
    answer({ enum: ["a"] }),
    answer({ enum: ["a", "b"] }),
    "response-enum-widened",
    "response-enum-narrowed",
  ],
  [
    "one value",
    answer({ const: "a" }),
    answer({ enum: ["a", "b"] }),
    "response-enum-widened",
    "response-enum-narrowed",
  ],
  [
    "an upper limit that is sent",
    body({ maxLength: 5 }),
    body({ maxLength: 6 }),
    "request-limit-widened",
    "request-limit-narrowed",
  ],
  [
    "a lower limit that is sent",
    body({ minimum: 5 }),
    body({ minimum: 6 }),
    "request-limit-narrowed",
    "request-limit-widened",
  ],
  [
    "an upper limit that is got",
    answer({ maximum: 5 }),
    answer({ maximum: 6 }),
    "response-limit-widened",
    "response-limit-narrowed",
  ],
  ["a form that is got", answer({ format: "uuid" }), answer({}), "response-limit-widened", "response-limit-narrowed"],
  [
    "another form that is sent",
    body({ pattern: "a+" }),
    body({ pattern: "b+" }),
    "request-limit-narrowed request-limit-widened",
    "request-limit-narrowed request-limit-widened",
  ],
  [
    "fields that are not declared",
    body({ type: "object" }),
    body({ type: "object", additionalProperties: false }),
    "request-limit-narrowed",
    "request-limit-widened",
  ],
  ["fields that are not declared, in an answer", answer({}), answer({ additionalProperties: false }), "", ""],
  [
    "alternatives that are sent",
    body(either("Card", "Cash")),
    body(either("Card")),
    "request-alternative-narrowed",
    "request-alternative-widened",
  ],
  [
    "alternatives that are got",
    answer(either("Card", "Cash")),
    answer(either("Card")),
    "response-alternative-narrowed",
    "response-alternative-widened",
  ],
  [
    "a field that may be sent",
    body(fields([], "a")),
    body(fields([], "a", "b")),
    "request-field-added",
    "request-field-removed",
  ],
  [
    "a field that must be sent",
    body(fields([], "a")),
    body(fields(["b"], "a", "b")),
    "request-field-added-required",
    "request-field-removed",
  ],
  [
    "the need of a field that is sent",
    body(fields([], "a")),
    body(fields(["a"], "a")),
    "request-field-required",
    "request-field-optional",
  ],
  [
    "a field that is got",
    answer(fields([], "a")),
    answer(fields(["b"], "a", "b")),
    "response-field-added",
    "response-field-removed",
  ],
  [
    "the presence of a field that is got",
    answer(fields([], "a")),
    answer(fields(["a"], "a")),
    "response-field-required",
    "response-field-optional",
  ],
  ["a deprecation", withOperation({}), withOperation({ deprecated: true }), "operation-deprecated", ""],
];

const found = new Set<string>();

for (const [name, before, after, there, back] of TABLE) {
  test(`${name}: ${there || "nothing"} there, ${back || "nothing"} back`, () => {
    for (const [one, other, codes] of [
      [before, after, there],
      [after, before, back],
    ] as const) {
      const { changes, breaking } = openApiDiff(one, other);
      const told = changes.map(({ code }) => code).toSorted();
      assert.equal(told.join(" "), codes);
      assert.equal(breaking, told.filter((code) => CHANGE_RULES[code].breaking).length);
      for (const { sentence } of changes) assert.match(sentence, /^[A-Z/].*\.$/);
      for (const code of told) found.add(code);
    }
  });
}

test("each rule is shown to find something", () => {
  assert.deepEqual(
    (Object.keys(CHANGE_RULES) as ChangeCode[]).filter((code) => !found.has(code)),
    [],
  );
});
