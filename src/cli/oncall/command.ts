import { Command } from "commander";
import { EXIT } from "../exit.ts";

const TIMES = `
Times: an instant, 2026-11-30T08:00:00Z, or a local time of the schedule's zone,
2026-11-30T09:00. Of one that the clock shows twice, --at and --from take the
first, --to the last. Remarks on the file go to standard error.
`;
const ENDS = `
Exit codes: 0 done; 2 wrong use, or a schedule with faults: nothing is computed then.
Manual: docs/manual/oncall-schedules.md`;

interface PeriodFlags {
  readonly schedule: string;
  readonly from: string;
  readonly to: string;
  readonly json?: boolean;
}

/** The verbs about on-call schedules that need no server; each gives its exit code through `exit`. */
export function onCallCommand(exit: (code: number) => void): Command {
  return new Command("oncall")
    .description("Resolve on-call schedules: who has which shift, and how fair it is.")
    .exitOverride()
    .addCommand(whoCommand(exit))
    .addCommand(
      periodCommand("shifts", "List the shifts of a time, and its gaps.", async (flags) => {
        const { tellShifts } = await import("./tell-shifts.ts");
        tellShifts(flags);
        exit(EXIT.done);
      }),
    )
    .addCommand(
      periodCommand(
        "quality",
        "Say how well a time is covered, and how evenly its hours are shared.",
        async (flags) => {
          const { tellQuality } = await import("./tell-quality.ts");
          tellQuality(flags);
          exit(EXIT.done);
        },
      ),
    );
}

function whoCommand(exit: (code: number) => void): Command {
  return verb("who", "Say who is on call at a time, since when and until when.")
    .requiredOption("--at <time>", "when")
    .option("--json", "print one JSON document")
    .addHelpText(
      "after",
      `${TIMES}
Example
  plimsoll oncall who --schedule primary.yaml --at 2026-12-24T12:00
${ENDS}`,
    )
    .action(async ({ json = false, ...flags }: { schedule: string; at: string; json?: boolean }) => {
      const { tellWho } = await import("./tell-who.ts");
      tellWho({ ...flags, json });
      exit(EXIT.done);
    });
}

type Tell = (flags: Required<PeriodFlags>) => Promise<void>;

function periodCommand(name: string, description: string, tell: Tell): Command {
  return verb(name, description)
    .requiredOption("--from <time>", "where it begins")
    .requiredOption("--to <time>", "where it ends")
    .option("--json", "print one JSON document")
    .addHelpText(
      "after",
      `${TIMES}
Example
  plimsoll oncall ${name} --schedule primary.yaml --from 2026-12-01T00:00 --to 2027-01-01T00:00
${ENDS}`,
    )
    .action(async ({ json = false, ...flags }: PeriodFlags) => tell({ ...flags, json }));
}

function verb(name: string, description: string): Command {
  return new Command(name)
    .description(description)
    .requiredOption("--schedule <file>", "YAML: one entry of a plan's schedules, with zone: beside it")
    .exitOverride();
}
