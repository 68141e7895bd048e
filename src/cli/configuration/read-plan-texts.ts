import { isUtf8 } from "node:buffer";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { referencesOf } from "#configuration";
import { isSystemError, Refusal } from "#kernel";

/** What is sent to the server: texts, and what their references lead to on this machine. */
export interface PlanTexts {
  readonly texts: readonly { readonly file: string; readonly text: string }[];
  readonly references: readonly { readonly file: string; readonly reference: string; readonly text: string }[];
}

const TEXT = /\.ya?ml$/;

/**
 * Reads files, and the *.yaml and *.yml files of folders by name. Refuses with all that cannot be read: no file, no text,
 * a variable that is not set.
 */
export function readPlanTexts(paths: readonly string[]): PlanTexts {
  const faults: string[] = [];
  const texts = paths.flatMap((path) => filesOf(path, faults)).map((file) => ({ file, text: textOf(file, faults) }));
  if (faults.length === 0 && texts.length === 0) {
    faults.push(`${paths.join(", ")} ${paths.length === 1 ? "has" : "have"} no file that ends in .yaml or .yml.`);
  }
  const references = referencesOf(texts).map(({ file, reference, place }) => ({
    file,
    reference,
    text: referred(file, reference, (fault) => faults.push(`${place}: ${fault}`)),
  }));
  if (faults.length > 0) throw new Refusal("invalid", "plan.unreadable", faults.join("\n"));
  return { texts, references };
}

function filesOf(path: string, faults: string[]): string[] {
  try {
    if (!statSync(path).isDirectory()) return [path];
    return readdirSync(path)
      .filter((name) => TEXT.test(name))
      .toSorted()
      .map((name) => join(path, name));
  } catch (error) {
    faults.push(unreadable(path, error));
    return [];
  }
}

function textOf(file: string, faults: string[]): string {
  try {
    const bytes = readFileSync(file);
    if (isUtf8(bytes)) return bytes.toString("utf8");
    faults.push(`${file} is not text in UTF-8. Name the files of the plan.`);
  } catch (error) {
    faults.push(unreadable(file, error));
  }
  return "";
}

/** `env:NAME`, or `file:PATH` from the folder of the file that names it. */
function referred(file: string, reference: string, fault: (text: string) => void): string {
  const [how = "", ...rest] = reference.split(":");
  const what = rest.join(":");
  if (how === "env") {
    const value = process.env[what];
    if (value === undefined || value === "") fault(`the variable ${what} is not set. Set it where you run this.`);
    return value ?? "";
  }
  try {
    return readFileSync(resolve(dirname(file), what), "utf8").trim();
  } catch (error) {
    fault(unreadable(what, error));
    return "";
  }
}

function unreadable(path: string, error: unknown): string {
  if (!isSystemError(error)) throw error;
  return `${path} cannot be read (${error.code}). Is the path right?`;
}
