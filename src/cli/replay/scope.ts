import { readFileSync } from "node:fs";
import { type OpenApiDocument, readOpenApi, templateOf } from "#apis";
import { type ClientBy, parseClientBy } from "#intake";
import { Refusal } from "#kernel";
import { assumedObjectives, needsColumns, type Objective, type ObjectivesFile } from "#objectives";
import { openObjectives } from "../open-objectives.ts";
import type { ReplayOptions } from "./options.ts";

/** What the API is called when neither the log nor anybody names it. */
const UNNAMED_API = "api";
const UNMATCHED = "(not in the OpenAPI document)";
const UNMATCHED_EXAMPLES_MAX = 5;

/** What a replay measures against, from its flags and the files that they name. */
export class Scope {
  /** The API of records that name none. */
  readonly api: string;
  readonly clientBy: ClientBy | undefined;
  readonly plan: ObjectivesFile | undefined;
  readonly openapiFile: string | undefined;
  /** Some requests that the OpenAPI document does not know. */
  readonly unmatched = new Set<string>();
  readonly #openapi: OpenApiDocument | undefined;

  constructor(options: ReplayOptions) {
    this.plan = options.objectives === undefined ? undefined : openObjectives(options.objectives);
    this.api = options.api ?? onlyApiOf(this.plan) ?? UNNAMED_API;
    const planned = this.plan?.clientBy.get(this.api);
    this.clientBy = options.client ?? (planned === undefined ? undefined : parseClientBy(planned));
    this.openapiFile = options.openapi;
    this.#openapi = options.openapi === undefined ? undefined : openApiOf(options.openapi);
  }

  /** The objectives of the plan; none when one is assumed. */
  get planned(): readonly Objective[] {
    return this.plan?.objectives ?? [];
  }

  /** The objectives of an API: those of the plan, or the assumed one. */
  objectivesOf(api: string): readonly Objective[] {
    if (this.plan !== undefined) return this.plan.objectives.filter((objective) => objective.api === api);
    return assumedObjectives(api);
  }

  /** At least as many as any API has objectives with columns of their own. */
  get objectivesMax(): number {
    return this.planned.filter(needsColumns).length;
  }

  /** Whether paths that differ only in segments of nothing but digits are requests of the same operation. */
  get numbersAlike(): boolean {
    return this.#openapi?.tree.numbersAlike ?? true;
  }

  operationOf(method: string, path: string): string {
    if (this.#openapi === undefined) return `${method} ${templateOf(path)}`;
    const operation = this.#openapi.tree.match(method, path);
    if (operation !== undefined) return operation;
    if (this.unmatched.size < UNMATCHED_EXAMPLES_MAX) this.unmatched.add(`${method} ${templateOf(path)}`);
    return UNMATCHED;
  }
}

function onlyApiOf(plan: ObjectivesFile | undefined): string | undefined {
  const apis = new Set(plan?.objectives.map(({ api }) => api));
  return apis.size === 1 ? [...apis][0] : undefined;
}

function openApiOf(file: string): OpenApiDocument {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? String(error);
    throw new Refusal(
      "invalid",
      "openapi.unreadable",
      `${file} cannot be read (${code}). Check the path given to --openapi.`,
    );
  }
  return readOpenApi(text, file);
}
