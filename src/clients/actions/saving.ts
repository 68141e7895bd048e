import type { ClientRow, NameRow } from "../model/rows.ts";

/** A client as it is after a change of it, or of its names. It is told after the change is durable, once; a crash in between tells nobody. */
export interface ClientChanged {
  /** `cli_…` */
  readonly id: string;
  /** Its name now. */
  readonly client: string;
  readonly organisation: string;
  /** Whether its keys are dead. */
  readonly retired: boolean;
  /** All its names. */
  readonly names: readonly NameRow[];
}

/** Told of each change. */
export type OnClientChanged = (changed: ClientChanged) => void;

/** With what a thing is saved, by a person or by a configuration text. */
export interface Saving {
  /** Epoch ms. */
  readonly now: number;
  readonly nextId: (prefix: string) => string;
  /** The text that owns it from now on; null when a person saves it, which a text's own things refuse. */
  readonly managedBy: string | null;
  readonly changed: OnClientChanged;
  /** Ends what a client has when it is retired; whoever can retire one gives it. */
  readonly retired?: (client: ClientRow) => Promise<void>;
}

/** What saving did. Saving what is so already changes nothing, also not the revision. */
export interface Saved<Row> {
  readonly did: "create" | "change" | "nothing";
  readonly before: Row | undefined;
  readonly row: Row;
}
