import { canonical } from "./canonical.ts";
import {
  type Effect,
  type Fields,
  type Json,
  type Kind,
  KINDS,
  type Place,
  type PresentObject,
  type Wanted,
  type WantedObject,
} from "./wanted.ts";

/** What becomes of one field; undefined stands for "says nothing". */
export interface FieldChange {
  readonly field: string;
  readonly from: Json | undefined;
  readonly to: Json | undefined;
}

/**
 * What becomes of one object. `adopt`: it is there and nobody's text has it, so that from now on this one does.
 * `vanished`: it is owned by a configuration whose texts name it no longer; it is removed only when asked for.
 */
export interface ObjectChange {
  readonly kind: Kind;
  readonly name: string;
  readonly what: "create" | "change" | "adopt" | "vanished";
  /** The name until now, where it is another. */
  readonly was?: string;
  readonly managedBy: string;
  readonly fields: readonly FieldChange[];
  readonly effects?: readonly Effect[];
}

/** An object that another configuration owns, so that this one cannot have it. */
export interface OwnedElsewhere {
  readonly object: WantedObject;
  readonly owner: string;
}

/** What applying would do; nothing when both say the same. */
export interface Difference {
  /** In the order in which they are made: what others stand on first. */
  readonly changes: readonly ObjectChange[];
  /** How many objects are as they are wanted. */
  readonly unchanged: number;
  readonly ownedElsewhere: readonly OwnedElsewhere[];
}

/** Compares what texts ask for with what is there, by `keyOf`. */
export function differenceOf(wanted: Wanted, there: ReadonlyMap<string, PresentObject>): Difference {
  const changes: ObjectChange[] = [];
  const ownedElsewhere: OwnedElsewhere[] = [];
  const named = new Set<string>();
  for (const object of wanted.objects) {
    const before = findPresent(there, object);
    named.add(keyOf(before ?? object));
    if (before !== undefined && before.managedBy !== null && before.managedBy !== object.managedBy) {
      ownedElsewhere.push({ object, owner: before.managedBy });
      continue;
    }
    const change = changeOf(object, before);
    if (change !== undefined) changes.push(change);
  }
  const plans = new Set(wanted.plans);
  const unchanged = wanted.objects.length - changes.length - ownedElsewhere.length;
  const owned = [...there.values()].filter(({ managedBy }) => plans.has(managedBy ?? ""));
  const missing = owned.filter((object) => !named.has(keyOf(object)));
  const vanished = missing.filter((object) => !missing.some((other) => isPartOf(object, other)));
  return {
    changes: [...changes.toSorted(byKind), ...vanished.map(vanishedOf).toSorted(byKind).toReversed()],
    unchanged,
    ownedElsewhere,
  };
}

/** A version or an environment goes with its API. */
function isPartOf({ kind, name }: PresentObject, { kind: whole, name: api }: PresentObject): boolean {
  return whole === "api" && (kind === "version" || kind === "environment") && name.startsWith(`${api}/`);
}

/** What is there under the name of an object, or under the one that it had. */
export function findPresent(
  there: ReadonlyMap<string, PresentObject>,
  { kind, name, was = name }: Pick<WantedObject, "kind" | "name" | "was">,
): PresentObject | undefined {
  return there.get(keyOf({ kind, name })) ?? there.get(keyOf({ kind, name: was }));
}

/** What tells objects apart. */
export function keyOf({ kind, name }: { readonly kind: Kind; readonly name: string }): string {
  return `${kind} ${name}`;
}

function byKind(a: ObjectChange, b: ObjectChange): number {
  return KINDS.indexOf(a.kind) - KINDS.indexOf(b.kind);
}

function changeOf(wanted: WantedObject, before: PresentObject | undefined): ObjectChange | undefined {
  const { kind, name, managedBy } = wanted;
  const fields = fieldChanges(before?.fields ?? {}, wanted.fields);
  if (before === undefined) return { kind, name, what: "create", managedBy, fields };
  const renamed = before.name === name ? {} : { was: before.name };
  if (before.managedBy === null) return { kind, name, what: "adopt", ...renamed, managedBy, fields };
  if (fields.length === 0 && before.name === name) return undefined;
  return { kind, name, what: "change", ...renamed, managedBy, fields };
}

function vanishedOf({ kind, name, managedBy }: PresentObject): ObjectChange {
  return { kind, name, what: "vanished", managedBy: managedBy ?? "", fields: [] };
}

/** A field that a text does not speak of stays as it is. */
function fieldChanges(from: Fields, to: Fields): FieldChange[] {
  return Object.keys(to)
    .toSorted()
    .flatMap((field): FieldChange[] => {
      const [before, after] = [from[field], to[field]];
      return textOf(before) === textOf(after) ? [] : [{ field, from: before, to: after }];
    });
}

function textOf(value: Json | undefined): string | undefined {
  return value === undefined ? undefined : canonical(value);
}

/** A place as it is said: "plan.yaml, line 4, column 3". */
export function placeText({ file, line, column }: Place): string {
  return `${file}, line ${line}, column ${column}`;
}
