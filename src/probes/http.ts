import { route } from "#http";
import { heartbeatActions, type HeartbeatPorts } from "./actions/heartbeat-actions.ts";
import { type ProbePorts, probeActions } from "./actions/probe-actions.ts";
import { type MeasureNow, tryProbe } from "./actions/try-probe.ts";

/** One line for each URL. `measureNow` asks on behalf of whoever tries a draft. */
export function probesRoutes(ports: ProbePorts & HeartbeatPorts & { readonly measureNow: MeasureNow }) {
  const probe = probeActions(ports);
  const heartbeat = heartbeatActions(ports);
  return [
    route("GET /probes", probe.list),
    route("POST /probes/try", tryProbe(ports.measureNow, ports.seal)),
    route("GET /probes/:probe", probe.get, { saysMore: true }),
    route("PUT /probes/:probe", probe.put),
    route("DELETE /probes/:probe", probe.remove),
    route("GET /probes/:probe/results", probe.results),
    route("GET /heartbeats", heartbeat.list),
    route("GET /heartbeats/:heartbeat", heartbeat.get, { saysMore: true }),
    route("PUT /heartbeats/:heartbeat", heartbeat.put),
    route("DELETE /heartbeats/:heartbeat", heartbeat.remove),
    route("GET /heartbeats/:heartbeat/beats", heartbeat.beats),
    route("POST /heartbeats/:heartbeat/address", heartbeat.address, { status: 201 }),
  ];
}
