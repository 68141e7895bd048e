import { isUtf8 } from "node:buffer";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { DOCUMENT_CHARACTERS_MAX } from "#apis";
import { referencesOf, type TextReference } from "#configuration";
import { isSystemError, Refusal } from "#kernel";

/** What is sent to the server: texts, and what their references lead to on this machine. */
export interface PlanTexts {
  readonly texts: readonly { readonly file: string; readonly text: string }[];
  readonly references: readonly { readonly file: string; readonly reference: string; readonly text: string }[];
}

/** Of one character. */
const UTF8_BYTES_MAX = 4;
const TEXT = /\.ya?ml$/;

/**
 * Reads files, and the *.yaml and *.yml files of folders by name. Refuses with all that cannot be read: no file, no text,
 * a variable that is not set.
 */
export function readPlanTexts(paths: readonly string[]): PlanTexts {
  const faults: string[] = [];
  const files = paths.flatMap((path) => filesOf(path, faults));
  const all = files.map((file) => ({ file, text: textOf(file, faults) }));
  const found = referencesOf(all);
  // A document that lies beside the plan is no part of it.
  const documents = new Set(found.filter(({ isDocument }) => isDocument).map(pathOf));
  const texts = all.filter(({ file }) => !documents.has(resolve(file)));
  if (faults.length === 0 && texts.length === 0) {
    faults.push(`${paths.join(", ")} ${paths.length === 1 ? "has" : "have"} no file that ends in .yaml or .yml.`);
  }
  const references = found.map((one) => ({
    file: one.file,
    reference: one.reference,
    text: referred(one, (fault) => faults.push(`${one.place}: ${fault}`)),
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
function referred(reference: TextReference, fault: (text: string) => void): string {
  const [how, what] = partsOf(reference);
  if (how === "env") {
    const value = process.env[what];
    if (value === undefined || value === "") fault(`the variable ${what} is not set. Set it where you run this.`);
    return value ?? "";
  }
  try {
    const path = pathOf(reference);
    return reference.isDocument ? documentOf(path, what, fault) : readFileSync(path, "utf8").trim();
  } catch (error) {
    fault(unreadable(what, error));
    return "";
  }
}

/** As it stands: places of faults are counted from its first line. */
function documentOf(path: string, named: string, fault: (text: string) => void): string {
  // Its characters are counted by the server; this keeps from reading what cannot be one.
  if (statSync(path).size > DOCUMENT_CHARACTERS_MAX * UTF8_BYTES_MAX) {
    fault(`${named} is larger than 10 MiB. Keep only its paths and what they need, or split it by API.`);
    return "";
  }
  const bytes = readFileSync(path);
  if (!isUtf8(bytes)) fault(`${named} is not text in UTF-8. Name an OpenAPI document, in YAML or JSON.`);
  return bytes.toString("utf8");
}

function pathOf(reference: TextReference): string {
  return resolve(dirname(reference.file), partsOf(reference)[1]);
}

function partsOf({ reference }: TextReference): [how: string, what: string] {
  const [how = "", ...rest] = reference.split(":");
  return [how, rest.join(":")];
}

function unreadable(path: string, error: unknown): string {
  if (!isSystemError(error)) throw error;
  return `${path} cannot be read (${error.code}). Is the path right?`;
}
