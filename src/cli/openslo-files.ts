import { readdirSync } from "node:fs";
import { basename, dirname, isAbsolute, join, resolve } from "node:path";
import { Refusal } from "#kernel";
import type { OpenFiles } from "#objectives";
import { readText } from "./read-text.ts";

/** More are no set of objectives that a person keeps. */
const FILES_MAX = 1_000;

/**
 * Opens what `openslo:` of a plan names: paths relative to the plan, in whose last part `*` stands for any characters.
 * Matches come in the order of their names, without hidden files and without the plan itself.
 */
export function openSloFiles(plan: string): OpenFiles {
  let opened = 0;
  return (pattern) => {
    const files = filesOf(isAbsolute(pattern) ? pattern : join(dirname(plan), pattern), pattern).filter(
      (file) => resolve(file) !== resolve(plan),
    );
    opened += files.length;
    if (opened > FILES_MAX) refuse(`${pattern} is not read: with it there are more than ${FILES_MAX} OpenSLO files.`);
    return files.map((file) => ({ file, text: readText(file, "Check openslo in the plan.") }));
  };
}

function filesOf(path: string, pattern: string): string[] {
  const folder = dirname(path);
  const name = basename(path);
  if (folder.includes("*")) refuse(`${pattern} has a * before its last /. Name the folder, and use * for files only.`);
  if (!name.includes("*")) return [path];
  const expression = new RegExp(
    `^${name
      .split("*")
      .map((part) => RegExp.escape(part))
      .join(".*")}$`,
    "s",
  );
  const names = namesIn(folder, pattern).filter((one) => !one.startsWith(".") && expression.test(one));
  if (names.length === 0) refuse(`${pattern} fits no file. It is looked for from the folder of the plan.`);
  return names.toSorted().map((one) => join(folder, one));
}

function namesIn(folder: string, pattern: string): string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    return refuse(`the folder of ${pattern} cannot be read (${code}). It is looked for from the folder of the plan.`);
  }
}

function refuse(detail: string): never {
  throw new Refusal("invalid", "plan.openslo-files", detail);
}
