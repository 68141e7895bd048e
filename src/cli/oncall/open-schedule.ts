import { readSchedule, type ScheduleFile } from "#oncall";
import { readText } from "../read-text.ts";
import { printable } from "../terminal/layout.ts";

/** Reads the file given to --schedule, and says remarks on it on standard error. Refuses all its faults at once. */
export function openSchedule(file: string): ScheduleFile["schedule"] {
  const { schedule, remarks } = readSchedule(readText(file, "Check the path given to --schedule.", "a schedule"), file);
  process.stderr.write(remarks.map((remark) => `plimsoll: ${printable(remark)}\n`).join(""));
  return schedule;
}
