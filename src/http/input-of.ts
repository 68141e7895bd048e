import type { FastifyRequest } from "fastify";
import { Refusal } from "#kernel";
import { pathFields, type Route } from "./route.ts";

/**
 * Path, query and body as one object. A field of the path cannot be given again elsewhere, so that a body never
 * changes what the address names.
 */
export function inputOf(route: Route, request: FastifyRequest): unknown {
  const { params, query, body } = request as { params: object; query: object; body: unknown };
  const rest =
    route.text !== undefined && route.method === "PUT" ? { text: textBody(body) } : restOf(route, query, body);
  const twice = pathFields(route.url).filter((name) => Object.hasOwn(rest, name));
  if (twice.length > 0) throw givenTwice(twice);
  return { ...rest, ...params };
}

function restOf(route: Route, query: object, body: unknown): object {
  if (route.method === "GET" || route.method === "DELETE") return query;
  const given = body ?? {};
  if (typeof given === "object" && !Array.isArray(given)) return given;
  throw invalid("", "must be an object");
}

function textBody(body: unknown): string {
  if (typeof body === "string") return body;
  throw invalid("/text", "must be sent as text/yaml");
}

function givenTwice(names: readonly string[]): Refusal {
  return new Refusal(
    "invalid",
    "request.invalid",
    `Nothing was done: ${names.join(", ")} is named by the address and cannot be given again.`,
    { faults: names.map((name) => ({ pointer: `/${name}`, detail: "is named by the address" })) },
  );
}

function invalid(pointer: string, detail: string): Refusal {
  return new Refusal("invalid", "request.invalid", `Nothing was done: the body ${detail}.`, {
    faults: [{ pointer, detail }],
  });
}
