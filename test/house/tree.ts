import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { ROOT } from "../../tools/files.ts";

/** What a tool said about a tree. */
export interface ToolAnswer {
  readonly status: number | null;
  readonly output: string;
}

/** Runs an installed tool, with the settings of the house, in a directory that holds just these files. */
export function runInTree(files: Readonly<Record<string, string>>, command: readonly string[]): ToolAnswer {
  const tree = mkdtempSync(join(tmpdir(), "plimsoll-house-"));
  try {
    for (const settings of [
      "package.json",
      "tsconfig.json",
      "knip.json",
      ".oxlintrc.json",
      ".oxfmtrc.json",
      "tools/knip-doors.json",
    ]) {
      cpSync(join(ROOT, settings), join(tree, settings));
    }
    symlinkSync(join(ROOT, "node_modules"), join(tree, "node_modules"));
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(tree, path)), { recursive: true });
      writeFileSync(join(tree, path), text);
    }
    const [tool = "", ...args] = command;
    const { status, stdout, stderr } = spawnSync(process.execPath, [join(ROOT, "node_modules", tool), ...args], {
      cwd: tree,
      encoding: "utf8",
      timeout: 60_000,
    });
    return { status, output: stdout + stderr };
  } finally {
    rmSync(tree, { recursive: true, force: true });
  }
}
