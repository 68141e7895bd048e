import { instantText, jsonDocument } from "#kernel";
import { OnCall } from "#oncall";
import { styleOf } from "../terminal/style.ts";
import { openSchedule } from "./open-schedule.ts";
import { shiftsText } from "./shifts-text.ts";
import { periodOfFlags } from "./times-of-flags.ts";

/** What `plimsoll oncall shifts` was asked to do. */
interface ShiftsOptions {
  readonly schedule: string;
  readonly from: string;
  readonly to: string;
  readonly json: boolean;
}

/** The verb: reads the schedule, resolves the time, tells. */
export function tellShifts(options: ShiftsOptions): void {
  const schedule = openSchedule(options.schedule);
  const onCall = new OnCall(schedule);
  const period = periodOfFlags(options, onCall.clock);
  const { shifts, gaps } = onCall.shiftsIn(period);
  if (options.json) {
    const json = {
      shifts: shifts.map(({ start, end, people }) => ({ start: instantText(start), end: instantText(end), people })),
      gaps: gaps.map(({ start, end }) => ({ start: instantText(start), end: instantText(end) })),
    };
    process.stdout.write(jsonDocument(json));
    return;
  }
  const told = { file: options.schedule, zone: schedule.zone, clock: onCall.clock, ...period, shifts, gaps };
  process.stdout.write(shiftsText(told, styleOf(process.stdout, process.env)));
}
