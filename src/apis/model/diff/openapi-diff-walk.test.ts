import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { readOpenApi } from "../openapi.ts";
import { openApiDiff } from "./openapi-diff.ts";

type Json = Readonly<Record<string, unknown>>;

const answer = (schema: Json): Json => ({
  openapi: "3.1.0",
  paths: { "/orders/{id}": { get: { responses: { 200: { content: { "application/json": { schema } } } } } } },
});
const fields = (required: string[], ...names: string[]): Json => ({
  type: "object",
  required,
  properties: Object.fromEntries(names.map((name) => [name, {}])),
});

test("a change is told with its operation and its place", () => {
  const schema = (type: string): Json => ({
    type: "array",
    items: { type: "object", properties: { price: { type: "object", properties: { minor: { type } } } } },
  });
  const { changes, changed } = openApiDiff(answer(schema("integer")), answer(schema("string")));
  assert.deepEqual(changed, ["GET /orders/{id}"]);
  assert.deepEqual(changes[0], {
    code: "response-type-widened",
    breaking: true,
    operation: "GET /orders/{id}",
    place: "response 200[], field price.minor",
    sentence: "Response 200[], field price.minor has types of value that clients do not expect: also string.",
  });
});

test("the same thing in other words is no change", () => {
  const written = answer({ $ref: "#/components/schemas/Order" });
  const order = fields(["id"], "id", "total");
  const before = { ...written, components: { schemas: { Order: order } } };
  const after = {
    ...answer({ allOf: [{ $ref: "#/components/schemas/Base" }, fields([], "total")] }),
    components: { schemas: { Base: fields(["id"], "id") } },
  };
  assert.equal(openApiDiff(before, after).total, 0);
  const renamed = {
    openapi: "3.0.0",
    paths: { "/orders/{orderId}": { get: answerOf(before) } },
    components: before.components,
  };
  assert.equal(openApiDiff(before, renamed).total, 0);
});

test("path parameters are the same by their position, not by their name", () => {
  const at2 = (path: string, name: string): Json => ({
    openapi: "3.1.0",
    paths: { [path]: { parameters: [{ name, in: "path", required: true, schema: { type: "string" } }], get: {} } },
  });
  assert.equal(openApiDiff(at2("/orders/{id}", "id"), at2("/orders/{orderId}", "orderId")).total, 0);
});

test("an operation beside the reference of its path counts, as it does where operations are named", () => {
  const components = { pathItems: { Orders: { get: {}, post: {} } } };
  const path = (more: Json): Json => ({
    openapi: "3.1.0",
    paths: { "/orders": { $ref: "#/components/pathItems/Orders", ...more } },
    components,
  });
  const after = path({ put: {} });
  assert.deepEqual(openApiDiff(path({}), after).added, ["PUT /orders"]);
  assert.deepEqual(
    openApiDiff({}, after).added.toSorted(),
    readOpenApi(JSON.stringify(after), "orders.json")
      .operations.map((one) => one.name)
      .toSorted(),
  );
});

test("of more than a thousand changes none that breaks clients gives way to one that does not", () => {
  const many = Array.from({ length: 1_500 }, (_, i) => `f${i}`);
  const wide = answer(fields([], ...many));
  const paths = (document: Json, more: Json): Json => ({
    ...document,
    paths: { ...(document["paths"] as Json), "/items": more },
  });
  const before = paths(answer(fields([])), { get: {} });
  const { changes, total, breaking } = openApiDiff(before, paths(wide, {}));
  assert.deepEqual([changes.length, total, breaking], [1_000, 1_501, 1]);
  assert.equal(changes[0]?.code, "operation-removed");
});

test("references in a ring, to nowhere, to files and to addresses end the comparison there, and nothing is fetched", () => {
  for (const $ref of [
    "#/components/schemas/A",
    "#/components/schemas/none",
    "other.yaml#/A",
    "file:///etc/passwd",
    "http://169.254.169.254/latest/meta-data",
    "#/__proto__/constructor",
  ]) {
    const ring = { ...answer({ $ref }), components: { schemas: { A: { $ref: "#/components/schemas/A" } } } };
    assert.equal(openApiDiff(ring, ring).total, 0, $ref);
    assert.equal(openApiDiff(ring, answer({ type: "string" })).total, 0, $ref);
  }
});

test("a document that contains itself, and one with millions of ways through it, are compared in no noticeable time", () => {
  const self: Record<string, unknown> = { type: "object" };
  self["properties"] = { self };
  self["allOf"] = [self, self];
  const wide = Object.fromEntries(
    Array.from({ length: 30 }, (_, i) => {
      const next = { $ref: `#/components/schemas/S${i + 1}` };
      return [`S${i}`, { allOf: [next, next], properties: { a: next, b: next, c: { items: next } } }];
    }),
  );
  const bomb = { ...answer({ $ref: "#/components/schemas/S0" }), components: { schemas: wide } };
  const started = performance.now();
  assert.equal(openApiDiff(answer(self), answer(structuredClone(self))).total, 0);
  assert.equal(openApiDiff(bomb, structuredClone(bomb)).total, 0);
  assert.ok(performance.now() - started < 2_000);
});

const name = fc.constantFrom("a", "b", "id", "__proto__", "$ref", "type", "x-y");
/** A schema with parts of at most `depth` levels. */
function schemaTo(depth: number): fc.Arbitrary<Json> {
  const part = depth === 0 ? fc.constant({}) : schemaTo(depth - 1);
  const model = {
    type: fc.constantFrom("string", "integer", "object", "array", ["string", "null"]),
    enum: fc.array(fc.oneof(fc.string(), fc.integer()), { maxLength: 3 }),
    required: fc.array(name, { maxLength: 2 }),
    maxLength: fc.nat(),
    pattern: fc.string(),
    properties: fc.dictionary(name, part, { maxKeys: 2 }),
    items: part,
    oneOf: fc.array(part, { maxLength: 2 }),
    allOf: fc.array(part, { maxLength: 2 }),
    $ref: fc.constantFrom("#/components/schemas/A", "#/components/schemas/B", "x.yaml"),
  };
  return fc.record(model, { requiredKeys: [] });
}
const schema = schemaTo(1);
const parameter = fc.record({ name, in: fc.constantFrom("query", "path", "header"), required: fc.boolean(), schema });
const operation = fc.record(
  {
    parameters: fc.array(parameter, { maxLength: 3 }),
    requestBody: fc.record({
      required: fc.boolean(),
      content: fc.dictionary(name, fc.record({ schema }), { maxKeys: 2 }),
    }),
    responses: fc.dictionary(
      fc.constantFrom("200", "404", "default"),
      fc.record({ content: fc.dictionary(name, fc.record({ schema }), { maxKeys: 2 }) }),
    ),
    security: fc.array(fc.dictionary(name, fc.array(fc.string(), { maxLength: 2 }), { maxKeys: 2 }), { maxLength: 2 }),
  },
  { requiredKeys: [] },
);
const anyDocument = fc.record({
  openapi: fc.constant("3.1.0"),
  paths: fc.dictionary(
    fc.constantFrom("/a", "/a/{id}", "/b"),
    fc.dictionary(fc.constantFrom("get", "post"), operation),
  ),
  components: fc.record({ schemas: fc.record({ A: schema, B: schema }) }),
});

test("a document does not differ from itself, nor from a copy", () => {
  fc.assert(
    fc.property(anyDocument, (one) => {
      assert.equal(openApiDiff(one, one).total, 0);
      assert.deepEqual(openApiDiff(one, structuredClone(one)).changes, []);
    }),
  );
});

test("any two values can be compared, and what is added there is removed back", () => {
  fc.assert(
    fc.property(fc.oneof(anyDocument, fc.jsonValue()), fc.oneof(anyDocument, fc.jsonValue()), (one, other) => {
      const [there, back] = [openApiDiff(one, other), openApiDiff(other, one)];
      assert.deepEqual(there.added.toSorted(), back.removed.toSorted());
      assert.ok(there.breaking <= there.total && there.changes.length <= 1_000);
    }),
  );
});

function answerOf(document: Json): unknown {
  return (document["paths"] as Record<string, Record<string, unknown>>)["/orders/{id}"]?.["get"];
}
