import type { PlannedNotice } from "./group.ts";
import type { MutableMember } from "./group-member.ts";

/** What is told of a group now. */
export interface DecidedNotice {
  readonly reason: PlannedNotice["reason"];
  readonly due: number;
  /** Those that fire and that nothing mutes. */
  readonly firing: readonly MutableMember[];
  /** Those of which nobody had been told. */
  readonly came: readonly MutableMember[];
  readonly ended: readonly MutableMember[];
}
