import { z } from "zod";
import { PROBLEM_KINDS } from "./problem.ts";
import { pathFields, type Route, TEXT_TYPES } from "./route.ts";

type Json = Readonly<Record<string, unknown>>;

/**
 * The OpenAPI 3.1 document of the routes. Its schemas are those that requests are checked by, so it cannot be wrong
 * about them; each operation says which permission it takes. `others`: operations that take or answer something else, by path and method.
 */
export function openApiOf(
  routes: readonly Route[],
  version: string,
  others: Readonly<Record<string, Readonly<Record<string, Json>>>> = {},
): Json {
  const paths: Record<string, Record<string, Json>> = {};
  for (const route of routes) {
    const path = route.url.replaceAll(/:([a-zA-Z]+)/g, "{$1}");
    (paths[path] ??= {})[route.method.toLowerCase()] = operationOf(route);
  }
  for (const [path, operation] of Object.entries(others)) paths[path] = { ...operation };
  return {
    openapi: "3.1.0",
    info: { title: "Plimsoll", version, license: { name: "Apache-2.0", identifier: "Apache-2.0" } },
    servers: [{ url: "/api/v1" }],
    paths,
    components: {
      securitySchemes: {
        token: { type: "http", scheme: "bearer" },
        session: { type: "apiKey", in: "cookie", name: "plimsoll" },
      },
      schemas: { Problem: problemSchema() },
    },
  };
}

function operationOf(route: Route): Json {
  const { name, may, input, owner } = route.action;
  const schema = z.toJSONSchema(input, { io: "input" }) as { properties?: Record<string, Json>; required?: string[] };
  const properties = schema.properties ?? {};
  const required = schema.required ?? [];
  const inPath = pathFields(route.url);
  const rest = Object.keys(properties).filter((field) => !inPath.includes(field));
  const inQuery = route.method === "GET" || route.method === "DELETE" ? rest : [];
  const parameters = [...inPath, ...inQuery].map((field) => ({
    name: field,
    in: inPath.includes(field) ? "path" : "query",
    required: required.includes(field),
    schema: properties[field],
  }));
  return {
    operationId: name,
    "x-permission": may,
    // "thing": the own one only; "list": confined to what is one's own.
    ...(owner === undefined ? {} : { "x-own": owner === "caller" ? "list" : "thing" }),
    security: may === "public" ? [] : [{ token: [] }, { session: [] }],
    parameters,
    ...(inQuery.length > 0 || rest.length === 0 ? {} : { requestBody: bodyOf(route, schema, rest) }),
    responses: responsesOf(route),
  };
}

function bodyOf(
  route: Route,
  schema: { properties?: Record<string, Json>; required?: string[] },
  fields: readonly string[],
): Json {
  if (route.text !== undefined) {
    const text = { [TEXT_TYPES[route.text]]: { schema: { type: "string" } } };
    const json = { "application/json": { schema: { type: "object" } } };
    return { required: true, content: { ...text, ...(route.takesJson === true ? json : {}) } };
  }
  const properties = Object.fromEntries(fields.map((field) => [field, schema.properties?.[field]]));
  const required = (schema.required ?? []).filter((field) => fields.includes(field));
  const body = { type: "object", properties, required, additionalProperties: false };
  return { required: required.length > 0, content: { "application/json": { schema: body } } };
}

function responsesOf(route: Route): Json {
  const problem = { content: { "application/problem+json": { schema: { $ref: "#/components/schemas/Problem" } } } };
  const statuses = Object.values(PROBLEM_KINDS).map(({ status, title }) => [
    status,
    { description: title, ...problem },
  ]);
  return { ...successOf(route), ...(Object.fromEntries(statuses) as Json) };
}

function successOf(route: Route): Json {
  const { output } = route.action;
  if (output instanceof z.ZodVoid) return { 204: { description: "Done" } };
  if (route.text !== undefined && route.method === "GET") {
    return { 200: { description: "The text", content: { [TEXT_TYPES[route.text]]: { schema: { type: "string" } } } } };
  }
  const { $schema: _dialect, ...schema } = z.toJSONSchema(output, { io: "output" });
  return { [route.status ?? 200]: { description: "Done", content: { "application/json": { schema } } } };
}

function problemSchema(): Json {
  const text = { type: "string" };
  const fault = {
    type: "object",
    properties: { pointer: text, detail: text, line: { type: "integer" }, column: { type: "integer" } },
  };
  return {
    type: "object",
    required: ["type", "title", "status", "detail", "code", "requestId"],
    properties: {
      type: text,
      title: text,
      status: { type: "integer" },
      detail: text,
      code: text,
      requestId: text,
      faults: { type: "array", items: fault },
    },
  };
}
