import type { Objective } from "../../objective.ts";
import { document } from "./document.ts";
import { DocumentNames } from "./document-names.ts";
import { NOTIFICATION_TARGET } from "./print-pairs.ts";
import { printSlo } from "./print-slo.ts";
import { yamlStream } from "./yaml-stream.ts";

/**
 * Objectives as a stream of OpenSLO documents that `--strict` accepts, and that executed give the same objectives in
 * the same order. What OpenSLO cannot say is in annotations under plimsoll.dev/. Refuses a composite without its
 * members, and a filter that is too large to be read again.
 */
export function printOpenSlo(objectives: readonly Objective[]): string {
  const names = new DocumentNames();
  const all = new Map(objectives.map((objective) => [objective.name, objective]));
  const services = new Map(
    [...new Set(objectives.map(({ api }) => api))].map((api) => [api, names.nameFor("Service", api)]),
  );
  const slos = objectives.flatMap((objective) =>
    printSlo(objective, { all, names, service: services.get(objective.api) ?? objective.api }),
  );
  const hasPolicies = objectives.some(({ pairs = [] }) => pairs.length > 0);
  return yamlStream([
    ...[...services].map(([api, name]) =>
      document({ kind: "Service", name, annotations: { api: api === name ? undefined : api }, spec: {} }),
    ),
    ...(hasPolicies ? [NOTIFICATION_TARGET] : []),
    ...slos,
  ]);
}
