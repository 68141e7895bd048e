/** The plan in text: read, compared with what is there, applied, printed. */
export { allKinds } from "./actions/kinds/all-kinds.ts";
export { planSchema } from "./grammar/plan-schema.ts";
export { referencesOf, type TextReference } from "./grammar/references-of.ts";
export { configurationRoutes } from "./http.ts";
export { BREAKING, differenceLines, differenceSummary } from "./model/words.ts";
export type { ObjectChange } from "./model/difference.ts";
export { printSla4oai } from "./grammar/sla4oai/print-sla4oai.ts";
export { readSla4oai } from "./grammar/sla4oai/read-sla4oai.ts";
