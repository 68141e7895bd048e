import { parseRfc3339 } from "#intake";
import { instantOfWall, Refusal } from "#kernel";

const WALL = /^\d{4}-\d\d-\d\dT\d\d:\d\d(?::[0-5]\d)?$/;
const WITHOUT_SECONDS = "2026-03-02T01:00".length;

/** "2026-03-02T01:00" by the clock of the zone, or an instant with its own: "2026-03-02T00:00:00Z". */
export function instantOf(text: string, zone: string): number {
  const instant = WALL.test(text) ? instantOfLocal(text, zone) : parseRfc3339(text);
  if (instant !== undefined) return instant;
  throw new Refusal(
    "invalid",
    "plan.instant-malformed",
    `"${text}" is not a time such as 2026-03-02T01:00 (in ${zone}) or 2026-03-02T00:00:00Z.`,
  );
}

/** Undefined for a day or an hour that does not exist anywhere. */
function instantOfLocal(text: string, zone: string): number | undefined {
  const whole = text.length === WITHOUT_SECONDS ? `${text}:00` : text;
  return parseRfc3339(`${whole}Z`) === undefined ? undefined : instantOfWall(whole, zone);
}
