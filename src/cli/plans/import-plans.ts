import { readSla4oai } from "#configuration";
import { Refusal } from "#kernel";
import { EXIT } from "../exit.ts";
import { readText } from "../read-text.ts";
import { printable } from "../terminal/layout.ts";
import { tellPlans } from "./tell-plans.ts";

/** Prints the plans of an SLA4OAI document as text, and gives the exit code. */
export function importPlans(file: string): number {
  const text = readText(file, "Name the SLA4OAI document.");
  try {
    tellPlans(readSla4oai({ file, text }));
  } catch (error) {
    if (!(error instanceof Refusal) || error.code !== "sla4oai.invalid") throw error;
    process.stderr.write(`${error.detail.split("\n").map(printable).join("\n")}\n`);
    return EXIT.no;
  }
  return EXIT.done;
}
