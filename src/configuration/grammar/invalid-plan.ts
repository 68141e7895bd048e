import type { Refusal } from "#kernel";
import { placeText } from "../model/difference.ts";
import { invalidTexts } from "../model/invalid-texts.ts";
import type { PlanFault } from "./plan-file.ts";

/** Refuses files with their faults, each with its place. */
export function invalidPlan(faults: readonly PlanFault[], code?: string): Refusal {
  return invalidTexts(faults.map(faultText), { ...(code === undefined ? {} : { code }), faults });
}

function faultText({ file, line, column, detail }: PlanFault): string {
  const place = line === undefined || column === undefined ? file : placeText({ file, line, column });
  return `${place}: ${detail}`;
}
