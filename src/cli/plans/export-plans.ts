import { printSla4oai } from "#configuration";
import { readPlanTexts } from "../configuration/read-plan-texts.ts";
import { EXIT } from "../exit.ts";
import { tellPlans } from "./tell-plans.ts";

export interface ExportFlags {
  readonly file: readonly string[];
  readonly id: string;
  readonly provider?: string;
  readonly api?: string;
}

/** Prints the plans of texts as an SLA4OAI document, and gives the exit code. */
export function exportPlans({ file, ...context }: ExportFlags): number {
  tellPlans(printSla4oai(readPlanTexts(file).texts, context));
  return EXIT.done;
}
