import { type Path, pathText, type Place } from "./place.ts";
import { isError, type Origin, type Rule } from "./rule.ts";
import { describe, type Value } from "./value.ts";

/** What is wrong, or doubtful, at one place of a document. */
export interface Finding extends Place {
  /** `spec.objectives[0].target`; "" is the document itself. */
  readonly path: string;
  readonly code: string;
  /** What was found, what that means, and what to do. */
  readonly message: string;
}

/** Of one document. More would not be read by anybody, and a hostile file could make millions. */
export const FINDINGS_MAX = 200;

const NOTES: Readonly<Record<Origin, string>> = {
  both: "",
  sdk: " (A rule of the reference SDK; the specification does not ask for it.)",
  specification: " (A rule of the specification; the reference SDK does not enforce it.)",
  advice: "",
};

/** Collects what is found in one document. */
export class Findings {
  readonly #strict: boolean;
  readonly #errors: Finding[] = [];
  readonly #warnings: Finding[] = [];

  constructor(strict: boolean) {
    this.#strict = strict;
  }

  get errors(): readonly Finding[] {
    return this.#errors;
  }

  get warnings(): readonly Finding[] {
    return this.#warnings;
  }

  /** No more findings of this rule are taken, so looking for them is in vain. */
  isFullFor({ origin }: Rule): boolean {
    return this.#listFor(origin).length >= FINDINGS_MAX;
  }

  /** `found` is the first half of the message, without a full stop. */
  report(rule: Rule, spot: { readonly path: Path; readonly place: Place }, found: string): void {
    if (this.isFullFor(rule)) return;
    const list = this.#listFor(rule.origin);
    const message = `${found}: ${rule.says}. ${rule.remedy}${NOTES[rule.origin]}`;
    list.push({ path: pathText(spot.path), code: rule.code, message, ...spot.place });
    if (list.length === FINDINGS_MAX) {
      const text = `there are more than ${FINDINGS_MAX} such findings in this document: mend these first.`;
      list.push({ path: "", code: "too_many_findings", message: text, ...spot.place });
    }
  }

  #listFor(origin: Origin): Finding[] {
    return isError(origin, this.#strict) ? this.#errors : this.#warnings;
  }
}

/** Where a part was written, and what of it could not be read. */
export interface PartNotes {
  readonly value: Value;
  readonly failed: ReadonlySet<string>;
  /** The part itself is of another type: nothing is said about its fields. */
  readonly isBroken: boolean;
  /** It says nothing: no key, or only empty values. */
  readonly isEmpty: boolean;
}

/** What the reading of one document gathers besides its parts. */
export class Reading {
  readonly findings: Findings;
  readonly notes = new WeakMap<object, PartNotes>();

  constructor(strict: boolean) {
    this.findings = new Findings(strict);
  }
}

/** A place in a document while it is read. */
export class Spot {
  readonly reading: Reading;
  readonly path: Path;
  readonly place: Place;

  constructor(reading: Reading, path: Path, place: Place) {
    this.reading = reading;
    this.path = path;
    this.place = place;
  }

  under(step: string | number, place: Place): Spot {
    return new Spot(this.reading, [...this.path, step], place);
  }

  report(rule: Rule, found: string): void {
    this.reading.findings.report(rule, this, found);
  }

  /** Another kind of value stands here than the one that is expected. */
  reportType(value: Value, expected: string): void {
    this.report({ ...WRONG_TYPE, says: `it must be ${expected}` }, `${this.name} is ${describe(value)}`);
  }

  /** The last step as messages name it. */
  get name(): string {
    const step = this.path.at(-1);
    if (step === undefined) return "the document";
    return typeof step === "number" ? `item ${step} of ${String(this.path.at(-2) ?? "the list")}` : `"${step}"`;
  }
}

/** Where a value is of another kind (text, number, boolean, list, map) than its field. */
export const WRONG_TYPE: Rule = {
  code: "invalid_type",
  origin: "both",
  says: "it must be of its field's type (text, number, boolean, duration, list or map)",
  remedy: "Write it in that form; put a text that looks like a number or boolean in quotes.",
};
