import type { InhibitRule } from "../model/routing/inhibit-rule.ts";
import type { RouteTable } from "../model/routing/route.ts";

/** What a file says about where alerts go. */
export interface RoutingFile {
  readonly kind: "alertmanager" | "plan";
  readonly table: RouteTable;
  readonly inhibitRules: readonly InhibitRule[];
  /** What was read and means something else here, or nothing; each a sentence. */
  readonly remarks: readonly string[];
}
