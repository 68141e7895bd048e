import type { Alerting } from "#alerting";
import { mailsToldOf } from "#clients";
import type { JobWorker } from "#jobs";
import type { Clock } from "#kernel";
import { type Mail, mailAddress } from "#mail";
import { highestNoted, noteQuotaUse, quotaLetter, type QuotaReached, reachedThresholds } from "#plans";
import type { State, Tx } from "#storage";
import type { AllowedUse } from "./read-quota-use.ts";

/** What quota notices stand on. */
export interface QuotaNoticesParts {
  readonly state: Pick<State, "read" | "transact">;
  readonly clock: Clock;
  readonly mail: Pick<Mail, "order">;
  readonly alerting: Pick<Alerting, "tellQuota">;
  readonly worker: Pick<JobWorker, "poke">;
  /** How people reach the console. */
  readonly publicUrl: string;
}

/** So many are written at one look: others that depend on time wait meanwhile. The rest has its turn at the next. */
const NOTED_AT_ONCE = 200;

interface Noted {
  readonly from: number;
  /** In percent. */
  readonly threshold: number;
}

/**
 * Tells the organisation of a client by mail, and the provider's webhooks, when its use of a quota reaches one of the
 * shares. What was told is in the state; a copy of the highest in memory keeps looks that find nothing new off the
 * database.
 */
export class QuotaNotices {
  readonly #parts: QuotaNoticesParts;
  readonly #base: string;
  /** By subscription. */
  #noted: ReadonlyMap<string, Noted> | undefined;

  constructor(parts: QuotaNoticesParts) {
    this.#parts = parts;
    this.#base = parts.publicUrl.replace(/\/+$/, "");
  }

  /** Compares what was counted with what was told: to be called every ten seconds or so, not twice at once. */
  async look(uses: readonly AllowedUse[]): Promise<void> {
    const before = this.#noted ?? (await this.#read(uses));
    const noted = new Map(uses.flatMap(({ id }) => withKey(id, before.get(id))));
    this.#noted = noted;
    const risen = uses.filter((use) => isHigher(use, before.get(use.id))).slice(0, NOTED_AT_ONCE);
    for (const use of risen) {
      const threshold = await this.#note(use);
      if (threshold > 0) noted.set(use.id, { from: use.from, threshold });
    }
    if (risen.length > 0) await this.#parts.worker.poke();
  }

  async #read(uses: readonly AllowedUse[]): Promise<ReadonlyMap<string, Noted>> {
    const current = new Map(uses.map(({ id, from }) => [id, from]));
    const rows = await highestNoted(this.#parts.state.read, this.#parts.clock.now());
    return new Map(
      rows
        .filter(({ subscription, from }) => current.get(subscription) === from)
        .map(({ subscription, from, threshold }) => [subscription, { from, threshold }]),
    );
  }

  /** Gives the highest threshold that is noted now, 0 for none. */
  async #note(use: AllowedUse): Promise<number> {
    const { state, clock } = this.#parts;
    return state.transact(async (tx) => {
      const { highest, reached } = await noteQuotaUse(tx, use, clock.now());
      if (reached !== undefined) await this.#tell(tx, reached);
      return highest;
    });
  }

  async #tell(tx: Tx, reached: QuotaReached): Promise<void> {
    const { mail, alerting } = this.#parts;
    const { subscription, client, organisation, period, threshold } = reached;
    const { subject, content } = quotaLetter(reached, `${this.#base}/clients/${encodeURIComponent(client)}`);
    for (const to of await mailsToldOf(tx, organisation, "quota")) {
      // A contact may be kept whose address no letter can go to.
      if (!mailAddress.safeParse(to).success) continue;
      const key = `quota ${subscription} ${period.from} ${threshold} ${to.toLowerCase()}`;
      await mail.order(tx, { to, subject, content, key });
    }
    await alerting.tellQuota(tx, reached);
  }
}

function withKey(id: string, noted: Noted | undefined): [string, Noted][] {
  return noted === undefined ? [] : [[id, noted]];
}

function isHigher({ from, used, allowed }: AllowedUse, noted: Noted | undefined): boolean {
  const highest = reachedThresholds(used, allowed).at(-1);
  return highest !== undefined && (noted?.from !== from || noted.threshold < highest);
}
