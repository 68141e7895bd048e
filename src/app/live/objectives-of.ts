import { Refusal, type RefusalFault } from "#kernel";
import { type Objective, readObjectives } from "#objectives";

const FILE = "objectives";

/** The objectives that a text promises for one API. Refuses the text with all its faults, and one that speaks of another API. */
export function objectivesOf(text: string, api: string): readonly Objective[] {
  const { objectives } = readObjectives(text, FILE);
  const stranger = objectives.find((objective) => objective.api !== api);
  if (stranger === undefined) return objectives;
  throw new Refusal(
    "invalid",
    "objectives-file.other-api",
    `The text speaks of the API ${stranger.api}, but these are the objectives of ${api}. Put them into the file of ${stranger.api}, or change the name.`,
  );
}

/** What is wrong with a text, each fault with its line and column where it has one; nothing when it can be used. */
export function faultsOf(text: string, api: string): readonly RefusalFault[] {
  try {
    objectivesOf(text, api);
    return [];
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const { faults } = error.params;
    return Array.isArray(faults) ? (faults as readonly RefusalFault[]) : [{ pointer: "/text", detail: error.detail }];
  }
}
