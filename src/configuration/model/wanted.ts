/** A value as JSON has it; objects are compared by content, whatever the order of their keys. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** One object's fields, as a text says them or as the server has them. Fields that are absent say nothing. */
export type Fields = Readonly<Record<string, Json>>;

/** Where something is written: a file, with line and column from 1. */
export interface Place {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** The kinds of objects that a configuration can own, in the order in which they stand on each other. */
export const KINDS = [
  "person",
  "schedule",
  "team",
  "api",
  "version",
  "environment",
  "organisation",
  "plan",
  "client",
  "probe",
  "heartbeat",
  "channel",
  "escalation",
  "routing",
] as const;

/** One of them. */
export type Kind = (typeof KINDS)[number];

/** An object that a text asks for. */
export interface WantedObject {
  readonly kind: Kind;
  /** Of a version or an environment with its API before it: `orders/v1`. */
  readonly name: string;
  readonly fields: Fields;
  /** The name that it had until now (`was:`). */
  readonly was?: string;
  /** The configuration that owns it from now on: `plan:` of its file. */
  readonly managedBy: string;
  readonly place: Place;
}

/** An object that is there. */
export interface PresentObject {
  readonly kind: Kind;
  readonly name: string;
  readonly fields: Fields;
  /** null: nobody's text has it. */
  readonly managedBy: string | null;
}

/** What applying does beside the fields of an object, or what they mean for others: a sentence. */
export interface Effect {
  readonly text: string;
  /** Whether clients of an API can break by it. */
  readonly breaking: boolean;
}

/** All that the texts ask for. */
export interface Wanted {
  readonly objects: readonly WantedObject[];
  /** Names of the configurations that the files belong to. */
  readonly plans: readonly string[];
  /** What was read and is not used, each in a sentence. */
  readonly remarks: readonly string[];
}
