import { readFileSync } from "node:fs";
import { type Document, isMap, isScalar, LineCounter, type Node, type Pair, parseDocument, type YAMLMap } from "yaml";
import { DAY_MS, HOUR_MS, parseDurationMs, Refusal } from "#kernel";
import {
  availabilityObjective,
  DEFAULT_WINDOW,
  latencyObjective,
  type Objective,
  type ObjectiveWindow,
  type ShortFormScope,
} from "#objectives";

const PLAN_BYTES_MAX = 1_048_576;
const WINDOW_MAX_MS = 400 * DAY_MS;
const NAME = /^[a-z0-9-]{1,63}$/;

const API_KEYS = [
  "title",
  "owner",
  "openapi",
  "at",
  "upstream",
  "logs",
  "records",
  "client",
  "window",
  "perClient",
  "objectives",
  "budgetPolicy",
];
const PLAN_KEYS = [
  "plan",
  "zone",
  "apis",
  "openslo",
  "plans",
  "clients",
  "people",
  "teams",
  "schedules",
  "escalations",
  "routing",
  "inhibit",
  "heartbeats",
  "probes",
  "channels",
  "status",
];

const MAKERS = new Map([
  ["availability", availabilityObjective],
  ["latency", latencyObjective],
]);

/** What replay takes from a plan. */
export interface PlanObjectives {
  readonly objectives: readonly Objective[];
  /** `client:` of the API, when the plan names one in words that replay knows ("ip", "field:NAME", "header:NAME"). */
  readonly clientBy: ReadonlyMap<string, string>;
  /** Parts of the plan that replay has no use for. */
  readonly ignored: readonly string[];
}

/** Reads the objectives of a plan file. Refuses with all its faults at once, each with file, line and column. */
export function readPlan(file: string): PlanObjectives {
  const text = readText(file);
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, uniqueKeys: true });
  return new PlanReader(file, lines).read(document);
}

function readText(file: string): string {
  let bytes: Buffer;
  try {
    bytes = readFileSync(file);
  } catch (error) {
    throw new Refusal(
      "invalid",
      "plan.unreadable",
      `${file} cannot be read (${(error as NodeJS.ErrnoException).code ?? String(error)}). Check the path given to --objectives.`,
    );
  }
  if (bytes.length > PLAN_BYTES_MAX) {
    throw new Refusal("limit", "plan.too-large", `${file} has more than 1 MiB: this is not a plan.`);
  }
  return bytes.toString("utf8");
}

class PlanReader {
  readonly #file: string;
  readonly #lines: LineCounter;
  readonly #faults: string[] = [];
  readonly #objectives: Objective[] = [];
  readonly #clientBy = new Map<string, string>();

  constructor(file: string, lines: LineCounter) {
    this.#file = file;
    this.#lines = lines;
  }

  read(document: Document.Parsed): PlanObjectives {
    for (const error of document.errors) this.#fault(error.pos[0], error.message.split("\n")[0] ?? "");
    this.#refuseFaults();
    const root = this.#map(document.contents, 0, "the plan");
    const ignored: string[] = [];
    for (const [key, value] of this.#entries(root, PLAN_KEYS)) {
      if (key === "apis") this.#apis(value);
      else if (!["plan", "zone"].includes(key)) ignored.push(key);
    }
    if (this.#objectives.length === 0 && this.#faults.length === 0) {
      this.#fault(0, "no objective found. Write one: apis: {orders: {objectives: {availability: 99.9%}}}");
    }
    this.#refuseFaults();
    return { objectives: this.#objectives, clientBy: this.#clientBy, ignored };
  }

  #apis(node: Node | null): void {
    for (const [api, value] of this.#entries(this.#map(node, 0, "apis"), undefined)) {
      if (!NAME.test(api)) {
        this.#fault(node?.range?.[0] ?? 0, `"${api}" is not a name: use 1 to 63 of a-z, 0-9 and "-".`);
      }
      this.#api(api, this.#map(value, node?.range?.[0] ?? 0, `apis.${api}`));
    }
  }

  #api(api: string, map: YAMLMap | null): void {
    const parts = new Map(this.#entries(map, API_KEYS));
    const window = parts.get("window");
    const perClient = parts.get("perClient");
    const scope: ShortFormScope = {
      api,
      window: window === undefined ? DEFAULT_WINDOW : (this.#parsed(window, rollingWindow) ?? DEFAULT_WINDOW),
      perClient: perClient !== undefined && this.#parsed(perClient, trueOrFalse) === true,
    };
    this.#client(api, parts.get("client"));
    const objectives = parts.get("objectives");
    if (objectives === undefined) return;
    for (const [name, value] of this.#entries(this.#map(objectives, 0, "objectives"), undefined)) {
      this.#objective(name, value, scope);
    }
  }

  /** `availability: 99.9%`, `latency: 99% within 300ms`, or `checkout: {availability: …, operation: POST /orders}`. */
  #objective(name: string, value: Node | null, scope: ShortFormScope): void {
    if (!isMap(value)) {
      this.#add({ kind: name, name: `${scope.api}/${name}` }, value, scope);
      return;
    }
    const parts = new Map(this.#entries(value, ["availability", "latency", "operation"]));
    const operation = parts.get("operation");
    const narrowed = operation === undefined ? scope : { ...scope, operation: this.#scalar(operation) };
    for (const kind of ["availability", "latency"]) {
      if (parts.has(kind)) this.#add({ kind, name: `${scope.api}/${name}/${kind}` }, parts.get(kind) ?? null, narrowed);
    }
  }

  #add({ kind, name }: { kind: string; name: string }, value: Node | null, scope: ShortFormScope): void {
    const make = MAKERS.get(kind);
    if (make === undefined) {
      this.#fault(
        value?.range?.[0] ?? 0,
        `"${kind}" is not an objective: use availability or latency, or {availability: 99.9%, operation: "POST /orders"} under a name of your own.`,
      );
      return;
    }
    const objective = this.#parsed(value, (text) => make(name, text, scope));
    if (objective !== undefined) this.#objectives.push(objective);
  }

  #client(api: string, node: Node | null | undefined): void {
    if (node === undefined) return;
    if (!isMap(node)) {
      this.#clientBy.set(api, this.#scalar(node));
      return;
    }
    for (const [by, value] of this.#entries(node, undefined)) this.#clientBy.set(api, `${by}:${this.#scalar(value)}`);
  }

  #parsed<T>(node: Node | null, parse: (text: string) => T): T | undefined {
    try {
      return parse(this.#scalar(node));
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      this.#fault(node?.range?.[0] ?? 0, error.detail);
      return undefined;
    }
  }

  #scalar(node: Node | null): string {
    if (isScalar(node)) return node.source ?? String(node.value);
    this.#fault(node?.range?.[0] ?? 0, "expected a single value, written out (no alias, list or map).");
    return "";
  }

  #map(node: unknown, offset: number, what: string): YAMLMap | null {
    if (isMap(node)) return node;
    const at = (node as Node | null)?.range?.[0] ?? offset;
    this.#fault(at, `${what} must be a map, such as {orders: {objectives: {availability: 99.9%}}}.`);
    return null;
  }

  #entries(map: YAMLMap | null, known: readonly string[] | undefined): [string, Node | null][] {
    return ((map?.items ?? []) as Pair<Node, Node | null>[]).map((pair) => {
      const key = isScalar(pair.key) ? (pair.key.source ?? String(pair.key.value)) : "";
      if (known !== undefined && !known.includes(key)) {
        this.#fault(pair.key.range?.[0] ?? 0, `"${key}" is not known here; did you mean "${nearest(key, known)}"?`);
      }
      return [key, pair.value];
    });
  }

  #fault(offset: number, message: string): void {
    const { line, col } = this.#lines.linePos(offset);
    this.#faults.push(`${this.#file}, line ${line}, column ${col}: ${message}`);
  }

  #refuseFaults(): void {
    if (this.#faults.length > 0) throw new Refusal("invalid", "plan.invalid", this.#faults.join("\n"));
  }
}

function rollingWindow(text: string): ObjectiveWindow {
  if (text.startsWith("calendar")) {
    throw new Refusal(
      "invalid",
      "plan.calendar-window",
      `window: "${text}" is a calendar window; replay measures rolling ones only so far. Write window: 30 days.`,
    );
  }
  const lengthMs = parseDurationMs(text);
  const believed = lengthMs >= HOUR_MS && lengthMs <= WINDOW_MAX_MS && lengthMs % HOUR_MS === 0;
  if (believed) return { kind: "rolling", lengthMs };
  throw new Refusal(
    "invalid",
    "plan.window-out-of-range",
    `window: "${text}" is not a whole number of hours from 1 hour to 400 days.`,
  );
}

function trueOrFalse(text: string): boolean {
  if (text === "true" || text === "false") return text === "true";
  throw new Refusal("invalid", "plan.not-a-boolean", `"${text}" is neither true nor false.`);
}

/** The known word with the least edit distance. */
function nearest(word: string, known: readonly string[]): string {
  return known.toSorted((a, b) => distance(word, a) - distance(word, b))[0] ?? "";
}

function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (const [i, letter] of [...a].entries()) {
    const next = [i + 1];
    for (let j = 1; j <= b.length; j++) {
      next.push(Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, (row[j - 1] ?? 0) + (letter === b[j - 1] ? 0 : 1)));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
