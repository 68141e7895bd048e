import { nearestWord, parseDurationMs, Refusal } from "#kernel";
import { GRID_MS } from "../../engine/windows.ts";
import type { Duration } from "../duration.ts";
import type { At } from "./at.ts";
import type { Execution } from "./execution.ts";
import { nominalMsOf } from "./nominal-ms.ts";

/** Where annotations that say something to Plimsoll begin. */
export const PREFIX = "plimsoll.dev/";

/** What annotations can say, by the kind of the document that has them. */
export const SETTINGS_BY_KIND = {
  Service: ["api"],
  SLO: ["name", "per", "sampled", "operation", "where", "slice", "alerts", "members", "target"],
  AlertCondition: ["name", "budget", "long-window", "short-window"],
} as const;
type SettingKind = keyof typeof SETTINGS_BY_KIND;
/** A key of an annotation, without its prefix. */
export type SettingKey = (typeof SETTINGS_BY_KIND)[SettingKind][number];

const MINUTE_MS = 60_000;

interface Annotated {
  readonly annotations?: ReadonlyMap<string, string>;
}

/** Faults for annotations under our prefix that a document of this kind cannot have. */
export function checkSettings(kind: string, { annotations }: Annotated, read: { at: At; execution: Execution }): void {
  const known: readonly string[] = (SETTINGS_BY_KIND as Readonly<Record<string, readonly string[]>>)[kind] ?? [];
  for (const key of annotations?.keys() ?? []) {
    if (!key.startsWith(PREFIX) || known.includes(key.slice(PREFIX.length))) continue;
    const near = nearestWord(key.slice(PREFIX.length), known);
    const remedy =
      near === "" ? "None is known here." : `Did you mean ${PREFIX}${near}? Known here: ${known.join(", ")}.`;
    const at = read.at.under("metadata", "annotations", key);
    read.execution.fault(at, `${key} says nothing to Plimsoll in the kind ${kind}. ${remedy}`);
  }
}

/** The annotations of one document that say something to Plimsoll. */
export class Settings {
  readonly #annotations: ReadonlyMap<string, string>;
  readonly #at: At;
  readonly #execution: Execution;

  constructor({ annotations }: Annotated, at: At, execution: Execution) {
    this.#annotations = annotations ?? new Map();
    this.#at = at;
    this.#execution = execution;
  }

  at(key: SettingKey): At {
    return this.#at.under("metadata", "annotations", `${PREFIX}${key}`);
  }

  text(key: SettingKey): string | undefined {
    return this.#annotations.get(`${PREFIX}${key}`);
  }

  /** What `parse` makes of an annotation; undefined where there is none, and after a fault. */
  parsed<T>(key: SettingKey, parse: (text: string) => T): T | undefined {
    const text = this.text(key);
    return text === undefined ? undefined : this.#execution.parsed(this.at(key), () => parse(text));
  }

  /** The same for one of a few words. */
  word(key: SettingKey, known: string): boolean {
    const read = (text: string): true => text === known || refuse(`"${text}" is not ${known}, all that it can be.`);
    return this.parsed(key, read) === true;
  }

  /**
   * A length in ms. OpenSLO's shortest unit is a minute; an annotation gives the exact one, of which the duration has to
   * be the next whole minute, so that nobody changes one and forgets the other.
   */
  exactMs(key: SettingKey, duration: Duration): number {
    const roundedMs = nominalMsOf(duration);
    const exact = this.parsed(key, (text) => {
      const ms = parseDurationMs(text);
      if (ms % GRID_MS !== 0) refuse(`"${text}" is not a multiple of 10 s.`);
      if (Math.ceil(ms / MINUTE_MS) * MINUTE_MS === roundedMs) return ms;
      return refuse(
        `"${text}" and the duration ${duration.count}${duration.unit} do not agree: that must be the exact length, ` +
          "rounded up to a minute. Correct one, or remove the annotation.",
      );
    });
    return exact ?? roundedMs;
  }
}

function refuse(detail: string): never {
  throw new Refusal("invalid", "openslo.annotation", detail);
}
