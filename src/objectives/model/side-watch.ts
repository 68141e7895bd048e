import { HOUR_MS, type Interval, type SaveReader, type SaveWriter } from "#kernel";
import { NOBODY_BLAMED } from "./alert-result.ts";
import { MeasurementLost } from "./alerts/measurement-lost.ts";
import type { VanishedTraffic } from "./alerts/vanished-traffic.ts";
import { measurementLostText, trafficVanishedText } from "./alerts/words.ts";
import type { Coverage } from "./engine/coverage.ts";
import type { AlertKind, AlertResult } from "./results.ts";

/** A page of availability of the whole API: who has been told of one knows that requests are missing. */
export type Speaker = Pick<AlertResult, "objective" | "firedAt" | "endedAt">;

/** What the two default pages of an API are told from. */
export interface SideTerms {
  readonly api: string;
  /** Undefined: no traffic to be missed, as nothing counts all requests of the API. */
  readonly traffic: VanishedTraffic | undefined;
  /** What the source watched; undefined: it needs not say. */
  readonly coverage: Coverage | undefined;
  /** No signal is raised for what was before; absent: of all that is known. */
  readonly from?: number;
  /** The speakers so far; of a recorded history all that will come too. */
  readonly speakers: () => readonly Speaker[];
}

/** An alert that no budget made, as time goes on. */
export interface SideAlert {
  alert: AlertResult;
  /** When a person is told; null as long as nobody is. */
  toldAt: number | null;
}

/** What became of side alerts at an instant. */
export interface SideChanges {
  readonly fired: readonly SideAlert[];
  readonly told: readonly SideAlert[];
  readonly ended: readonly SideAlert[];
}

/**
 * The pages that every API has by default, beside those of its objectives: its traffic has vanished, and its source
 * measures no more. Vanished traffic is muted while a speaker fires, and until the trailing hour lies wholly after that
 * speaker's end: if traffic still stays away then, it is news.
 */
export class SideWatch {
  readonly #terms: SideTerms;
  readonly #lost: MeasurementLost | undefined;
  #lostAlert: SideAlert | undefined;
  #vanished: SideAlert | undefined;
  #hearAt = Number.POSITIVE_INFINITY;

  constructor(terms: SideTerms) {
    this.#terms = terms;
    this.#lost = terms.coverage === undefined ? undefined : new MeasurementLost(terms.coverage, terms.from);
  }

  /** The next instant at which anything can change if nothing more is counted and marked; Infinity when nothing can. */
  get nextAt(): number {
    const { traffic } = this.#terms;
    return Math.min(
      this.#lost?.nextAt ?? Number.POSITIVE_INFINITY,
      traffic?.nextAt ?? Number.POSITIVE_INFINITY,
      this.#hearAt,
    );
  }

  /** Those that fire. */
  get firing(): readonly SideAlert[] {
    return [this.#lostAlert, this.#vanished].filter((one) => one !== undefined);
  }

  save(to: SaveWriter): void {
    this.#terms.traffic?.save(to.within("traffic"));
    this.#lost?.save(to);
    to.json("alerts", { lost: this.#lostAlert, vanished: this.#vanished });
    to.numbers("hearAt", Float64Array.of(this.#hearAt));
  }

  /** Into one made with the same terms. */
  restore(from: SaveReader): void {
    this.#terms.traffic?.restore(from.within("traffic"));
    this.#lost?.restore(from);
    const { lost, vanished } = from.json("alerts") as { lost?: SideAlert; vanished?: SideAlert };
    this.#lostAlert = lost;
    this.#vanished = vanished;
    this.#hearAt = from.float64("hearAt")[0] as number;
  }

  /** Goes to `at`, through each instant at which a rule is to be looked at. */
  tick(at: number): SideChanges {
    const changes = { fired: [], told: [], ended: [] } satisfies SideChanges;
    const { traffic } = this.#terms;
    for (;;) {
      const due = Math.min(this.#lost?.nextAt ?? Number.POSITIVE_INFINITY, traffic?.nextAt ?? Number.POSITIVE_INFINITY);
      if (due > at) break;
      if (this.#lost !== undefined && this.#lost.nextAt <= due) this.#lookForMarks(this.#lost, due, changes);
      if (traffic !== undefined && traffic.nextAt <= due) this.#lookForTraffic(traffic, due, changes);
      if (due < at) this.#settle(due, changes);
    }
    this.#settle(at, changes);
    return changes;
  }

  #lookForMarks(watch: MeasurementLost, at: number, { fired, told, ended }: Changing): void {
    const change = watch.tick(at);
    if (change === null) return;
    if (change.what === "resolves") {
      this.#end(this.#lostAlert, { at, end: "resolved" }, ended);
      this.#lostAlert = undefined;
      return;
    }
    const { api } = this.#terms;
    const text = measurementLostText(api, change.facts);
    this.#lostAlert = {
      alert: alertOf(api, "measurementLost", { window: change.facts.window, n: 0, text }),
      toldAt: at,
    };
    fired.push(this.#lostAlert);
    told.push(this.#lostAlert);
  }

  #lookForTraffic(watch: VanishedTraffic, at: number, { fired, ended }: Changing): void {
    const change = watch.tick(at);
    if (change === null) return;
    if (change.what !== "vanishes") {
      this.#end(this.#vanished, { at, end: change.what === "lapses" ? "lapsed" : "resolved" }, ended);
      this.#vanished = undefined;
      this.#hearAt = Number.POSITIVE_INFINITY;
      return;
    }
    const { api } = this.#terms;
    const { window, requests } = change.facts;
    const text = trafficVanishedText(api, change.facts);
    this.#vanished = { alert: alertOf(api, "trafficVanished", { window, n: requests, text }), toldAt: null };
    fired.push(this.#vanished);
  }

  /** Decides whether a person is told of vanished traffic now, or when to look again. */
  #settle(at: number, { told }: Changing): void {
    const one = this.#vanished;
    if (one === undefined || one.toldAt !== null) return;
    const speaker = this.#terms
      .speakers()
      .find(({ firedAt, endedAt }) => firedAt <= at && (endedAt === null || at < endedAt + HOUR_MS));
    this.#hearAt = (speaker?.endedAt ?? Number.POSITIVE_INFINITY) + HOUR_MS;
    if (speaker === undefined) {
      one.alert = { ...one.alert, mutedBy: null };
      one.toldAt = at;
      told.push(one);
    } else one.alert = { ...one.alert, mutedBy: one.alert.mutedBy ?? speaker.objective };
  }

  #end(one: SideAlert | undefined, { at, end }: { at: number; end: "resolved" | "lapsed" }, ended: SideAlert[]): void {
    if (one === undefined) return;
    one.alert = { ...one.alert, endedAt: at, end };
    ended.push(one);
  }
}

interface Changing {
  readonly fired: SideAlert[];
  readonly told: SideAlert[];
  readonly ended: SideAlert[];
}

type SideKind = Extract<AlertKind, "trafficVanished" | "measurementLost">;

const NAMES: Readonly<Record<SideKind, string>> = {
  trafficVanished: "traffic",
  measurementLost: "measurement",
};

function alertOf(
  api: string,
  kind: SideKind,
  { window, n, text }: { readonly window: Interval; readonly n: number; readonly text: string },
): AlertResult {
  return {
    objective: `${api}/${NAMES[kind]}`,
    kind,
    urgency: "page",
    firedAt: window.to,
    endedAt: null,
    end: null,
    mutedBy: null,
    pairs: [],
    explanation: { text, n, bad: 0, k: 0, threshold: 0, clearsAfterMs: null, window, by: NOBODY_BLAMED },
  };
}
