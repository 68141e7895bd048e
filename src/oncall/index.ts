/** Who is on call: schedules, the one resolver that answers for all of them, and those that are served. Time is a parameter. */
export { allSchedules, releaseSchedule } from "./actions/all-schedules.ts";
export { CALENDARS_PATH } from "./actions/calendar-actions.ts";
export { scheduleExists } from "./actions/existing-schedule.ts";
export { removeSchedule, saveSchedule } from "./actions/save-schedule.ts";
export { HandoffNotices } from "./handoff-notices.ts";
export { LAYER_KEYS } from "./grammar/layer-of.ts";
export { OVERRIDE_KEYS } from "./grammar/override-of.ts";
export { readSchedule, SCHEDULE_KEYS, type ScheduleFile } from "./grammar/read-schedule.ts";
export { weekSpansOf } from "./grammar/week-spans-of.ts";
export { writtenTimeOf } from "./grammar/written-time-of.ts";
export { oncallMigrations } from "./migrations.ts";
export { instantOfEnd, instantOfStart } from "./model/written-instant.ts";
export { OnCall, type OnCallNow, type Shifts } from "./model/on-call.ts";
export { type Quality, qualityOf } from "./model/quality.ts";
export type { WeekSpan } from "./model/schedule.ts";
export { WeekPattern } from "./model/week-pattern.ts";
export { type ClockChange, ZoneClock } from "./model/zone-clock.ts";
export { OnCallSchedules } from "./on-call-schedules.ts";
