import type { WindowCounts } from "../engine/composites.ts";
import type { Instances } from "../engine/instances.ts";

/** What alerts and their muting ask of those who count: an engine, or a history that is tried out. */
export interface InstanceCounts extends WindowCounts {
  readonly instances: Instances;
}
