import { TEST_PARTS, type TestPart } from "./parts.ts";

/** Which files of which part are to run. */
export interface PlannedPart {
  readonly part: TestPart;
  readonly files: readonly string[];
}

/** What was asked for, or why it cannot be done. */
export type Plan = { readonly parts: readonly PlannedPart[] } | { readonly refused: string };

/**
 * From the arguments of `npm test`: nothing = all parts, `--only unit`, or files. `filesOf` lists a part's files;
 * parts without files are left out.
 */
export function planTests(args: readonly string[], filesOf: (part: TestPart) => readonly string[]): Plan {
  const all = TEST_PARTS.map((part) => ({ part, files: filesOf(part) }));
  if (args.length === 0) return { parts: all.filter(({ files }) => files.length > 0) };
  return args[0] === "--only" ? onePart(args, all) : namedFiles(args, all);
}

function onePart(args: readonly string[], all: readonly PlannedPart[]): Plan {
  const asked = all.find(({ part }) => part.name === args[1]);
  const names = TEST_PARTS.map(({ name }) => name).join(", ");
  if (asked === undefined || args.length !== 2) return { refused: `--only takes one of: ${names}.` };
  return { parts: asked.files.length > 0 ? [asked] : [] };
}

function namedFiles(args: readonly string[], all: readonly PlannedPart[]): Plan {
  const stranger = args.find((path) => !all.some(({ files }) => files.includes(path)));
  if (stranger !== undefined) {
    return { refused: `${stranger} is no test of ours. Name files from the root, such as src/kernel/format.test.ts.` };
  }
  const chosen = all.map(({ part, files }) => ({ part, files: files.filter((path) => args.includes(path)) }));
  return { parts: chosen.filter(({ files }) => files.length > 0) };
}
