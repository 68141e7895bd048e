import { DURATION } from "./duration.ts";
import { type Draft, optional, pointer, required } from "./field.ts";
import { BOOLEAN, TEXT } from "./field-types.ts";
import { LOCAL_TIME_CODE, LOCAL_TIME_RULE } from "./local-time.ts";
import type { PartRule } from "./rule.ts";
import { Shape } from "./shape.ts";
import { TIME_ZONE_CODE, TIME_ZONE_RULE } from "./time-zone.ts";

const CALENDAR_FIELDS = {
  startTime: required(TEXT, [LOCAL_TIME_RULE], LOCAL_TIME_CODE),
  timeZone: required(TEXT, [TIME_ZONE_RULE], TIME_ZONE_CODE),
};
const CALENDAR = new Shape("calendar", CALENDAR_FIELDS);

const FIELDS = {
  duration: required(DURATION),
  isRolling: optional(BOOLEAN),
  calendar: pointer(CALENDAR),
};
type WindowDraft = Draft<typeof FIELDS>;

const ROLLING_OR_CALENDAR: PartRule<WindowDraft> = {
  path: "",
  code: "rolling_or_calendar",
  origin: "both",
  says: "a window either rolls (isRolling: true) or is aligned with a calendar",
  remedy: "Write isRolling: true without a calendar, or a calendar with startTime and timeZone.",
  breaches: (window, look) => {
    if (look.has(window, "isRolling") && window.isRolling === undefined) return [];
    const hasCalendar = look.has(window, "calendar");
    if (window.isRolling === true && hasCalendar) return [{ at: [], found: "isRolling is true beside a calendar" }];
    const isEmpty = window.isRolling !== true && !hasCalendar;
    return isEmpty ? [{ at: [], found: "there is neither a calendar nor isRolling: true" }] : [];
  },
};

const ROLLING_CALENDAR_UNIT: PartRule<WindowDraft> = {
  path: "duration",
  code: "rolling_unit",
  origin: "advice",
  says: "a month counts as 30 days, a quarter as 90 and a year as 365 where the window rolls",
  remedy: "Write days, for example 28d or 30d, or align the window with a calendar.",
  breaches: ({ duration, isRolling }) =>
    isRolling === true && duration && ["M", "Q", "Y"].includes(duration.unit)
      ? [{ at: ["duration"], found: `"duration" of a rolling window is ${duration.count}${duration.unit}` }]
      : [],
};

const MINUTES: PartRule<WindowDraft> = {
  path: "duration",
  code: "unit_mix_up",
  origin: "advice",
  says: "m is a minute and M is a month",
  remedy: "Check the unit.",
  breaches: ({ duration }) =>
    duration?.unit === "m" && duration.count > 0 && duration.count <= 12
      ? [{ at: ["duration"], found: `"duration" is ${duration.count}m, a window of minutes` }]
      : [],
};

/** The time over which an SLO is kept. */
export const TIME_WINDOW = new Shape("time window", FIELDS, [ROLLING_OR_CALENDAR, ROLLING_CALENDAR_UNIT, MINUTES]);
