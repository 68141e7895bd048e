import { writeFileSync } from "node:fs";
import { Refusal } from "#kernel";

/** Writes what a flag asked for into the file that it names, over what is there. Refuses with the flag to correct. */
export function writeOutput(flag: string, file: string, text: string): void {
  try {
    writeFileSync(file, text);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? String(error);
    throw new Refusal(
      "invalid",
      "output.not-written",
      `${file} cannot be written (${code}). Choose another place for ${flag}.`,
    );
  }
}
