import { HOUR_MS, MINUTE_MS } from "#kernel";
import type { Notifications } from "#notification";
import type { State } from "#storage";
import { handoffWords } from "./model/words.ts";
import type { OnCallSchedules, ServedHandoff } from "./on-call-schedules.ts";

/** Whoever would be told later than this is not told: the shift has long begun. */
const LATE_MS_MAX = HOUR_MS;
/** At a start so much is looked back upon; who was told before is not told again. */
const LOOK_BACK_MS = 10 * MINUTE_MS;

/** What the notices stand on. */
interface HandoffOptions {
  readonly state: Pick<State, "read" | "transact">;
  readonly notifications: Pick<Notifications, "notify">;
  readonly schedules: Pick<OnCallSchedules, "handoffsIn">;
  /** How people reach the console, without a slash at its end. */
  readonly publicUrl: string;
}

/** Tells people that their shift begins or is over. */
export class HandoffNotices {
  readonly #options: HandoffOptions;
  #lookedAt: number | undefined;

  constructor(options: HandoffOptions) {
    this.#options = options;
  }

  /** To be called every minute or so: orders the messages of handoffs since the last call. */
  async beat(now: number): Promise<void> {
    const { state, schedules } = this.#options;
    const from = Math.max(this.#lookedAt ?? now - LOOK_BACK_MS, now - LATE_MS_MAX);
    // A clock that was set back: all of this time was told of.
    if (from >= now) return;
    for (const handoff of await schedules.handoffsIn(state.read, { from, to: now })) await this.#tell(handoff);
    this.#lookedAt = now;
  }

  async #tell(handoff: ServedHandoff): Promise<void> {
    const { state, notifications, publicUrl } = this.#options;
    const { schedule, at, coming, leaving } = handoff;
    const key = `handoff:${schedule}:${at}`;
    const rest = {
      link: { text: "The schedule", url: `${publicUrl}/oncall/${schedule}` },
      acts: [],
      at,
      labels: { schedule },
    };
    const order = { subject: key, key, event: "handoff", urgency: "ticket" } as const;
    await state.transact(async (tx) => {
      for (const name of [...coming, ...leaving]) {
        const message = { ...handoffWords({ ...handoff, isComing: coming.includes(name) }), ...rest };
        await notifications.notify(tx, { ...order, to: { kind: "person", name }, message });
      }
    });
  }
}
