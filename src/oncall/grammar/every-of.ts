import { Refusal } from "#kernel";
import type { ShiftLength } from "../model/schedule.ts";

const EVERY = /^(\d{1,6}) ?(?:(h|hours?)|(d|days?)|(w|weeks?)|(months?))$/;
/** Ten years. */
const COUNT_MAX = { hour: 87_660, day: 3_653, week: 522, month: 120 } as const;
const UNITS = ["hour", "day", "week", "month"] as const;

/** "12 hours", "1 day", "2 weeks", "1 month": how long a turn lasts, at most ten years. */
export function everyOf(text: string): ShiftLength {
  const [, digits, ...names] = EVERY.exec(text) ?? [];
  const unit = UNITS[names.findIndex((name) => name !== undefined)];
  const count = Number(digits);
  if (unit !== undefined && count >= 1 && count <= COUNT_MAX[unit]) return { count, unit };
  const why = unit === undefined ? "is not a length" : "is not a length from 1 hour to 10 years";
  throw new Refusal(
    "invalid",
    "schedule.every-malformed",
    `every: "${text}" ${why} such as 12 hours, 1 day, 1 week or 1 month.`,
  );
}
