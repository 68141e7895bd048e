import { route } from "#http";
import { configurationActions } from "./actions/configuration-actions.ts";
import type { KindOfObject } from "./actions/kinds/kind-of-object.ts";

/** Of all texts of a configuration, with what they refer to, in bytes. */
const TEXTS_BYTES_MAX = 24 * 1_024 * 1_024;

/** One line for each URL. */
export function configurationRoutes(kinds: readonly KindOfObject[]) {
  const actions = configurationActions(kinds);
  return [
    route("GET /configuration", actions.list),
    route("GET /configuration/export", actions.export, { text: "yaml" }),
    route("POST /configuration/diff", actions.diff, { asks: true, bodyLimit: TEXTS_BYTES_MAX }),
    route("POST /configuration/apply", actions.apply, { bodyLimit: TEXTS_BYTES_MAX }),
    route("POST /configuration/release", actions.release),
  ];
}
