/** The command line: what the roles of a process are told by it. */
export type { GatewayProcessOptions, RestoreOptions, StartOptions } from "./server/start-options.ts";
export { version } from "./version.ts";
