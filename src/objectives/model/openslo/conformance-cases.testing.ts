import * as p from "./conformance-parts.testing.ts";

type Path = readonly (string | number)[];
/** `path code` of each error. */
type Errors = readonly string[];

/** A document, and what has to be said about it. */
export interface ConformanceCase {
  readonly name: string;
  readonly document: unknown;
  readonly strict: Errors;
  readonly lenient: Errors;
}

/** A value at a path below a part, with the errors below that part; `lenient` where it differs. */
interface Change {
  readonly at: Path;
  readonly value: unknown;
  readonly errors?: Errors;
  readonly lenient?: Errors;
}

const ok = (at: Path, ...values: unknown[]): Change[] => values.map((value) => ({ at, value }));
const bad = (at: Path, errors: Errors, ...values: unknown[]): Change[] =>
  values.map((value) => ({ at, value, errors }));
/** Refused by the reference SDK alone. */
const strictly = (at: Path, errors: Errors, ...values: unknown[]): Change[] =>
  values.map((value) => ({ at, value, errors, lenient: [] }));

/** Where a part stands in a valid document. */
interface Stage {
  readonly name: string;
  readonly at: Path;
  readonly document: () => p.Json;
}

const stage = (name: string, at: Path, document: () => p.Json): Stage => ({ name, at, document });
const POLICY = ["spec", "alertPolicies", 0] as const;

const METADATA_STAGES: readonly Stage[] = [
  ...Object.entries(p.WHOLE).map(([kind, document]) => stage(kind, ["metadata"], document)),
  stage("inline SLI", ["spec", "indicator", "metadata"], () => p.documentOf("SLO", p.sloSpec())),
  stage("composite", ["spec", "objectives", 0, "indicator", "metadata"], () => p.documentOf("SLO", p.compositeSpec())),
  stage("inline policy", [...POLICY, "metadata"], () => p.documentOf("SLO", p.policySlo())),
  stage("inline condition", ["spec", "conditions", 0, "metadata"], () =>
    p.documentOf("AlertPolicy", p.inlinePolicySpec()),
  ),
  stage("inline target", ["spec", "notificationTargets", 0, "metadata"], () =>
    p.documentOf("AlertPolicy", p.inlinePolicySpec()),
  ),
];

const LONG = "l".repeat(63);
const label = (key: string) => ({ [key]: "x" });
const quoted = (key: string) => (/[.]/.test(key) ? `['${key}']` : `.${key}`);

const METADATA: readonly Change[] = [
  ...ok(["name"], "a", "0", "a-b", "a--b", "0-9", LONG),
  ...strictly(["name"], [".name string_dns_label"], `${LONG}l`, "Orders", "onCall", "a.b", "a_b", "a/b", "a|b", "a\\b"),
  ...bad(
    ["name"],
    [".name string_dns_label"],
    "my orders",
    "-a",
    "a-",
    " a",
    "a\n",
    "ä",
    "a,b",
    "x".repeat(256),
    "a\t",
  ),
  ...bad(["name"], [".name required"], "", null, p.NONE),
  ...bad(["name"], [".name invalid_type"], 1, true, ["a"], { a: 1 }),
  ...ok(["displayName"], "", "Orders of the shop", "ü".repeat(63), "😀".repeat(63), null),
  ...strictly(["displayName"], [".displayName string_max_length"], "x".repeat(64), "😀".repeat(64)),
  ...bad(["displayName"], [".displayName invalid_type"], 5, false, []),
  ...ok(["labels"], {}, null, { team: "a" }, { team: ["a", "b"] }, { team: [] }, { team: null }, { team: [""] }),
  ...ok(["labels"], label(LONG), label("a_b.c-d"), label("9a"), label("aB"), label("Z")),
  ...bad(["labels"], [".labels.a invalid_type"], { a: 1 }, { a: true }, { a: { b: "c" } }),
  ...bad(["labels"], [".labels.a[0] invalid_type"], { a: [1] }),
  ...bad(["labels"], [".labels invalid_type"], [], "a", 3),
  ...[`${LONG}l`, "a_", "a.", "a-", "_a", "-a", ".a"].flatMap((key) =>
    bad(["labels"], [`.labels${quoted(key)} string_match_regexp`], label(key)),
  ),
  ...bad(["labels"], [".labels['a b'] string_match_regexp"], label("a b")),
  ...ok(["annotations"], {}, null, { a: "b" }, { a: "" }, { a: null }, label("openslo.com/a"), label("d/a.b")),
  ...ok(["annotations"], label(`${[LONG, LONG, LONG].join(".")}/${LONG}`), label("a.b-c.org/nEt"), label("nEt_x")),
  ...bad(["annotations"], [".annotations.a invalid_type"], { a: 1 }, { a: false }, { a: ["b"] }, { a: { b: "c" } }),
  ...bad(["annotations"], [".annotations invalid_type"], "a", ["a"]),
  ...[
    "a_",
    "-a",
    "a/",
    "A.com/a",
    "a_b.com/a",
    "-a.com/a",
    "a..b/c",
    "a/b/c",
    `${LONG}l`,
    `${"l".repeat(254)}/a`,
  ].flatMap((key) => bad(["annotations"], [`.annotations${quoted(key)} string_match_regexp`], label(key))),
  ...strictly(["owner"], [".owner unknown_field"], "me"),
  ...strictly(["label"], [".label unknown_field"], { a: "b" }),
];

/** Metadata as a whole: empty is as good as missing. */
const WHOLE_METADATA: readonly Change[] = [
  ...bad([], [" required"], {}, null, p.NONE, { name: "" }),
  ...bad([], [" invalid_type"], "orders", [], 5),
  ...bad([], [".name required"], { labels: {} }, { displayName: "Orders" }),
];

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

const DURATIONS_OK = ["1m", "12h", "28d", "4w", "3M", "1Q", "1Y", "0w", "+5m", " 5m", "5 m", "05m", "5m x"];
const durations = (at: Path, text: string): Change[] => [
  ...ok(at, ...DURATIONS_OK),
  ...bad(at, [`${text}.unit one_of`], "5s", "1mm", "30D", "1y", "1.5h", "5m,", "1_0m"),
  ...bad(at, [`${text}.value greater_than_or_equal_to`], "-1m"),
  ...bad(at, [`${text} invalid_duration`], "soon", "m", "h5", "5", "P1D", "99999999999999999999d", "5\nm"),
  ...bad(at, [`${text} invalid_type`], true, ["1d"], { unit: "d" }),
];

const CONDITION_STAGES: readonly Stage[] = [
  stage("AlertCondition", ["spec"], () => p.documentOf("AlertCondition", p.conditionSpec())),
  stage("inline condition", ["spec", "conditions", 0, "spec"], () => p.documentOf("AlertPolicy", p.inlinePolicySpec())),
  stage("SLO", [...POLICY, "spec", "conditions", 0, "spec"], () => p.documentOf("SLO", p.policySlo())),
];

const CONDITION_SPEC: readonly Change[] = [
  ...bad(["description"], [".description string_max_length"], "x".repeat(1051)),
  ...bad(["severity"], [".severity required"], "", null, p.NONE),
  ...bad(["severity"], [".severity invalid_type"], 1),
  ...bad(["condition"], [".condition required"], {}, null, p.NONE),
  ...bad(["condition"], [".condition invalid_type"], "burnrate"),
  ...strictly(["condition", "kind"], [".condition.kind required"], "", p.NONE, null),
  ...bad(["condition", "kind"], [".condition.kind one_of"], "burnRate", "slow"),
  ...ok(["condition", "op"], "gt", "gte", "lt", "lte"),
  ...strictly(["condition", "op"], [".condition.op required"], "", p.NONE, null),
  ...bad(["condition", "op"], [".condition.op one_of"], "lessThan", "GT"),
  ...ok(["condition", "threshold"], 0, -1, 1.5, 1e3),
  ...bad(["condition", "threshold"], [".condition.threshold required"], null, p.NONE),
  ...bad(["condition", "threshold"], [".condition.threshold invalid_type"], "14", true),
  ...bad(["condition", "lookbackWindow"], [".condition.lookbackWindow required"], "", null, p.NONE),
  ...durations(["condition", "lookbackWindow"], ".condition.lookbackWindow"),
  ...bad(["condition", "lookbackWindow"], [".condition.lookbackWindow invalid_type"], 5),
  ...ok(["condition", "alertAfter"], null, p.NONE),
  ...bad(["condition", "alertAfter"], [".condition.alertAfter.unit required"], ""),
  ...durations(["condition", "alertAfter"], ".condition.alertAfter"),
  ...strictly(["condition", "window"], [".condition.window unknown_field"], "1h"),
  ...strictly(["severty"], [".severty unknown_field"], "page"),
];

const TARGET_STAGES: readonly Stage[] = [
  stage("AlertNotificationTarget", ["spec"], () => p.documentOf("AlertNotificationTarget", p.targetSpec())),
  stage("inline target", ["spec", "notificationTargets", 0, "spec"], () =>
    p.documentOf("AlertPolicy", p.inlinePolicySpec()),
  ),
];

const TARGET_SPEC: readonly Change[] = [
  ...ok(["description"], "x".repeat(1050), p.NONE),
  ...bad(["description"], [".description string_max_length"], "x".repeat(1051)),
  ...bad(["target"], [".target required"], "", null, p.NONE),
  ...bad(["target"], [".target invalid_type"], 1, ["mail"]),
  ...strictly(["url"], [".url unknown_field"], "http://x"),
];

const POLICY_STAGES: readonly Stage[] = [
  stage("AlertPolicy", ["spec"], () => p.documentOf("AlertPolicy", p.policySpec())),
  stage("inline policy", [...POLICY, "spec"], () => p.documentOf("SLO", p.policySlo())),
];

const inlineChanges = (list: string, ref: string, kind: string): Change[] => {
  const at = [list, 0];
  const path = `.${list}[0]`;
  const inline = p.inlinePolicySpec()[list] as readonly p.Json[];
  const [first = {}] = inline;
  return [
    ...ok(at, first, { [ref]: "a-b" }),
    ...bad(at, [`${path} mutually_exclusive`], {}, null, { ...first, [ref]: "a" }),
    ...bad(at, [`${path}.${ref} required`], { [ref]: "" }, { [ref]: null }),
    ...bad(at, [`${path}.${ref} string_dns_label`], { [ref]: "a b" }),
    ...strictly(at, [`${path}.${ref} string_dns_label`], { [ref]: "OnCall" }),
    ...bad(at, [`${path}.${ref} invalid_type`], { [ref]: 1 }),
    ...bad(at, [`${path}.kind equal_to`], { ...first, kind: "SLO" }, { ...first, kind: "foo" }),
    ...bad(at, [`${path}.kind required`], p.changed(first, ["kind"], p.NONE), { ...first, kind: "" }),
    ...bad(at, [`${path}.metadata required`], p.changed(first, ["metadata"], p.NONE), { ...first, metadata: {} }),
    ...bad(at, [`${path}.spec required`], p.changed(first, ["spec"], p.NONE), { ...first, spec: {} }),
    ...bad(at, [`${path}.metadata required`, `${path}.spec required`], { kind }),
    ...strictly(at, [`${path}.apiVersion unknown_field`], { ...first, apiVersion: "openslo/v1" }),
    ...bad(at, [`${path} invalid_type`], "a", ["a"]),
  ];
};

const POLICY_SPEC: readonly Change[] = [
  ...bad(["description"], [".description string_max_length"], "x".repeat(1051)),
  ...["alertWhenNoData", "alertWhenResolved", "alertWhenBreaching"].flatMap((key) => [
    ...ok([key], true, false, null, p.NONE),
    ...bad([key], [`.${key} invalid_type`], "yes", 1),
  ]),
  ...bad(["conditions"], [".conditions slice_length"], [], null, p.NONE, [
    { conditionRef: "a" },
    { conditionRef: "b" },
  ]),
  ...bad(["conditions"], [".conditions invalid_type"], { conditionRef: "a" }, "a"),
  ...bad(["notificationTargets"], [".notificationTargets slice_min_length"], [], null, p.NONE),
  ...ok(["notificationTargets"], [{ targetRef: "a" }, { targetRef: "b" }, { targetRef: "c" }]),
  ...inlineChanges("conditions", "conditionRef", "AlertCondition"),
  ...inlineChanges("notificationTargets", "targetRef", "AlertNotificationTarget"),
  ...strictly(["condition"], [".condition unknown_field"], []),
];

const slo = (name: string, spec: () => p.Json): Stage => stage(name, ["spec"], () => p.documentOf("SLO", spec()));
const OBJECTIVE = ["objectives", 0] as const;

const SLO_SPEC: readonly Change[] = [
  ...bad(["description"], [".description string_max_length"], "x".repeat(1051)),
  ...ok(["service"], "orders", "any name"),
  ...bad(["service"], [".service required"], "", null, p.NONE),
  ...bad(["service"], [".service invalid_type"], 5),
  ...bad(["budgetingMethod"], [".budgetingMethod required"], "", null, p.NONE),
  ...bad(["budgetingMethod"], [".budgetingMethod one_of"], "occurrences", "TimeSlices", "invalid"),
  ...bad(["indicator"], [" mutually_exclusive"], p.NONE, null),
  ...bad(["indicatorRef"], [" mutually_exclusive"], "availability"),
  ...bad(["indicator"], [".indicator invalid_type"], "availability"),
  ...bad([...OBJECTIVE, "indicatorRef"], [" mutually_exclusive"], "availability"),
  ...strictly(["timeWindow"], [".timeWindow slice_length"], [], null, p.NONE),
  ...bad(["timeWindow"], [".timeWindow slice_length"], [p.rolling(), p.rolling()]),
  ...bad(["timeWindow"], [".timeWindow invalid_type"], p.rolling(), "28d"),
  ...ok(["timeWindow", 0], p.rolling(), p.calendar(), p.changed(p.calendar(), ["isRolling"], p.NONE)),
  ...bad(
    ["timeWindow", 0],
    [".timeWindow[0] rolling_or_calendar"],
    { duration: "1w" },
    { duration: "1w", isRolling: false },
  ),
  ...bad(["timeWindow", 0, "calendar"], [".timeWindow[0] rolling_or_calendar"], p.calendar()["calendar"]),
  ...bad(["timeWindow", 0, "isRolling"], [".timeWindow[0].isRolling invalid_type"], "true"),
  ...bad(["timeWindow", 0, "duration"], [".timeWindow[0].duration required"], "", null, p.NONE),
  ...durations(["timeWindow", 0, "duration"], ".timeWindow[0].duration"),
  ...bad(["timeWindow", 0, "duration"], [".timeWindow[0].duration invalid_type"], 28),
  ...strictly(["timeWindow", 0, "rolling"], [".timeWindow[0].rolling unknown_field"], true),
  ...ok(["objectives"], [], null, p.NONE, [{ target: 0.9 }, { target: 0.99 }]),
  ...bad(["objectives"], [".objectives invalid_type"], { target: 0.9 }),
  ...bad([...OBJECTIVE], [".objectives[0] invalid_type"], 0.9, "0.9"),
  ...ok([...OBJECTIVE, "target"], 0, 0.5, 0.9999, 0.99999999),
  ...bad([...OBJECTIVE, "target"], [".objectives[0].target less_than"], 1, 1.5, 99.9),
  ...bad([...OBJECTIVE, "target"], [".objectives[0].target greater_than_or_equal_to"], -0.1),
  ...bad([...OBJECTIVE, "target"], [".objectives[0].target invalid_type"], "0.9", "99.9%", true),
  ...bad([...OBJECTIVE, "target"], [".objectives[0] mutually_exclusive"], null, p.NONE),
  ...bad([...OBJECTIVE, "targetPercent"], [".objectives[0] mutually_exclusive"], 99),
  ...ok([...OBJECTIVE], { targetPercent: 0 }, { targetPercent: 99.9999 }),
  ...bad([...OBJECTIVE], [".objectives[0].targetPercent less_than"], { targetPercent: 100 }),
  ...bad([...OBJECTIVE], [".objectives[0].targetPercent greater_than_or_equal_to"], { targetPercent: -1 }),
  ...bad([...OBJECTIVE], [".objectives[0] mutually_exclusive"], {}, { displayName: "x" }, null),
  ...strictly([...OBJECTIVE, "value"], [".objectives[0].value forbidden"], 1, 0),
  ...strictly([...OBJECTIVE, "op"], [".objectives[0].op forbidden"], "gt", "foo"),
  ...ok([...OBJECTIVE, "op"], "", null),
  ...ok([...OBJECTIVE, "compositeWeight"], 1, 0, -1),
  ...ok([...OBJECTIVE, "timeSliceWindow"], "1m", "5s", null),
  ...ok([...OBJECTIVE, "timeSliceTarget"], 5, null),
  ...bad([...OBJECTIVE, "timeSliceWindow"], [".objectives[0].timeSliceWindow invalid_duration"], "soon"),
  ...strictly([...OBJECTIVE, "goal"], [".objectives[0].goal unknown_field"], 1),
  ...ok(["alertPolicies"], [], null, [{ alertPolicyRef: "a" }, { alertPolicyRef: "b" }]),
  ...bad(["alertPolicies"], [".alertPolicies[0] invalid_type"], ["pages"]),
  ...strictly(["timeWindows"], [".timeWindows unknown_field"], []),
];

const CALENDAR: readonly Change[] = [
  ...ok(
    ["timeWindow", 0, "calendar", "startTime"],
    "2024-02-29 23:59:59",
    "2026-01-01 9:00:00",
    "2026-01-01 09:00:00.5",
  ),
  ...bad(
    ["timeWindow", 0, "calendar", "startTime"],
    [".timeWindow[0].calendar.startTime string_date_time"],
    ...["", "2026-02-29 00:00:00", "2026-13-01 00:00:00", "2026-01-01", "2026-01-01T00:00:00Z", "2026-01-01 24:00:00"],
    ...["2026-1-1 00:00:00", "2026-01-01 00:00", "2026-01-01 00:00:00+01:00", p.NONE, null, "01.01.2026 00:00:00"],
  ),
  ...ok(
    ["timeWindow", 0, "calendar", "timeZone"],
    "UTC",
    "America/New_York",
    "US/Pacific",
    "Etc/GMT+5",
    "Asia/Kolkata",
  ),
  ...bad(
    ["timeWindow", 0, "calendar", "timeZone"],
    [".timeWindow[0].calendar.timeZone string_time_zone"],
    ...["", "Local", "Europe/Atlantis", "europe/berlin", "+01:00", "CEST", "PST", "GMT+5", "utc", p.NONE, null],
  ),
  ...bad(["timeWindow", 0, "calendar"], [".timeWindow[0] rolling_or_calendar"], null, p.NONE),
  ...bad(["timeWindow", 0, "calendar"], [".timeWindow[0].calendar invalid_type"], "UTC"),
  ...strictly(["timeWindow", 0, "calendar", "zone"], [".timeWindow[0].calendar.zone unknown_field"], "UTC"),
];

const WINDOW = ".objectives[0].timeSliceWindow";
const sliceWindow: readonly Change[] = [
  ...durations([...OBJECTIVE, "timeSliceWindow"], WINDOW),
  ...strictly(
    [...OBJECTIVE, "timeSliceWindow"],
    [`${WINDOW} invalid_type`].map((text) => text.replace("type", "duration")),
    5,
  ),
  ...bad([...OBJECTIVE, "timeSliceWindow"], [`${WINDOW} required`], null, p.NONE),
  ...bad([...OBJECTIVE, "timeSliceWindow"], [`${WINDOW}.unit required`], ""),
];

const TIMESLICES: readonly Change[] = [
  ...sliceWindow,
  ...ok([...OBJECTIVE, "timeSliceTarget"], 0.1, 1),
  ...bad([...OBJECTIVE, "timeSliceTarget"], [".objectives[0].timeSliceTarget greater_than"], 0, -1),
  ...bad([...OBJECTIVE, "timeSliceTarget"], [".objectives[0].timeSliceTarget less_than_or_equal_to"], 1.1),
  ...bad([...OBJECTIVE, "timeSliceTarget"], [".objectives[0].timeSliceTarget required"], null, p.NONE),
  ...bad([...OBJECTIVE, "timeSliceTarget"], [".objectives[0].timeSliceTarget invalid_type"], "0.9"),
];

const RATIO_SLICES: readonly Change[] = [...sliceWindow, ...ok([...OBJECTIVE, "timeSliceTarget"], p.NONE, 0, 5)];

const THRESHOLD: readonly Change[] = [
  ...ok([...OBJECTIVE, "op"], "gt", "gte", "lt", "lte"),
  ...bad([...OBJECTIVE, "op"], [".objectives[0].op one_of"], "lessThan", "LTE"),
  ...bad([...OBJECTIVE, "op"], [".objectives[0].op required"], "", null, p.NONE),
  ...ok([...OBJECTIVE, "value"], 0, -5, 1.5),
  ...bad([...OBJECTIVE, "value"], [".objectives[0].value required"], null, p.NONE),
  ...bad([...OBJECTIVE, "value"], [".objectives[0].value invalid_type"], "300ms"),
];

const REFERRED: readonly Change[] = [
  ...ok(["indicatorRef"], "a-b"),
  ...bad(["indicatorRef"], [".indicatorRef string_dns_label"], "my sli", ""),
  ...strictly(["indicatorRef"], [".indicatorRef string_dns_label"], "MySli"),
  ...bad(["indicatorRef"], [".indicatorRef invalid_type"], 1),
  ...bad(["indicatorRef"], [" mutually_exclusive"], null, p.NONE),
  ...ok([...OBJECTIVE, "op"], "gt", "foo"),
  ...ok([...OBJECTIVE, "value"], 1),
];

const COMPOSITE: readonly Change[] = [
  ...ok([...OBJECTIVE, "compositeWeight"], 20, 999_999_999_999.9999, p.NONE),
  ...bad([...OBJECTIVE, "compositeWeight"], [".objectives[0].compositeWeight greater_than"], 0, -2),
  ...bad([...OBJECTIVE, "indicatorRef"], [".objectives[0] mutually_exclusive"], "a"),
  ...bad(["objectives", 1, "indicatorRef"], [".objectives[1].indicatorRef string_dns_label"], "my sli", ""),
  ...ok([...OBJECTIVE, "indicator"], p.NONE),
  ...bad(["indicatorRef"], [" mutually_exclusive"], "a"),
];

const SOURCE: readonly Change[] = [
  ...bad(["description"], [".description string_max_length"], "x".repeat(1051)),
  ...bad(["type"], [".type required"], "", null, p.NONE),
  ...ok(["connectionDetails"], null, {}, [], "text", 5, [{ url: "x" }]),
  ...bad(["connectionDetails"], [".connectionDetails required"], p.NONE),
  ...bad([], [".type required", ".connectionDetails required"], {}, null, p.NONE),
  ...bad([], [" invalid_type"], "Prometheus", []),
  ...strictly(["url"], [".url unknown_field"], "http://x"),
];

const SERVICE: readonly Change[] = [
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

const GROUPS: readonly (readonly [readonly Stage[], readonly Change[]])[] = [
  [METADATA_STAGES, METADATA],
  [METADATA_STAGES, WHOLE_METADATA],
  [SLI_STAGES, SLI_SPEC],
  [CONDITION_STAGES, CONDITION_SPEC],
  [TARGET_STAGES, TARGET_SPEC],
  [POLICY_STAGES, POLICY_SPEC],
  [[slo("SLO", p.sloSpec)], SLO_SPEC],
  [[slo("calendar SLO", () => p.sloSpec({ timeWindow: [p.calendar()] }))], CALENDAR],
  [[slo("Timeslices", () => p.slicedSpec("Timeslices"))], TIMESLICES],
  [[slo("RatioTimeslices", () => p.slicedSpec("RatioTimeslices"))], RATIO_SLICES],
  [[slo("threshold SLO", p.thresholdSloSpec)], THRESHOLD],
  [[slo("SLO with a reference", () => p.changed(p.sloSpec({ indicatorRef: "a" }), ["indicator"], p.NONE))], REFERRED],
  [[slo("composite", p.compositeSpec)], COMPOSITE],
  [[stage("DataSource", ["spec"], () => p.documentOf("DataSource", p.sourceSpec()))], SOURCE],
  [[stage("Service", ["spec"], () => p.documentOf("Service", {}))], SERVICE],
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
