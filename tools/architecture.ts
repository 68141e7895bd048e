import { readFileSync } from "node:fs";
import { join } from "node:path";
import { checkHot } from "./architecture/hot.ts";
import { checkSources } from "./architecture/check-sources.ts";
import { type Violation, violationText } from "./architecture/violation.ts";
import { findFiles, ROOT } from "./files.ts";

/**
 * The rules of the house that no general linter knows. Sizes, nesting, parameters and forbidden globals are in
 * .oxlintrc.json. Exit code 1 when a rule is broken.
 */
const violations = checkHouse();
for (const violation of violations) process.stdout.write(`${violationText(violation)}\n`);
process.stdout.write(`${violations.length === 0 ? "The architecture holds" : `${violations.length} to mend`}.\n`);
process.exitCode = violations.length === 0 ? 0 : 1;

function checkHouse(): Violation[] {
  const paths = findFiles([
    "src/**/*.ts",
    "tools/**/*.ts",
    "test/**/*.ts",
    "bench/**/*.ts",
    "packages/*/src/**/*.ts",
    "web/src/**/*.{ts,tsx}",
    "web/build/**/*.ts",
  ]);
  const tree = new Map(paths.map((path) => [path, readFileSync(join(ROOT, path), "utf8")]));
  return [...checkSources(tree), ...checkHot({ paths: new Set(paths), lintFiles: lintHotFiles() })];
}

function lintHotFiles(): string[] {
  const config = JSON.parse(readFileSync(join(ROOT, ".oxlintrc.json"), "utf8")) as LintConfig;
  return config.overrides.filter(({ rules }) => rules["max-params"] === "off").flatMap(({ files }) => files);
}

interface LintConfig {
  readonly overrides: readonly {
    readonly files: readonly string[];
    readonly rules: Readonly<Record<string, unknown>>;
  }[];
}
