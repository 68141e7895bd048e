/** Checks that need no client: probes that ask from outside, and what is known of each. What it knows is in README.md. */
export { allHeartbeats, releaseHeartbeat, removeHeartbeat } from "./actions/all-heartbeats.ts";
export { allProbes, releaseProbe, removeProbe } from "./actions/all-probes.ts";
export { probeInput } from "./actions/probe-input.ts";
export { saveHeartbeat } from "./actions/save-heartbeat.ts";
export { saveProbe } from "./actions/save-probe.ts";
export type { HeaderSeal } from "./actions/secret-headers.ts";
export type { Places } from "./client/connection.ts";
export { measure } from "./client/measure.ts";
export { probesRoutes } from "./http.ts";
export { probesMigrations } from "./migrations.ts";
export type { Measured } from "./model/measured.ts";
export { addressFault } from "./model/address-fault.ts";
export { isPointer, readPointer } from "./model/json-pointer.ts";
export type { Probe } from "./model/probe.ts";
export type { Trouble } from "./model/trouble.ts";
export { HeartbeatWatch } from "./heartbeat-watch.ts";
export { ProbeRunner } from "./probe-runner.ts";
