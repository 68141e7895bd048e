/** Management over HTTP: routes of actions, problems, preconditions, pages. It knows no word of the domain. */
export { buildApp } from "./build-app.ts";
export type { Call, Credentials, RunAction } from "./call.ts";
export { credentialsOf } from "./credentials-of.ts";
export { cursorOf, readCursor } from "./cursor.ts";
export { inputFaults } from "./input-faults.ts";
export { refuseManaged } from "./managed.ts";
export { page, pageInput } from "./page.ts";
export { parseInput } from "./parse-input.ts";
export { refuseStale } from "./precondition.ts";
export { instantField, repeatedField } from "./query-field.ts";
export { route, type Route, type RoutedAction } from "./route.ts";
