import { instantText, jsonDocument } from "#kernel";
import { OnCall } from "#oncall";
import { styleOf } from "../terminal/style.ts";
import { openSchedule } from "./open-schedule.ts";
import { instantOfFlag } from "./times-of-flags.ts";
import { whoText } from "./who-text.ts";

/** What `plimsoll oncall who` was asked to do. */
interface WhoOptions {
  readonly schedule: string;
  readonly at: string;
  readonly json: boolean;
}

/** The verb: reads the schedule, resolves the instant, tells. */
export function tellWho(options: WhoOptions): void {
  const schedule = openSchedule(options.schedule);
  const onCall = new OnCall(schedule);
  const at = instantOfFlag("--at", options.at, onCall.clock);
  const { people, since, until } = onCall.at(at);
  if (options.json) {
    process.stdout.write(jsonDocument({ people, since: textOrNull(since), until: textOrNull(until) }));
    return;
  }
  const told = { at, zone: schedule.zone, clock: onCall.clock, people, since, until };
  process.stdout.write(whoText(told, styleOf(process.stdout, process.env)));
}

function textOrNull(instant: number | null): string | null {
  return instant === null ? null : instantText(instant);
}
