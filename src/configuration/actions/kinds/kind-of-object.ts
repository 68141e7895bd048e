import type { SettledVersion } from "#apis";
import type { ChangeContext, Permission } from "#identity";
import type { Reader, Tx } from "#storage";
import type { Effect, Fields, Kind, PresentObject, WantedObject } from "../../model/wanted.ts";

/** An object to be made so, whether it is there or not. */
export interface ObjectToSave {
  readonly name: string;
  /** Whole: what stands in it, and for what the text leaves out, what is meant then. */
  readonly fields: Fields;
  readonly was?: string;
  readonly managedBy: string;
  /** As it was, when it was there. */
  readonly before: Fields | undefined;
  /** As it was foreseen. */
  readonly document?: Foreseen["document"];
}

/** An object of which something takes long to know. */
export interface ObjectToForesee extends Pick<WantedObject, "name" | "fields" | "place"> {
  readonly before: Fields | undefined;
  /** The fields as they stand in the text. */
  readonly written: Fields;
  readonly referred: Referred;
}

/** What is known of a change before it is made. */
export interface Foreseen {
  readonly effects: readonly Effect[];
  /** An OpenAPI document that was read without a fault. */
  readonly document?: SettledVersion["document"];
}

/** What saving stands on. */
export interface SaveContext {
  readonly now: number;
  readonly nextId: (prefix: string) => string;
  /** Who applies, for facts that say who. */
  readonly by: { readonly id: string; readonly name: string };
  /** For what ends or begins with the object, and has an entry of its own in the audit log. */
  readonly note: ChangeContext["note"];
  /** Tells what was done beside the fields, in a sentence. */
  readonly told: (text: string) => void;
}

/** What the texts bring along: what their references lead to, by `file` and reference ("plan.yaml\nfile:./a.yaml"). */
export type Referred = (file: string, reference: string) => string;

/** How one kind of object is read from a text, compared, saved and let go of. It calls the same code as the console's verbs. */
export interface KindOfObject {
  readonly kind: Kind;
  /** What whoever applies must be allowed to do with all objects of the kind. */
  readonly may: readonly Permission[];
  /** The fields as the server would have them: short forms written out, what is left out filled in. Refuses what is not valid. */
  readonly normal: (
    object: { readonly name: string; readonly fields: Fields; readonly file: string },
    referred: Referred,
  ) => Fields;
  /** For what a text lists without meaning that there is no more: the fields as they are to be, beside what is there. */
  readonly atLeast?: (fields: Fields, before: Fields) => Fields;
  readonly present: (read: Reader) => Promise<PresentObject[]>;
  /** What takes long to know, or what is worth saying, before anything is changed. */
  readonly foresee?: (read: Reader, object: ObjectToForesee) => Promise<Foreseen | undefined>;
  readonly save: (tx: Tx, object: ObjectToSave, context: SaveContext) => Promise<void>;
  readonly remove: (tx: Tx, name: string, context: SaveContext) => Promise<void>;
  /** From now on nobody's text has it. */
  readonly release: (tx: Tx, name: string, context: SaveContext) => Promise<void>;
}
