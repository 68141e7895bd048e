import { parseRfc3339 } from "#intake";
import { Refusal } from "#kernel";
import type { WrittenTime } from "../model/schedule.ts";

const LOCAL = /^\d{4}-\d\d-\d\dT\d\d:\d\d(?::[0-5]\d)?$/;
const WITHOUT_SECONDS = "2026-11-30T09:00".length;

/** "2026-11-30T09:00" by the local clock, or an instant: "2026-11-30T08:00:00Z". Refuses what is neither, or no day. */
export function writtenTimeOf(text: string): WrittenTime {
  const isLocal = LOCAL.test(text);
  const whole = text.length === WITHOUT_SECONDS ? `${text}:00` : text;
  const ms = parseRfc3339(isLocal ? `${whole}Z` : text);
  if (ms !== undefined) return isLocal ? { kind: "local", wall: ms } : { kind: "instant", at: ms };
  throw new Refusal(
    "invalid",
    "schedule.time-malformed",
    `"${text}" is not a time such as 2026-11-30T09:00 (by the clock of the zone) or 2026-11-30T08:00:00Z.`,
  );
}
