import { route } from "#http";
import { calendarActions, type CalendarPorts } from "./actions/calendar-actions.ts";
import { dutyActions } from "./actions/duty-actions.ts";
import { overrideActions } from "./actions/override-actions.ts";
import { swapActions } from "./actions/swap-actions.ts";
import type { PreparedSchedules } from "./actions/prepared-schedules.ts";
import { scheduleActions } from "./actions/schedule-actions.ts";
import { shiftActions } from "./actions/shift-actions.ts";

/** One line for each URL. */
export function oncallRoutes(prepared: PreparedSchedules, ports: CalendarPorts) {
  const calendar = calendarActions(ports);
  const duty = dutyActions(prepared);
  const schedule = scheduleActions(prepared);
  const shift = shiftActions(prepared);
  return [
    route("GET /schedules", schedule.list),
    route("POST /schedules/preview", shift.preview, { asks: true }),
    route("GET /schedules/:schedule", schedule.get, { saysMore: true }),
    route("PUT /schedules/:schedule", schedule.put),
    route("DELETE /schedules/:schedule", schedule.remove),
    route("GET /schedules/:schedule/shifts", shift.shifts),
    route("GET /schedules/:schedule/who", shift.who),
    route("GET /schedules/:schedule/quality", shift.quality),
    route("GET /schedules/:schedule/overrides", overrideActions.list),
    route("POST /schedules/:schedule/overrides", overrideActions.add, { status: 201 }),
    route("DELETE /schedules/:schedule/overrides/:override", overrideActions.end),
    route("GET /schedules/:schedule/swaps", swapActions.list),
    route("POST /schedules/:schedule/swaps", swapActions.request, { status: 201 }),
    route("PUT /schedules/:schedule/swaps/:swap/taking", swapActions.take),
    route("DELETE /schedules/:schedule/swaps/:swap", swapActions.withdraw),
    route("GET /oncall/now", schedule.now),
    route("GET /oncall/gaps", duty.gaps),
    route("GET /me/shifts", duty.own),
    route("GET /me/calendars", calendar.list),
    route("POST /me/calendars", calendar.make, { status: 201 }),
    route("DELETE /me/calendars", calendar.remove),
  ];
}
