import { Refusal } from "#kernel";
import type { PlanFault } from "./plan-file.ts";

/** What is wrong with a part of a file that another module reads; nothing when it takes it. */
export function readerFaults(file: string, read: () => void): PlanFault[] {
  try {
    read();
    return [];
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const { faults } = error.params;
    if (!Array.isArray(faults)) return [{ file, detail: error.detail }];
    return (faults as readonly Omit<PlanFault, "file">[]).map((fault) => ({ ...fault, file }));
  }
}
