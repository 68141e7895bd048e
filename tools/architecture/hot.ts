import { HOT_PATHS, type HotPath } from "./rules.ts";
import type { Violation } from "./violation.ts";

const LINT = ".oxlintrc.json";
const RULES = "tools/architecture/rules.ts";

/** What the rule compares: the paths of the checkout, and the `files` of the linter's hot override. */
export interface HotInput {
  readonly paths: ReadonlySet<string>;
  readonly lintFiles: readonly string[];
  readonly hotPaths?: readonly HotPath[];
}

/** Each hot path has a bench and an oracle that exist, and the linter's exception names the same files. */
export function checkHot({ paths, lintFiles, hotPaths = HOT_PATHS }: HotInput): Violation[] {
  const listed = new Set(hotPaths.map(({ files }) => files));
  return [
    ...hotPaths.flatMap((hot) => proofFaults(hot, paths)),
    ...hotPaths
      .filter(({ files }) => !lintFiles.includes(files))
      .map(({ files }) => fault(RULES, `${files} is missing in the hot override of ${LINT}`)),
    ...lintFiles
      .filter((files) => !listed.has(files))
      .map((files) => fault(LINT, `${files} is hot for the linter only: add its bench and oracle to HOT_PATHS`)),
  ];
}

function proofFaults({ files, benches, oracles }: HotPath, paths: ReadonlySet<string>): Violation[] {
  const missing = [...benches, ...oracles].filter((path) => !paths.has(path));
  return [
    ...(exists(files, paths) ? [] : [fault(RULES, `${files} is hot, but no such file is there`)]),
    ...(benches.length > 0 && oracles.length > 0 ? [] : [fault(RULES, `${files} is hot without a bench or an oracle`)]),
    ...missing.map((path) => fault(RULES, `${files} is hot, but ${path} is not there`)),
  ];
}

function exists(files: string, paths: ReadonlySet<string>): boolean {
  if (!files.endsWith("/*.ts")) return paths.has(files);
  const folder = files.slice(0, -"*.ts".length);
  return [...paths].some((path) => path.startsWith(folder));
}

function fault(path: string, message: string): Violation {
  return { rule: "hot", path, line: 0, message };
}
