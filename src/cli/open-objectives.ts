import { type ObjectivesFile, readObjectives } from "#objectives";
import { openSloFiles } from "./openslo-files.ts";
import { readText } from "./read-text.ts";

/**
 * Reads the file given to --objectives: a plan, with the OpenSLO files that it names, or OpenSLO documents. Refuses what
 * is not there or no text, and all faults of its content at once.
 */
export function openObjectives(file: string): ObjectivesFile {
  return readObjectives(readText(file, "Check the path given to --objectives."), file, openSloFiles(file));
}
