/**
 * The modules of `src/` in the order in which data flows; a group in one string are peers. A module imports those
 * of earlier groups through their doors. Upwards only events go, and peers do not know each other.
 */
export const ORDER: readonly string[] = [
  "kernel",
  "storage http messaging charts",
  "jobs",
  "mail",
  "identity",
  "notification",
  "apis",
  "clients",
  "plans",
  "records",
  "intake",
  "traffic",
  "gateway",
  "probes",
  "objectives",
  "agreements",
  "signals",
  "alerting",
  "oncall",
  "escalation",
  "incidents",
  "status",
  "announcements",
  "support",
  "launch",
  "value",
  "portal",
  "configuration",
  "stories",
  "cli",
  "app",
];

/** What lies in `src/` itself (`main.ts`): it starts a role or a verb, so it may reach into these. */
export const ROOT_MAY_REACH: readonly string[] = ["cli", "app"];

/** Modules that may never be imported by a module, whatever the order says, and why. */
export const NEVER: Readonly<Record<string, { readonly modules: readonly string[]; readonly why: string }>> = {
  gateway: { modules: ["storage"], why: "the gateway has no database on its path" },
};

/** What a part of a module may import besides `#kernel`: parts of its own module, and doors. */
export interface PartRule {
  /** Own parts; "*" = all. */
  readonly own: readonly string[];
  /** Doors; "*" = all that the order allows. */
  readonly doors: readonly string[];
  /** Whether node:* is allowed. */
  readonly node: boolean;
  /** npm packages; "*" = all. */
  readonly packages: readonly string[];
}

/** The parts that a module may have. Parts without an entry (`scan`, a verb's folder) may import their whole module. */
export const PARTS: Readonly<Record<string, PartRule>> = {
  index: { own: ["*"], doors: [], node: false, packages: [] },
  model: { own: ["model"], doors: ["*"], node: false, packages: ["yaml"] },
  store: { own: ["model"], doors: ["storage"], node: false, packages: ["kysely"] },
  contract: { own: ["model"], doors: ["*"], node: false, packages: ["zod"] },
  // The reading of texts that people write: zod for their shape, yaml for their places. No I/O.
  grammar: { own: ["model", "grammar"], doors: ["*"], node: false, packages: ["yaml", "zod"] },
  // channels: one file for each way by which a message leaves (notification); what they share is an interface.
  actions: {
    own: ["model", "store", "contract", "grammar", "actions", "channels"],
    doors: ["*"],
    node: true,
    packages: ["*"],
  },
  http: { own: ["actions", "model", "contract"], doors: ["http"], node: true, packages: ["*"] },
  jobs: { own: ["actions", "model"], doors: ["jobs"], node: true, packages: ["*"] },
};

/** Byte scanners and what they stand on: functions to 150 lines, and more than three parameters, are allowed here. */
export interface HotPath {
  /** A file, or all of a folder: `src/x/*.ts`. The same text stands in the hot override of .oxlintrc.json. */
  readonly files: string;
  /** They show that the speed is worth it. */
  readonly benches: readonly string[];
  /** Tests that compare it with a slow, clear path. */
  readonly oracles: readonly string[];
}

/** A hot file without a bench and an oracle is only a long file. */
export const HOT_PATHS: readonly HotPath[] = [
  {
    files: "src/intake/scan/*.ts",
    benches: ["bench/combined.ts", "bench/follow.ts", "bench/ndjson.ts", "bench/otlp.ts"],
    oracles: [
      "src/intake/scan/combined.test.ts",
      "src/intake/scan/ndjson-fuzz.test.ts",
      "src/intake/scan/nginx-json-fuzz.test.ts",
      "src/intake/scan/otlp.test.ts",
    ],
  },
  {
    files: "src/intake/model/otlp/span-table.ts",
    benches: ["bench/otlp.ts"],
    oracles: ["src/intake/model/otlp/seen-spans.test.ts"],
  },
  { files: "src/intake/decoders.ts", benches: ["bench/combined.ts"], oracles: ["src/intake/decoders.test.ts"] },
  {
    files: "src/traffic/model/cell-keys.ts",
    benches: ["bench/counts.ts"],
    oracles: ["src/traffic/model/cell-keys.test.ts", "src/traffic/counts/traffic-counts.test.ts"],
  },
  {
    files: "src/traffic/model/minute-counting.ts",
    benches: ["bench/counts.ts"],
    oracles: ["src/traffic/counts/traffic-counts.test.ts"],
  },
  {
    files: "src/traffic/model/run.ts",
    benches: ["bench/counts.ts"],
    oracles: ["src/traffic/model/run.test.ts", "src/traffic/counts/traffic-counts.test.ts"],
  },
  {
    files: "src/gateway/model/plain-head.ts",
    benches: ["bench/forward-auth.ts"],
    oracles: ["src/gateway/model/plain-head.test.ts"],
  },
  { files: "src/kernel/dictionary.ts", benches: ["bench/combined.ts"], oracles: ["src/kernel/dictionary.test.ts"] },
];

/** Parts of names that say nothing. */
export const EMPTY_WORDS: readonly string[] = ["manager", "helper", "util", "data", "info", "service"];

/** Files named by their part or by the house, not after an export. */
export const FIXED_NAMES: readonly string[] = ["index", "main", "words", "store", "http", "jobs", "contract"];

/** Files that hold a family of equals, so that no export gives the name. */
export const FAMILIES: readonly string[] = [
  "src/app/signals/signal-refusals.ts",
  "src/cli/terminal/layout.ts",
  "src/escalation/model/page-verbs.ts",
  "src/intake/model/json-client.ts",
  "src/intake/model/json-values.ts",
  "src/intake/receive/otlp/otlp-refusals.ts",
  "src/intake/receive/refusals.ts",
  "src/intake/scan/json-bytes.ts",
  "src/kernel/format.ts",
  "src/kernel/statistics.ts",
  "src/kernel/time.ts",
  "src/objectives/model/prometheus/count-expressions.ts",
  "src/traffic/model/run-keys.ts",
];

/** Scripts that run in a reader's browser and stand in a string: dates there are the browser's. */
export const BROWSER_SCRIPTS: readonly string[] = ["src/charts/chart-script.ts"];
