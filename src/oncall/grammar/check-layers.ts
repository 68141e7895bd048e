import { isMap, type Node } from "yaml";
import { neverApplies } from "../model/never-applies.ts";
import { coveringLayers } from "../model/covering-layers.ts";
import type { Layer, Schedule } from "../model/schedule.ts";
import type { ScheduleScope } from "./schedule-scope.ts";

/** What is wrong, or may surprise, with layers that are well written. `nodes` are theirs, in the same order. */
export function checkLayers({ layers }: Schedule, nodes: readonly (Node | null)[], scope: ScheduleScope): void {
  const { reading, clock } = scope;
  for (const [place, layer] of layers.entries()) {
    const node = nodes[place];
    const never = neverApplies(layer, clock);
    if (never) {
      reading.faultAt(
        node,
        `${layer.name} never applies: between its from and until nobody in rotate is a member, or only covers nothing. Correct its dates or remove it.`,
      );
      continue;
    }
    const covering = coveringLayers(layer, layers, clock);
    if (covering.length > 0) {
      reading.remarkAt(
        node,
        `${layer.name} is never on call: ${namesOf(covering)} cover all of it, with a higher priority.`,
      );
    }
    if (layers.slice(0, place).some(({ name }) => name === layer.name)) {
      reading.remarkAt(node, `two layers are called ${layer.name}: messages cannot tell them apart.`);
    }
  }
  for (const [place, node] of nodes.entries()) checkPriority(place, { layers, node, nodes }, scope);
}

/** Whoever gives one layer a priority may not have counted the places of the others. */
function checkPriority(
  place: number,
  { layers, node, nodes }: { layers: readonly Layer[]; node: Node | null; nodes: readonly (Node | null)[] },
  { reading }: ScheduleScope,
): void {
  const layer = layers[place];
  if (layer === undefined || hasPriority(node)) return;
  const same = layers.find((other, at) => other.priority === layer.priority && at !== place && hasPriority(nodes[at]));
  if (same === undefined) return;
  reading.remarkAt(
    node,
    `${layer.name} has no priority, so it has its place in the list, ${layer.priority}, as ${same.name} has: they share the shift. Give both a priority to say so.`,
  );
}

function hasPriority(node: Node | null | undefined): boolean {
  return isMap(node) && node.has("priority");
}

function namesOf(layers: readonly Layer[]): string {
  return layers.map(({ name }) => name).join(", ");
}
