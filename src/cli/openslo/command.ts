import { Command } from "commander";

const EXAMPLES = `
Examples
  plimsoll openslo validate slo.yaml                   what is wrong, each with line, column and remedy
  plimsoll openslo validate slos/*.yaml services.yaml  references between files are followed
  plimsoll openslo validate --strict slo.yaml          as strict as the reference SDK
  kustomize build . | plimsoll openslo validate -      from standard input
  plimsoll openslo validate slo.yaml --json | jq '.documents[].errors'

Exit codes: 0 valid; 1 invalid; 2 wrong use, or a file that is no text.
Manual: docs/manual/openslo.md, docs/manual/openslo-rules.md`;

/** The verb `openslo` and what it can do: flags, and the exit code through `exit`. */
export function opensloCommand(exit: (code: number) => void): Command {
  const validate = new Command("validate")
    .description(
      "Read OpenSLO documents (openslo/v1, YAML or JSON) and tell what is wrong with them. Without --strict, what the " +
        "specification allows is valid, and what only the reference SDK refuses is a warning.",
    )
    .argument("<file...>", "YAML or JSON files, or - for standard input")
    .option("--strict", "refuse what the reference SDK refuses, unknown keys included")
    .option("--json", "print one JSON document")
    .addHelpText("after", EXAMPLES)
    .exitOverride()
    .action(async (files: string[], flags: { strict?: boolean; json?: boolean }) => {
      const { validate: run } = await import("./validate.ts");
      exit(await run({ files, strict: flags.strict ?? false, json: flags.json ?? false }));
    });
  return new Command("openslo").description("Validate OpenSLO documents.").exitOverride().addCommand(validate);
}
