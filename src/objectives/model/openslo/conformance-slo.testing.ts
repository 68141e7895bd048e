import { bad, type Change, durations, type Group, ok, stage, type Stage, strictly } from "./conformance-kit.testing.ts";
import * as p from "./conformance-parts.testing.ts";

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
    "",
    "2026-02-29 00:00:00",
    "2026-13-01 00:00:00",
    "2026-01-01",
    "2026-01-01T00:00:00Z",
    "2026-01-01 24:00:00",
    "2026-1-1 00:00:00",
    "2026-01-01 00:00",
    "2026-01-01 00:00:00+01:00",
    "01.01.2026 00:00:00",
    p.NONE,
    null,
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
    "",
    "Local",
    "Europe/Atlantis",
    "europe/berlin",
    "+01:00",
    "CEST",
    "PST",
    "GMT+5",
    "utc",
    p.NONE,
    null,
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

/** SLOs of each budgeting method, window and form of SLI. */
export const SLO_GROUPS: readonly Group[] = [
  [[slo("SLO", p.sloSpec)], SLO_SPEC],
  [[slo("calendar SLO", () => p.sloSpec({ timeWindow: [p.calendar()] }))], CALENDAR],
  [[slo("Timeslices", () => p.slicedSpec("Timeslices"))], TIMESLICES],
  [[slo("RatioTimeslices", () => p.slicedSpec("RatioTimeslices"))], RATIO_SLICES],
  [[slo("threshold SLO", p.thresholdSloSpec)], THRESHOLD],
  [[slo("SLO with a reference", () => p.changed(p.sloSpec({ indicatorRef: "a" }), ["indicator"], p.NONE))], REFERRED],
  [[slo("composite", p.compositeSpec)], COMPOSITE],
];
