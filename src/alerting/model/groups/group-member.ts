import type { Labelled } from "../labels-of.ts";
import type { Mute } from "./mute.ts";

/** An alert in a group, and what the group's people were told of it. Instants are epoch ms. */
export interface GroupMember extends Labelled {
  readonly group: string;
  readonly alert: string;
  readonly firedAt: number;
  /** When the engine had it as something to tell; null: it is muted there. */
  readonly heardAt: number | null;
  /** What mutes it in the engine; null: nothing. */
  readonly mutedBy: string | null;
  readonly endedAt: number | null;
  readonly joinedAt: number;
  /** When the group's people were told that it fires. */
  readonly toldAt: number | null;
  /** When they were told that it is over. */
  readonly endToldAt: number | null;
}

/** A member with what mutes it now. */
export interface MutableMember extends GroupMember {
  readonly mute: Mute | null;
}
