import type { PlanFault, PlanFile } from "../plan-file.ts";
import { isMethod, limitsOneByOne, type Sla4oaiDocument, type Sla4oaiLimits } from "./sla4oai-document.ts";

type Path = readonly PropertyKey[];

/** What the document's own schema does not find: what no reader could follow, each at its place. */
export function sla4oaiFaults(document: Sla4oaiDocument, file: PlanFile): PlanFault[] {
  const faults: PlanFault[] = [];
  const fault = (path: Path, detail: string): void => {
    faults.push({ ...file.placeOf(path), detail });
  };
  const key = document.sla4oas === undefined ? "sla" : "sla4oas";
  const version = document.sla4oas ?? document.sla;
  if (version === undefined) fault([], "the file begins with neither `sla: 1.0` nor `sla4oas: 1.0.0`: no SLA4OAI.");
  else if (!/^1(\.|$)/.test(String(version))) fault([key], `version ${version} is not known; 1.0 is.`);
  if (document.context.type !== "plans") {
    fault(["context", "type"], `is ${document.context.type}; a document that offers plans says \`type: plans\`.`);
  }
  validityFault(document, fault);
  const parts: [Path, Sla4oaiLimits | undefined][] = (["quotas", "rates"] as const).flatMap((section) => [
    [[section], document[section]],
    ...Object.entries(document.plans ?? {}).map(([name, plan]): [Path, Sla4oaiLimits | undefined] => [
      ["plans", name, section],
      plan?.[section],
    ]),
  ]);
  for (const [path, limits] of parts) limitFaults(limits ?? {}, Object.keys(document.metrics), { path, fault });
  return faults;
}

function validityFault({ context }: Sla4oaiDocument, fault: (path: Path, detail: string) => void): void {
  const { from, to, effectiveDate = from, expirationDate = to } = context.validity ?? {};
  if (effectiveDate === undefined || expirationDate === undefined) return;
  const [start, end] = [Date.parse(String(effectiveDate)), Date.parse(String(expirationDate))];
  if (end <= start) fault(["context", "validity"], `ends (${expirationDate}) before it begins (${effectiveDate}).`);
}

function limitFaults(
  limits: Sla4oaiLimits,
  metrics: readonly string[],
  { path, fault }: { readonly path: Path; readonly fault: (path: Path, detail: string) => void },
): void {
  for (const { path: place, method, metric } of limitsOneByOne(limits)) {
    if (!isMethod(method)) fault([...path, place, method], `"${method}" is no method of HTTP, nor \`all\`.`);
    if (metrics.includes(metric)) continue;
    fault([...path, place, method, metric], `the metric "${metric}" is not defined. Add it under \`metrics\`.`);
  }
}
