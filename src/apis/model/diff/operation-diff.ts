import { fieldOf } from "../base-paths.ts";
import { type ChangeCode, changeOf } from "./change-rules.ts";
import type { Comparison } from "./comparison.ts";
import type { DescribedOperation } from "./described-operation.ts";
import { entriesOf, type JsonObject } from "./references.ts";
import { type Direction, SchemaDiff } from "./schema-diff.ts";
import { securityChanges } from "./security-changes.ts";

/** Compares what two documents say of one operation. */
export class OperationDiff {
  readonly #comparison: Comparison;
  readonly #before: DescribedOperation;
  readonly #after: DescribedOperation;
  readonly #schemas: Readonly<Record<Direction, SchemaDiff>>;

  constructor(comparison: Comparison, before: DescribedOperation, after: DescribedOperation) {
    this.#comparison = comparison;
    this.#before = before;
    this.#after = after;
    this.#schemas = {
      request: new SchemaDiff(comparison, "request"),
      response: new SchemaDiff(comparison, "response"),
    };
  }

  compare(): void {
    const [before, after] = [this.#before, this.#after];
    if (before.body["deprecated"] !== true && after.body["deprecated"] === true) this.#add("operation-deprecated", "");
    for (const { code, detail } of securityChanges(before.security, after.security)) this.#add(code, detail);
    this.#compareParameters();
    this.#compareBody();
    this.#compareResponses();
  }

  #compareParameters(): void {
    const [before, after] = [this.#before.parameters, this.#after.parameters];
    for (const [place, parameter] of before) {
      const now = after.get(place);
      if (now === undefined) {
        this.#add("parameter-removed", place);
        continue;
      }
      this.#compareRequired("parameter", [parameter, now], place);
      const at = { operation: this.#after.name, place };
      this.#schemas.request.compare({ before: parameter["schema"], after: now["schema"] }, at);
    }
    for (const [place, parameter] of after) {
      if (before.has(place)) continue;
      this.#add(parameter["required"] === true ? "parameter-added-required" : "parameter-added", place);
    }
  }

  #compareBody(): void {
    const before = this.#comparison.before.references.resolve(this.#before.body["requestBody"]);
    const after = this.#comparison.after.references.resolve(this.#after.body["requestBody"]);
    const place = "request body";
    if (before === undefined && after !== undefined) {
      this.#add(after["required"] === true ? "body-added-required" : "body-added", place);
    }
    if (before !== undefined && after === undefined) this.#add("body-removed", place);
    if (before === undefined || after === undefined) return;
    this.#compareRequired("body", [before, after], place);
    this.#compareContent("request", [before, after], place);
  }

  #compareResponses(): void {
    const before = this.#responses(this.#before, "before");
    const after = this.#responses(this.#after, "after");
    for (const [status, response] of before) {
      const now = after.get(status);
      const place = `response ${status}`;
      if (now !== undefined) this.#compareContent("response", [response, now], place);
      else this.#add(status.startsWith("2") ? "success-status-removed" : "error-status-removed", place);
    }
    for (const status of after.keys()) if (!before.has(status)) this.#add("status-added", `response ${status}`);
  }

  #responses({ body }: DescribedOperation, side: "before" | "after"): Map<string, JsonObject> {
    const { references } = this.#comparison[side];
    return new Map(
      entriesOf(body["responses"]).flatMap(([status, written]): [string, JsonObject][] => {
        const response = references.resolve(written);
        return response === undefined || status.startsWith("x-") ? [] : [[status, response]];
      }),
    );
  }

  #compareContent(direction: Direction, [before, after]: Two, place: string): void {
    const [old, young] = [new Map(entriesOf(before["content"])), new Map(entriesOf(after["content"]))];
    for (const [type, media] of old) {
      const at = { operation: this.#after.name, place: old.size > 1 ? `${place} as ${type}` : place };
      if (!young.has(type)) this.#add(`${direction}-media-type-removed`, `${place} as ${type}`);
      const schemas = { before: fieldOf(media, "schema"), after: fieldOf(young.get(type), "schema") };
      this.#schemas[direction].compare(schemas, at);
    }
    for (const type of young.keys()) {
      if (!old.has(type)) this.#add(`${direction}-media-type-added`, `${place} as ${type}`);
    }
  }

  #compareRequired(what: "parameter" | "body", [before, after]: Two, place: string): void {
    const [was, is] = [before["required"] === true, after["required"] === true];
    if (was !== is) this.#add(`${what}-${is ? "required" : "optional"}`, place);
  }

  #add(code: ChangeCode, place: string): void {
    this.#comparison.add(changeOf(code, { operation: this.#after.name, place }));
  }
}

type Two = readonly [before: JsonObject, after: JsonObject];
