import { wallClockMs } from "#kernel";
import { EXIT } from "../exit.ts";
import { isBreached } from "#objectives";
import { styleOf } from "../terminal/style.ts";
import { version } from "../version.ts";
import { writeOutput } from "../write-output.ts";
import { jsonText } from "./json.ts";
import type { ReplayOptions } from "./options.ts";
import { refuseOverwriting } from "./refuse-overwriting.ts";
import { replayPage } from "./page.ts";
import { type Study, study } from "./study.ts";
import { terminalText } from "./terminal.ts";
import { commandText, headlineOf, nextCommands, remarksText } from "./words.ts";
import { writePlan } from "./write-plan.ts";

/** The verb: reads, counts, judges, tells. Gives the exit code; refuses what cannot be read. */
export async function replay(options: ReplayOptions): Promise<number> {
  const now = wallClockMs();
  refuseOverwriting(options);
  const found = await study(options, now);
  tell(options, found, now);
  const breached = found.report.objectives.some((objective) => objective.client === undefined && isBreached(objective));
  return options.failOn === "breach" && breached ? EXIT.no : EXIT.done;
}

function tell(options: ReplayOptions, { report, series }: Study, now: number): void {
  const headline = headlineOf(report);
  if (options.html !== undefined) {
    const page = replayPage({
      report,
      series,
      headline,
      command: commandText(options),
      planWritten: options.write !== undefined,
      madeAt: now,
      version: version(),
    });
    writeOutput("--html", options.html, page);
  }
  if (options.write !== undefined) writePlan(options.write, report);
  if (options.json) process.stderr.write(remarksText(report));
  const style = styleOf(process.stdout, process.env);
  process.stdout.write(
    options.json
      ? jsonText(report, commandText(options))
      : terminalText({ report, series, headline, next: nextCommands(options), style }),
  );
}
