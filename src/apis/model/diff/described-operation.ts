import { fieldOf } from "../base-paths.ts";
import { METHODS } from "../openapi.ts";
import { segmentOf } from "../segment.ts";
import type { Side } from "./comparison.ts";
import { entriesOf, isObject, itemsOf, type JsonObject } from "./references.ts";

/** An operation as its document describes it. */
export interface DescribedOperation {
  /** "GET /orders/{orderId}". */
  readonly name: string;
  readonly body: JsonObject;
  /** By place and name: "query parameter status"; those of the path by their position, as their names do not matter. */
  readonly parameters: ReadonlyMap<string, JsonObject>;
  readonly security: unknown;
}

/** By method and path without the names of its parameters: renaming those changes nothing for clients. */
export function describedOperations({ document, references }: Side): Map<string, DescribedOperation> {
  const operations = new Map<string, DescribedOperation>();
  for (const [path, written] of entriesOf(fieldOf(document, "paths"))) {
    if (!path.startsWith("/") || !isObject(written)) continue;
    // What stands beside a reference counts, as it does where the document is read.
    const item = { ...references.resolve(written), ...written };
    for (const method of METHODS) {
      const body = references.resolve(fieldOf(item, method));
      if (body === undefined) continue;
      const shape = path.split("/").map((text) => segmentOf(text).shape);
      operations.set(`${method} ${shape.join("/")}`, {
        name: `${method.toUpperCase()} ${path}`,
        body,
        parameters: parametersOf([fieldOf(item, "parameters"), body["parameters"]], path, references),
        security: body["security"] ?? fieldOf(document, "security"),
      });
    }
  }
  return operations;
}

/** Those of the operation take the place of those of its path. */
function parametersOf(
  lists: readonly unknown[],
  path: string,
  references: Side["references"],
): ReadonlyMap<string, JsonObject> {
  const parameters = new Map<string, JsonObject>();
  for (const one of lists.flatMap(itemsOf)) {
    const parameter = references.resolve(one);
    const [name, where] = [fieldOf(parameter, "name"), fieldOf(parameter, "in")];
    if (parameter === undefined || typeof name !== "string" || typeof where !== "string") continue;
    parameters.set(placeOf(name, where, path), parameter);
  }
  return parameters;
}

function placeOf(name: string, where: string, path: string): string {
  if (where === "header") return `header ${name.toLowerCase()}`;
  if (where !== "path") return `${where} parameter ${name}`;
  const names = path.split("{").slice(1);
  return `path parameter ${names.findIndex((text) => text.startsWith(`${name}}`)) + 1}`;
}
