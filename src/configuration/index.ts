/** The plan in text: read, compared with what is there, applied, printed. */
export { apiKind } from "./actions/kinds/api-kind.ts";
export { planSchema } from "./grammar/plan-schema.ts";
export { referencesOf } from "./grammar/references-of.ts";
export { configurationRoutes } from "./http.ts";
export { differenceLines, differenceSummary } from "./model/words.ts";
export type { ObjectChange } from "./model/difference.ts";
