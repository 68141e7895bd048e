import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { compareText, HOUR_MS, isoText } from "#kernel";
import type { LiveApi } from "#stories";
import { z } from "zod";
import { read } from "./live-report.ts";
import type { RunningServer } from "./running-server.ts";
import { sharedServer } from "./shared-server.ts";
import { goTo, linesOf, post, putApi, putDestination } from "./told-live.ts";
import { TOLD, toldStory } from "./told-story.ts";

const MANUAL = fileURLToPath(new URL("../../docs/manual", import.meta.url));
const STORY = toldStory(600);
const [API] = STORY.apis as [LiveApi];
const END = TOLD.from + 4 * HOUR_MS;

type Json = Readonly<Record<string, unknown>>;

interface Operation {
  readonly operationId: string;
  readonly parameters: readonly { readonly name: string; readonly in: string; readonly required: boolean }[];
  readonly requestBody?: { readonly content: Content };
  readonly responses: Readonly<Record<string, { readonly description: string; readonly content?: Content }>>;
}

type Content = Readonly<Record<string, { readonly schema: Json }>>;

interface Document {
  readonly openapi: string;
  readonly info: { readonly title: string; readonly version: string };
  readonly servers: readonly { readonly url: string }[];
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
}

/** A server with an API, four hours of its traffic with an outage, and somebody who was told. */
const server = sharedServer(["--test-clock", isoText(END)], async (one) => {
  await putApi(one, API);
  await putDestination(one, `${one.url}/nobody`);
  await putDocument(one);
  await post(one, linesOf(STORY, { from: TOLD.from, to: END }));
  await goTo(one, END + 10_000);
});

test("the document is OpenAPI 3.1: each operation has a name of its own, and says all that its path and answers hold", async () => {
  const document = await documentOf();
  assert.match(document.openapi, /^3\.1\.\d+$/);
  assert.ok(document.info.title !== "" && document.info.version !== "");
  assert.deepEqual(document.servers, [{ url: "/api/v1" }]);
  const operations = operationsOf(document);
  assert.equal(new Set(operations.map(({ operation }) => operation.operationId)).size, operations.length);
  for (const { path, operation } of operations) {
    assert.match(path, /^\/[a-z]/);
    const inPath = operation.parameters.filter((one) => one.in === "path");
    const braces = [...path.matchAll(/\{(\w+)\}/g)].map(([, name = ""]) => name);
    assert.deepEqual(inPath.map(({ name }) => name).toSorted(compareText), braces.toSorted(compareText), path);
    assert.ok(inPath.every(({ required }) => required));
    assert.ok(operation.parameters.every((one) => one.in === "path" || one.in === "query"));
    const answers = Object.entries(operation.responses);
    assert.ok(answers.some(([status]) => status.startsWith("2")));
    assert.ok(answers.every(([status, { description }]) => /^[1-5]\d\d$/.test(status) && description !== ""));
  }
});

test("every reference leads to something, and every schema can be read by another reader of JSON Schema", async () => {
  const document = await documentOf();
  for (const reference of referencesIn(document)) {
    assert.match(reference, /^#\//);
    const found = reference
      .slice(2)
      .split("/")
      .reduce<unknown>((at, step) => (at as Json)[step], document);
    assert.equal(typeof found, "object", reference);
  }
  const schemas = operationsOf(document).flatMap(({ operation }) => schemasOf(operation));
  assert.ok(schemas.length > 30);
  for (const schema of schemas) z.fromJSONSchema(schema);
});

test("every address of the management API that the manual names is in the document", async () => {
  const document = await documentOf();
  assert.ok(document.paths["/stream"]?.["get"] !== undefined);
  const named = readdirSync(MANUAL).flatMap((file) => [
    ...readFileSync(join(MANUAL, file), "utf8").matchAll(/\b(GET|PUT|POST|DELETE) \/api\/v1(\/[\w/{}-]+)/g),
  ]);
  assert.ok(named.length > 8);
  const known = operationsOf(document).map(({ path, method }) => ({ method, pattern: patternOf(path) }));
  for (const [text, method = "", path = ""] of named) {
    const found = known.some((one) => one.method === method.toLowerCase() && one.pattern.test(path));
    assert.ok(found, `${text} is not in the document`);
  }
});

test("what the server really answers is what the document says of it", async () => {
  const document = await documentOf();
  const values = { api: API.api, id: "availability", version: "v1" };
  let checked = 0;
  for (const { path, method, operation } of operationsOf(document)) {
    const schema = operation.responses["200"]?.content?.["application/json"]?.schema;
    if (method !== "get" || schema === undefined) continue;
    const filled = path.replaceAll(/\{(\w+)\}/g, (_, name: keyof typeof values) => values[name]);
    const asked = `${filled}${NEEDED[filled] ?? ""}`;
    // Those of which there is none of this name are for the lists of their kind; a token has no account.
    if (/^\/(alerts|groups|pages|silences|destinations|people|tokens)\/availability|\/undefined/.test(asked)) continue;
    if (/^\/(session|account|me\/|invitation-offer)/.test(asked)) continue;
    const answer = await read<Json>(server(), `/api/v1${asked}`);
    const parsed = z.fromJSONSchema(schema).safeParse(answer);
    assert.ok(parsed.success, `${asked}: ${parsed.error?.message}`);
    assert.deepEqual(unknownKeys(schema, answer), [], asked);
    checked++;
  }
  assert.ok(checked >= 12, `${checked} answers`);
  const problem = await (await server().call("/api/v1/apis/nothing")).json();
  assert.ok(
    z
      .fromJSONSchema(
        (document as unknown as { components: { schemas: { Problem: Json } } }).components.schemas.Problem,
      )
      .safeParse(problem).success,
  );
});

/** The queries without which an address is refused. */
const NEEDED: Readonly<Record<string, string>> = {
  "/records": `?api=${API.api}`,
  "/attribution": "?address=https://api.example.com/",
  [`/apis/${API.api}/client-figures`]: "?client=acme-shop",
  [`/apis/${API.api}/client-activity/clients`]: "?at=2026-11-02T00:00:00Z",
};

/** Gives the API a version with a document. */
async function putDocument(one: RunningServer): Promise<void> {
  const path = `/api/v1/apis/${API.api}/versions/v1`;
  await one.call(path, { method: "PUT", headers: { "content-type": "application/json" }, body: "{}" });
  const body = "{openapi: 3.1.0, paths: {/a: {get: {}}}}";
  const answer = await one.call(`${path}/openapi`, { method: "PUT", headers: { "content-type": "text/yaml" }, body });
  assert.equal(answer.status, 200);
}

async function documentOf(): Promise<Document> {
  return read<Document>(server(), "/api/openapi.json");
}

function operationsOf({ paths }: Document): { path: string; method: string; operation: Operation }[] {
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
  );
}

function patternOf(path: string): RegExp {
  return new RegExp(`^${path.replaceAll(/\{\w+\}/g, "[^/]+")}$`);
}

function schemasOf({ requestBody, responses }: Operation): Json[] {
  const contents = [requestBody?.content, ...Object.values(responses).map(({ content }) => content)];
  return contents
    .flatMap((content) => Object.values(content ?? {}).map(({ schema }) => schema))
    .filter((schema) => !("$ref" in schema));
}

function referencesIn(value: unknown): string[] {
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, one]) => (key === "$ref" ? [String(one)] : referencesIn(one)));
}

/** Fields of an object that its schema does not name: a document that says too little is wrong too. */
function unknownKeys(schema: Json, answer: Json): string[] {
  const known = Object.keys(schema["properties"] ?? {});
  return Object.keys(answer).filter((key) => !known.includes(key));
}
