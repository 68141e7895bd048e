import { ALERT_GROUPS } from "./conformance-alerts.testing.ts";
import {
  bad,
  type Change,
  type Errors,
  type Group,
  ok,
  type Stage,
  stage,
  strictly,
} from "./conformance-kit.testing.ts";
import { METADATA_GROUPS } from "./conformance-metadata.testing.ts";
import * as p from "./conformance-parts.testing.ts";
import { SLI_GROUPS } from "./conformance-sli.testing.ts";
import { SLO_GROUPS } from "./conformance-slo.testing.ts";

/** A document, and what has to be said about it. */
export interface ConformanceCase {
  readonly name: string;
  readonly document: unknown;
  readonly strict: Errors;
  readonly lenient: Errors;
}

const SOURCE: readonly Change[] = [
  ...bad(["description"], [".description string_max_length"], "x".repeat(1051)),
  ...bad(["type"], [".type required"], "", null, p.NONE),
  ...ok(["connectionDetails"], null, {}, [], "text", 5, [{ url: "x" }]),
  ...bad(["connectionDetails"], [".connectionDetails required"], p.NONE),
  ...bad([], [".type required", ".connectionDetails required"], {}, null, p.NONE),
  ...bad([], [" invalid_type"], "Prometheus", []),
  ...strictly(["url"], [".url unknown_field"], "http://x"),
];

const BARE: readonly Change[] = [
  ...ok([], {}, null, p.NONE),
  ...ok(["description"], "x".repeat(1050), ""),
  ...bad(["description"], [".description string_max_length"], "x".repeat(1051)),
  ...strictly(["owner"], [".owner unknown_field"], "me"),
];

const TOP: readonly Change[] = [
  ...bad(["apiVersion"], ["apiVersion required"], "", null, p.NONE),
  ...bad(["apiVersion"], ["apiVersion equal_to"], "openslo/v1alpha", "openslo.com/v2alpha", "v1", "OpenSLO/v1"),
  ...bad(["kind"], ["kind required"], "", null, p.NONE),
  ...bad(["kind"], ["kind one_of"], "Slo", "SLOs", "Pod"),
  ...strictly(["status"], ["status unknown_field"], {}),
];

const GROUPS: readonly Group[] = [
  ...METADATA_GROUPS,
  ...SLI_GROUPS,
  ...ALERT_GROUPS,
  ...SLO_GROUPS,
  [[stage("DataSource", ["spec"], () => p.documentOf("DataSource", p.sourceSpec()))], SOURCE],
  [[stage("Service", ["spec"], () => p.documentOf("Service", {}))], BARE],
  [Object.entries(p.WHOLE).map(([kind, document]) => stage(kind, [], document)), TOP],
];

/** All cases: each rule broken alone, in each place where it holds, and what is just allowed. */
export function conformanceCases(): readonly ConformanceCase[] {
  return GROUPS.flatMap(([stages, changes]) => stages.flatMap((one) => changes.map((change) => caseOf(one, change))));
}

function caseOf(
  { name, at, document }: Stage,
  { at: below, value, errors = [], lenient = errors }: Change,
): ConformanceCase {
  const path = [...at, ...below];
  const prefix = at.reduce<string>(
    (text, step) => (typeof step === "number" ? `${text}[${step}]` : text === "" ? step : `${text}.${step}`),
    "",
  );
  const full = (list: Errors) => list.map((text) => `${prefix}${text}`);
  return {
    name: `${name} ${path.join("/")} = ${value === p.NONE ? "nothing" : JSON.stringify(value).slice(0, 80)}`,
    document: p.changed(document(), path, value),
    strict: full(errors),
    lenient: full(lenient),
  };
}
