import { Command, Option } from "commander";
import { serverOptions } from "../server/ask-server.ts";

const FILES = ["-f, --file <path...>", "files of the plan, or folders with *.yaml"] as const;
const MANUAL = "\nManual: docs/manual/configuration.md";

const DIFF_EXAMPLES = `
Examples
  plimsoll diff -f plan/                       what apply would do
  plimsoll diff -f plan.yaml --fail-on difference   exit 1 when the server is not as the text says

Exit codes: 0 done; 1 with --fail-on difference when there is one; 2 the texts are not valid, or wrong use; 3 the server is away.${MANUAL}`;

const APPLY_EXAMPLES = `
Examples
  plimsoll apply -f plan/                      creates and changes; what no text names any more is listed
  plimsoll apply -f plan/ --prune              and removes it
  plimsoll apply -f plan/ --revision 5f1c…     only if nothing changed since that diff

Exit codes: 0 done; 1 stale: something changed since the comparison; 2 the texts are not valid, or wrong use; 3 the server is away.${MANUAL}`;

/** The verbs of the plan in text: diff, apply, export, schema. */
export function configurationCommands(exit: (code: number) => void): Command[] {
  const diff = new Command("diff")
    .description("Show what `apply` would create and change on a server.")
    .requiredOption(...FILES)
    .addOption(new Option("--fail-on <what>", "exit 1 when there is a difference").choices(["difference"]));
  const apply = new Command("apply")
    .description("Make a server as the texts say: everything or nothing.")
    .requiredOption(...FILES)
    .option("--prune", "remove what no text names any more")
    .option("--revision <revision>", "refuse unless nothing changed since the diff that showed it");
  const exported = new Command("export")
    .description("Print what a server has as text that `apply` takes.")
    .option("--plan <name>", "only what this configuration owns")
    .option("--out <folder>", "write plan.yaml there, with the OpenAPI documents beside it");
  const schema = new Command("schema").description("Print the JSON Schema of the files, for editors.");
  for (const command of [diff, apply]) command.option("--json", "print one JSON document");
  for (const command of [diff, apply, exported]) {
    for (const option of serverOptions("write the configuration")) command.addOption(option);
  }
  diff.addHelpText("after", DIFF_EXAMPLES);
  apply.addHelpText("after", APPLY_EXAMPLES);
  exported.addHelpText("after", MANUAL);
  for (const command of [diff, apply, exported, schema]) {
    command.exitOverride().action(async () => {
      const verbs = await import("./configuration-verbs.ts");
      const run = { diff: verbs.diffVerb, apply: verbs.applyVerb, export: verbs.exportVerb, schema: verbs.schemaVerb };
      exit(await run[command.name() as keyof typeof run](command.opts()));
    });
  }
  return [diff, apply, exported, schema];
}
