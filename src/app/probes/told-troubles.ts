import type { LiveAlert, TickOutcome } from "#objectives";
import type { Trouble } from "#probes";

/** What a watch of troubles asks. */
export interface TroublesOptions {
  readonly troubles: () => readonly Trouble[];
  /** Whether nobody is told of this API now: announced maintenance runs. */
  readonly isQuiet: (api: string, now: number) => boolean;
}

/**
 * Makes alerts of what is wrong and no objective sees: what was not there at the last look begins, what is gone ends.
 * During an announced maintenance what begins is told to nobody, until it is over.
 */
export class ToldTroubles {
  readonly #options: TroublesOptions;
  readonly #firing = new Map<string, LiveAlert>();

  constructor(options: TroublesOptions) {
    this.#options = options;
  }

  /** What fires, as of the last look. */
  get firing(): readonly LiveAlert[] {
    return [...this.#firing.values()];
  }

  /** Gives what changed; null when nothing did. */
  look(now: number): TickOutcome | null {
    const present = new Map(this.#options.troubles().map((trouble) => [keyOf(trouble), trouble]));
    const ended = [...this.#firing]
      .filter(([key]) => !present.has(key))
      .map(([key, alert]) => this.#end(key, alert, now));
    const began: LiveAlert[] = [];
    const changed: LiveAlert[] = [];
    for (const [key, trouble] of present) {
      const before = this.#firing.get(key);
      const quiet = this.#options.isQuiet(trouble.api, now);
      if (before !== undefined && (before.toldAt !== null || quiet)) continue;
      const alert = alertOf(trouble, quiet ? null : now);
      this.#firing.set(key, alert);
      (before === undefined ? began : changed).push(alert);
    }
    if (began.length + changed.length + ended.length === 0) return null;
    const told = [...began, ...changed].filter(({ toldAt }) => toldAt !== null);
    const pages = told.map((alert) => ({ at: now, urgency: alert.urgency, alerts: [alert] }));
    return { at: now, began, changed, ended, pages };
  }

  #end(key: string, alert: LiveAlert, now: number): LiveAlert {
    this.#firing.delete(key);
    return { ...alert, endedAt: now, end: "resolved" };
  }
}

/** Another beginning is another alert: what ended and began between two looks. */
function keyOf({ kind, subject, since }: Trouble): string {
  return JSON.stringify([kind, subject, since]);
}

function alertOf({ kind, subject, api, urgency, since, text, runs }: Trouble, toldAt: number | null): LiveAlert {
  const nobody = { affectedClients: 0, activeClients: null, clients: [], operations: [], statuses: [], releases: [] };
  const window = { from: since, to: since };
  return {
    api,
    objective: subject,
    kind,
    urgency,
    firedAt: since,
    endedAt: null,
    end: null,
    mutedBy: null,
    pairs: [],
    explanation: { text, n: runs, bad: runs, k: 0, threshold: 0, clearsAfterMs: null, window, by: nobody },
    toldAt,
    goesOn: false,
  };
}
