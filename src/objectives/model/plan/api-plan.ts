import { isMap, type Node, type YAMLMap } from "yaml";
import { parsePercent, PPM, Refusal } from "#kernel";
import type { Objective } from "../objective.ts";
import { availabilityObjective, DEFAULT_WINDOW, latencyObjective, type ShortFormScope } from "../short-form.ts";
import { instantOf } from "./instant-of.ts";
import { methodOf } from "./method-of.ts";
import type { WrittenExclusion } from "./objectives-file.ts";
import { API_KEYS, OBJECTIVE_KEYS } from "./plan-keys.ts";
import type { PlanReading } from "./plan-reading.ts";
import { windowOf } from "./window-of.ts";

const MAINTENANCE_KEYS = ["from", "to", "client", "reason"];
const MAKERS = new Map([
  ["availability", availabilityObjective],
  ["latency", latencyObjective],
]);
const MAINTENANCE_EXAMPLE = "such as {from: 2026-03-02T01:00, to: 2026-03-02T03:00, reason: new database}";

/** What an API is read from. */
interface ApiNode {
  readonly api: string;
  readonly map: YAMLMap | null;
  readonly zone: string;
  readonly reading: PlanReading;
}

/** What a plan says about the objectives of one API. */
export class ApiPlan {
  readonly api: string;
  readonly objectives: readonly Objective[];
  readonly exclusions: readonly WrittenExclusion[];
  /** "ip", "header:x-api-key". */
  readonly clientBy: string | undefined;
  /** Whether something in it depends on the plan's zone. */
  readonly needsZone: boolean;
  readonly #reading: PlanReading;
  readonly #zone: string;

  constructor({ api, map, zone, reading }: ApiNode) {
    this.api = api;
    this.#reading = reading;
    this.#zone = zone;
    const parts = new Map(reading.entries(map, API_KEYS));
    const scope = this.#scope(parts);
    this.clientBy = this.#client(parts.get("client"));
    this.objectives = this.#objectives(parts.get("objectives"), scope);
    const maintenance = parts.get("maintenance");
    this.exclusions = maintenance === undefined ? [] : this.#maintenance(maintenance);
    this.needsZone = scope.window.kind === "calendar" || this.exclusions.length > 0;
  }

  #scope(parts: ReadonlyMap<string, Node | null>): ShortFormScope {
    const read = <T>(key: string, parse: (text: string) => T): T | undefined =>
      parts.has(key) ? this.#reading.parsed(parts.get(key), parse) : undefined;
    const method = read("method", methodOf);
    const sampledPpm = read("sampled", sampledOf);
    return {
      api: this.api,
      window: read("window", (text) => windowOf(text, this.#zone)) ?? DEFAULT_WINDOW,
      perClient: read("perClient", trueOrFalse) === true,
      ...(method === undefined || method.kind === "Occurrences" ? {} : { method }),
      ...(sampledPpm === undefined || sampledPpm === PPM ? {} : { sampledPpm }),
    };
  }

  #objectives(node: Node | null | undefined, scope: ShortFormScope): Objective[] {
    if (node === undefined) return [];
    const map = this.#reading.map(node, 0, "objectives must be a map, such as {availability: 99.9%}.");
    return this.#reading.entries(map).flatMap(([name, value]) => this.#objective(name, value, scope));
  }

  /** `availability: 99.9%`, `latency: 99% within 300ms`, or `checkout: {availability: …, operation: POST /orders}`. */
  #objective(name: string, value: Node | null, scope: ShortFormScope): Objective[] {
    if (!isMap(value)) return this.#made({ kind: name, name: `${this.api}/${name}` }, value, scope);
    const parts = new Map(this.#reading.entries(value, OBJECTIVE_KEYS));
    const kinds = [...MAKERS.keys()].filter((kind) => parts.has(kind));
    if (kinds.length === 0) {
      this.#reading.faultAt(value, `${name} promises nothing: write availability: 99.9% or latency: 99% within 300ms.`);
    }
    const operation = parts.has("operation") ? this.#reading.scalar(parts.get("operation")) : undefined;
    const method = parts.has("method") ? this.#reading.parsed(parts.get("method"), methodOf) : undefined;
    const narrowed = {
      ...scope,
      ...(operation === undefined ? {} : { operation }),
      ...(method === undefined ? {} : { method }),
    };
    return kinds.flatMap((kind) =>
      this.#made({ kind, name: `${this.api}/${name}/${kind}` }, parts.get(kind) ?? null, narrowed),
    );
  }

  #made({ kind, name }: { kind: string; name: string }, value: Node | null, scope: ShortFormScope): Objective[] {
    const make = MAKERS.get(kind);
    if (make === undefined) {
      this.#reading.faultAt(
        value,
        `"${kind}" is not an objective: use availability or latency, or {availability: 99.9%, operation: "POST /orders"} under a name of your own.`,
      );
      return [];
    }
    const objective = this.#reading.parsed(value, (text) => make(name, text, scope));
    return objective === undefined ? [] : [objective];
  }

  #client(node: Node | null | undefined): string | undefined {
    if (node === undefined) return undefined;
    if (!isMap(node)) return this.#reading.scalar(node);
    const [by, value] = this.#reading.entries(node).at(-1) ?? ["", null];
    const name = this.#reading.scalar(value, node.range?.[0]);
    return name === undefined ? undefined : `${by}:${name}`;
  }

  #maintenance(list: Node | null): WrittenExclusion[] {
    return this.#reading
      .items(list, `maintenance must be a list of times, [${MAINTENANCE_EXAMPLE}].`)
      .flatMap((item) => {
        const map = this.#reading.map(item, list?.range?.[0] ?? 0, `maintenance has entries ${MAINTENANCE_EXAMPLE}.`);
        const parts = new Map(this.#reading.entries(map, MAINTENANCE_KEYS));
        if (map !== null && !(parts.has("from") && parts.has("to"))) {
          this.#reading.faultAt(map, `maintenance needs from and to, ${MAINTENANCE_EXAMPLE}.`);
          return [];
        }
        return map === null ? [] : this.#exclusion(parts, map);
      });
  }

  #exclusion(parts: ReadonlyMap<string, Node | null>, map: YAMLMap): WrittenExclusion[] {
    const from = this.#reading.parsed(parts.get("from"), (text) => instantOf(text, this.#zone));
    const to = this.#reading.parsed(parts.get("to"), (text) => instantOf(text, this.#zone));
    const client = parts.has("client") ? this.#reading.scalar(parts.get("client")) : undefined;
    const reason = parts.has("reason") ? this.#reading.scalar(parts.get("reason")) : undefined;
    if (from === undefined || to === undefined) return [];
    if (from >= to) {
      this.#reading.faultAt(map, "this maintenance ends before it begins: exchange from and to, or correct one.");
      return [];
    }
    return [{ api: this.api, from, to, reason: reason ?? "maintenance", ...(client === undefined ? {} : { client }) }];
  }
}

/** "10%": the share of the requests that the source delivers. */
function sampledOf(text: string): number {
  const ppm = parsePercent(text);
  if (ppm > 0) return ppm;
  throw new Refusal(
    "invalid",
    "plan.sampled-nothing",
    "sampled: 0% delivers no request. Write the share that is delivered.",
  );
}

function trueOrFalse(text: string): boolean {
  if (text === "true" || text === "false") return text === "true";
  throw new Refusal("invalid", "plan.not-a-boolean", `"${text}" is neither true nor false.`);
}
