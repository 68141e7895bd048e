import { bad, type Change, type Group, ok, stage, type Stage, strictly } from "./conformance-kit.testing.ts";
import * as p from "./conformance-parts.testing.ts";

const SLI_STAGES: readonly Stage[] = [
  stage("SLI", ["spec"], () => p.documentOf("SLI", p.goodRatio())),
  stage("inline SLI", ["spec", "indicator", "spec"], () => p.documentOf("SLO", p.sloSpec())),
  stage("composite", ["spec", "objectives", 0, "indicator", "spec"], () => p.documentOf("SLO", p.compositeSpec())),
];

const METRIC_KEYS = ["good", "total"] as const;
const metricChanges = METRIC_KEYS.flatMap((key) => {
  const path = `.ratioMetric.${key}.metricSource`;
  const at = ["ratioMetric", key, "metricSource"];
  return [
    ...ok([...at, "metricSourceRef"], "prometheus", "", null),
    ...bad([...at, "metricSourceRef"], [`${path}.metricSourceRef string_dns_label`], "my prometheus"),
    ...strictly([...at, "metricSourceRef"], [`${path}.metricSourceRef string_dns_label`], "MyPrometheus"),
    ...bad([...at, "metricSourceRef"], [`${path}.metricSourceRef invalid_type`], 1),
    ...ok([...at, "type"], "", p.NONE, "Datadog"),
    ...ok([...at, "spec"], { a: { b: [1, null, { c: true }] } }, { "any key": 1 }),
    ...bad([...at, "spec"], [`${path}.spec map_min_length`], {}),
    ...bad([...at, "spec"], [`${path}.spec required`], null, p.NONE),
    ...bad([...at, "spec"], [`${path}.spec invalid_type`], "query", ["query"]),
    ...bad(at, [`${path} required`], p.NONE, null, {}),
    ...strictly([...at, "query"], [`${path}.query unknown_field`], "up"),
    ...bad(at.slice(0, 2), [`.ratioMetric.${key} invalid_type`], "up", []),
  ];
});

const SLI_SPEC: readonly Change[] = [
  ...ok(["description"], "", "x".repeat(1050), "😀".repeat(1050), null),
  ...bad(["description"], [".description string_max_length"], "x".repeat(1051)),
  ...bad(["description"], [".description invalid_type"], 1),
  ...ok([], p.badRatio(), p.rawRatio()),
  ...bad(["thresholdMetric"], [" mutually_exclusive"], p.metric()),
  ...bad(["ratioMetric"], [" mutually_exclusive"], p.NONE, null),
  ...bad(["ratioMetric"], [".ratioMetric mutually_exclusive"], {}, { counter: true }, { good: p.metric() }),
  ...bad(["ratioMetric", "total"], [".ratioMetric mutually_exclusive"], p.NONE, null),
  ...bad(["ratioMetric", "bad"], [".ratioMetric mutually_exclusive"], p.metric()),
  ...bad(["ratioMetric", "good"], [".ratioMetric one_of_properties"], p.NONE, null),
  ...bad(["ratioMetric"], [".ratioMetric mutually_exclusive"], {
    raw: p.metric(),
    rawType: "failure",
    good: p.metric(),
  }),
  ...bad(["ratioMetric"], [".ratioMetric mutually_exclusive"], {
    raw: p.metric(),
    rawType: "failure",
    bad: p.metric(),
  }),
  ...ok(["ratioMetric"], { raw: p.metric(), rawType: "failure" }),
  ...bad(["ratioMetric"], [".ratioMetric.rawType required"], { raw: p.metric() }, { raw: p.metric(), rawType: "" }),
  ...bad(["ratioMetric"], [".ratioMetric.rawType one_of"], { raw: p.metric(), rawType: "good" }),
  ...ok(["ratioMetric", "rawType"], "good"),
  ...bad(["ratioMetric", "counter"], [".ratioMetric.counter invalid_type"], "true", 1),
  ...ok(["ratioMetric", "counter"], p.NONE, null, false),
  ...strictly(["ratioMetric", "goods"], [".ratioMetric.goods unknown_field"], p.metric()),
  ...strictly(["rationMetric"], [".rationMetric unknown_field"], p.metric()),
  ...metricChanges,
];

/** SLIs on their own, in an SLO, and in an objective. */
export const SLI_GROUPS: readonly Group[] = [[SLI_STAGES, SLI_SPEC]];
