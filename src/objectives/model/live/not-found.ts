import { Refusal } from "#kernel";
import type { Engine } from "../engine/engine.ts";

/** No such API is watched. */
export function apiNotFound(api: string): Refusal {
  const text = `No API ${api} is watched, so nothing is known of its objectives. Create it, or check its name.`;
  return new Refusal("not-found", "objectives.api-unknown", text, { api });
}

/** The index of an objective by its name. Refuses one that is not there. */
export function objectiveIndex({ instances }: Engine, objective: string): number {
  const index = instances.objectives.findIndex(({ name }) => name === objective);
  if (index >= 0) return index;
  const text = `There is no objective ${objective}. It may have been renamed or taken out: look at the API's list of objectives.`;
  throw new Refusal("not-found", "objectives.unknown", text, { objective });
}
