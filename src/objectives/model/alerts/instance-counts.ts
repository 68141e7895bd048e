import type { Composite, WindowCounts } from "../engine/composites.ts";
import type { Instances } from "../engine/instances.ts";

/** What alerts and their muting ask of those who count: an engine, or a history that is tried out. */
export interface InstanceCounts extends WindowCounts {
  readonly instances: Instances;
  /** Undefined for a row that has counts of its own. */
  readonly composite: (row: number) => Composite | undefined;
}
