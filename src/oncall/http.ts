import { route } from "#http";
import type { PreparedSchedules } from "./actions/prepared-schedules.ts";
import { scheduleActions } from "./actions/schedule-actions.ts";
import { shiftActions } from "./actions/shift-actions.ts";

/** One line for each URL. */
export function oncallRoutes(prepared: PreparedSchedules) {
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
  ];
}
