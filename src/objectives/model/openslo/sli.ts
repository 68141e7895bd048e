import { exclusive } from "./exclusive.ts";
import { type Draft, optional, type PartOf, pointer, required } from "./field.ts";
import { ANY_MAP, BOOLEAN, TEXT } from "./field-types.ts";
import type { FieldRule, PartRule } from "./rule.ts";
import { Shape } from "./shape.ts";
import { DESCRIPTION_RULES, NAME_RULES, oneOf } from "./text-rules.ts";

const NOT_EMPTY: FieldRule<Readonly<Record<string, unknown>>> = {
  code: "map_min_length",
  origin: "both",
  says: "it says what to measure, so it needs at least one key",
  remedy: "Write the query or filter.",
  breach: (map) => (Object.keys(map).length === 0 ? "has no keys" : undefined),
};

const SOURCE_FIELDS = {
  metricSourceRef: optional(TEXT, NAME_RULES),
  type: optional(TEXT),
  spec: required(ANY_MAP, [NOT_EMPTY]),
};

const TYPE_OR_REF: PartRule<Draft<typeof SOURCE_FIELDS>> = {
  path: "type",
  code: "one_of_properties",
  origin: "specification",
  says: "without a DataSource nobody can tell how to read this metric",
  remedy: 'Write "type", or refer to a DataSource by "metricSourceRef".',
  breaches: (source, look) =>
    look.has(source, "type") || look.has(source, "metricSourceRef")
      ? []
      : [{ at: [], found: 'neither "type" nor "metricSourceRef" is given' }],
};

const METRIC_SOURCE = new Shape("metricSource", SOURCE_FIELDS, [TYPE_OR_REF]);
const METRIC = new Shape("metric", { metricSource: required(METRIC_SOURCE) });

const RATIO_FIELDS = {
  counter: optional(BOOLEAN),
  good: pointer(METRIC),
  bad: pointer(METRIC),
  total: pointer(METRIC),
  rawType: optional(TEXT),
  raw: pointer(METRIC),
};
type RatioDraft = Draft<typeof RATIO_FIELDS>;

const TOTAL_OR_RAW = exclusive<RatioDraft>({
  keys: ["total", "raw"],
  isNeeded: true,
  says: 'a ratio is either counted ("good" or "bad" out of "total") or read ready-made ("raw")',
  remedy: "Give one of them.",
});

const ONE_NUMERATOR = exclusive<RatioDraft>({
  keys: ["raw", "good", "bad"],
  isNeeded: false,
  says: "each of them alone already says which ratio is meant",
  remedy: "Keep one of them.",
});

/** The reference SDK tells the first broken rule about a ratio only; so do we, since one mistake breaks several. */
const NUMERATOR: PartRule<RatioDraft> = {
  path: "",
  code: "one_of_properties",
  origin: "both",
  says: '"total" is a denominator and needs a numerator',
  remedy: 'Give "good" or "bad".',
  breaches: (ratio, look) =>
    look.has(ratio, "total") && !["good", "bad", "raw"].some((key) => look.has(ratio, key))
      ? [{ at: [], found: 'neither "good" nor "bad" is given' }]
      : [],
};

const RATIO_FORM: PartRule<RatioDraft> = {
  ...ONE_NUMERATOR,
  breaches: (ratio, look) => (TOTAL_OR_RAW.breaches(ratio, look).length > 0 ? [] : ONE_NUMERATOR.breaches(ratio, look)),
};

const RAW_TYPES = oneOf(["success", "failure"]);

const RAW_TYPE_MISSING: PartRule<RatioDraft> = {
  path: "rawType",
  code: "required",
  origin: "both",
  says: 'a "raw" ratio can be one of successes or of failures, and nothing else tells which',
  remedy: "Write success or failure.",
  breaches: (ratio, look) =>
    ratio.raw && !look.has(ratio, "total") && (ratio.rawType ?? "") === ""
      ? [{ at: ["rawType"], found: '"rawType" is missing' }]
      : [],
};

const RAW_TYPE: PartRule<RatioDraft> = {
  ...RAW_TYPES,
  path: "rawType",
  breaches: (ratio) => {
    const found = ratio.raw && (ratio.rawType ?? "") !== "" ? RAW_TYPES.breach(ratio.rawType ?? "") : undefined;
    return found === undefined ? [] : [{ at: ["rawType"], found: `"rawType" ${found}` }];
  },
};

const RATIO = new Shape("ratioMetric", RATIO_FIELDS, [TOTAL_OR_RAW, RATIO_FORM, NUMERATOR, RAW_TYPE_MISSING, RAW_TYPE]);

const SPEC_FIELDS = {
  description: optional(TEXT, DESCRIPTION_RULES),
  thresholdMetric: pointer(METRIC),
  ratioMetric: pointer(RATIO),
};

/** The spec of an SLI, on its own or inside an SLO. */
export const SLI_SPEC = new Shape("SLI spec", SPEC_FIELDS, [
  exclusive<Draft<typeof SPEC_FIELDS>>({
    keys: ["ratioMetric", "thresholdMetric"],
    isNeeded: true,
    says: "an SLI is either a ratio of counts or a value to compare with a threshold",
    remedy: "Give one of them.",
  }),
]);
export type SliSpec = PartOf<typeof SPEC_FIELDS>;
