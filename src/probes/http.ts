import { route } from "#http";
import { type ProbePorts, probeActions } from "./actions/probe-actions.ts";
import { type MeasureNow, tryProbe } from "./actions/try-probe.ts";

/** One line for each URL. `measureNow` asks on behalf of whoever tries a draft. */
export function probesRoutes(ports: ProbePorts & { readonly measureNow: MeasureNow }) {
  const probe = probeActions(ports);
  return [
    route("GET /probes", probe.list),
    route("POST /probes/try", tryProbe(ports.measureNow, ports.seal)),
    route("GET /probes/:probe", probe.get),
    route("PUT /probes/:probe", probe.put),
    route("DELETE /probes/:probe", probe.remove),
    route("GET /probes/:probe/results", probe.results),
  ];
}
