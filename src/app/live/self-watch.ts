import { bytesText, floorTo, ITSELF, MINUTE_MS, type Refusal } from "#kernel";
import { GRID_MS, type LiveAlert, type TickOutcome } from "#objectives";

/** Work that goes on for so long makes an outage over; until then it may be one that comes and goes. */
const WELL_MS = MINUTE_MS;

/** What a watch of Plimsoll itself asks. */
export interface SelfWatchOptions {
  /** Why no records are taken at this moment; null when they are. */
  readonly refusalNow: () => Promise<Refusal | null>;
}

/**
 * Watches that Plimsoll itself does its work: while no records are taken, nothing is measured, so no objective of any API
 * would wake anybody. One alert stands for all APIs.
 */
export class SelfWatch {
  readonly #options: SelfWatchOptions;
  #firing: LiveAlert | null = null;
  #wellSince: number | null = null;
  #lookedAt = Number.NEGATIVE_INFINITY;

  constructor(options: SelfWatchOptions) {
    this.#options = options;
  }

  /** What fires, as of the last look. */
  get firing(): readonly LiveAlert[] {
    return this.#firing === null ? [] : [this.#firing];
  }

  /** Looks at most every ten seconds. Gives what changed; null when nothing did. */
  async look(now: number): Promise<TickOutcome | null> {
    const at = floorTo(now, GRID_MS);
    if (at <= this.#lookedAt) return null;
    this.#lookedAt = at;
    const refusal = await this.#options.refusalNow();
    if (refusal !== null) return this.#ill(at, refusal);
    return this.#firing === null ? null : this.#well(at, this.#firing);
  }

  #ill(at: number, refusal: Refusal): TickOutcome | null {
    this.#wellSince = null;
    if (this.#firing !== null) return null;
    const alert = alertOf(at, refusal);
    this.#firing = alert;
    return { ...NOTHING, at, began: [alert], pages: [{ at, urgency: alert.urgency, alerts: [alert] }] };
  }

  #well(at: number, alert: LiveAlert): TickOutcome | null {
    this.#wellSince ??= at;
    if (at - this.#wellSince < WELL_MS) return null;
    this.#firing = null;
    return { ...NOTHING, at, ended: [{ ...alert, endedAt: this.#wellSince, end: "resolved" }] };
  }
}

const NOTHING = { began: [], changed: [], ended: [], pages: [] };

function alertOf(at: number, refusal: Refusal): LiveAlert {
  const nobody = { affectedClients: 0, activeClients: null, clients: [], operations: [], statuses: [], releases: [] };
  const window = { from: at - GRID_MS, to: at };
  return {
    api: ITSELF,
    objective: "plimsoll/records",
    kind: "measurementLost",
    urgency: "page",
    firedAt: at,
    endedAt: null,
    end: null,
    mutedBy: null,
    pairs: [],
    explanation: { text: textOf(refusal), n: 0, bad: 0, k: 0, threshold: 0, clearsAfterMs: null, window, by: nobody },
    toldAt: at,
    goesOn: false,
  };
}

function textOf({ detail, params }: Refusal): string {
  const start = "Plimsoll takes no records, so requests of all APIs go unmeasured.";
  const { freeBytes, freeBytesMin } = params;
  if (typeof freeBytes !== "number" || typeof freeBytesMin !== "number") return `${start} ${detail}`;
  return `${start} Only ${bytesText(freeBytes)} are free on the disk of its record log, and ${bytesText(freeBytesMin)} must stay free. Make room: it goes on by itself.`;
}
