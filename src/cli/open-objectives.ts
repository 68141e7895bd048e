import { readFileSync } from "node:fs";
import { isUtf8 } from "node:buffer";
import { Refusal } from "#kernel";
import { type ObjectivesFile, readObjectives } from "#objectives";

const BYTES_MAX = 1_048_576;

/** Reads the file given to --objectives. Refuses what is not there or no text, and all faults of its content at once. */
export function openObjectives(file: string): ObjectivesFile {
  return readObjectives(textOf(file), file);
}

function textOf(file: string): string {
  const bytes = bytesOf(file);
  if (bytes.length > BYTES_MAX) {
    throw new Refusal("limit", "plan.too-large", `${file} has more than 1 MiB: this is not a plan.`);
  }
  if (!isUtf8(bytes) || bytes.includes(0)) {
    throw new Refusal(
      "invalid",
      "plan.not-text",
      `${file} is not text in UTF-8. Name the YAML file with the objectives.`,
    );
  }
  return bytes.toString("utf8");
}

function bytesOf(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch (error) {
    throw new Refusal(
      "invalid",
      "plan.unreadable",
      `${file} cannot be read (${(error as NodeJS.ErrnoException).code ?? String(error)}). Check the path given to --objectives.`,
    );
  }
}
