import { instantText, jsonDocument } from "#kernel";
import { OnCall, qualityOf } from "#oncall";
import { styleOf } from "../terminal/style.ts";
import { openSchedule } from "./open-schedule.ts";
import { qualityText } from "./quality-text.ts";
import { periodOfFlags } from "./times-of-flags.ts";

/** What `plimsoll oncall quality` was asked to do. */
interface QualityOptions {
  readonly schedule: string;
  readonly from: string;
  readonly to: string;
  readonly json: boolean;
}

/** The verb: reads the schedule, weighs the time, tells. */
export function tellQuality(options: QualityOptions): void {
  const schedule = openSchedule(options.schedule);
  const { clock } = new OnCall(schedule);
  const quality = qualityOf(schedule, periodOfFlags(options, clock));
  if (options.json) {
    const gaps = quality.coverage.gaps.map(({ start, end }) => ({ start: instantText(start), end: instantText(end) }));
    process.stdout.write(jsonDocument({ ...quality, coverage: { ...quality.coverage, gaps } }));
    return;
  }
  process.stdout.write(qualityText(quality, { file: options.schedule, clock }, styleOf(process.stdout, process.env)));
}
