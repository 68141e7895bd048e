import { randomUUID } from "node:crypto";
import type { RecordSender } from "#stories";
import type { Answered } from "../../examples/first-api/orders-api.ts";

/** Requests that wait to be told; what comes beyond is dropped, and counted. */
const WAITING_MAX = 100_000;
/** Of one body. */
const RECORDS_MAX = 5_000;

/** Tells Plimsoll of each request that the API answered, in bodies that are sent again until they are taken. */
export class Report {
  readonly #sender: RecordSender;
  #waiting: string[] = [];
  #kept = 0;
  #dropped = 0;

  constructor(sender: RecordSender) {
    this.#sender = sender;
  }

  /** So far: what the server took, and what it did not get or not take. */
  get counts(): { readonly kept: number; readonly dropped: number } {
    return { kept: this.#kept, dropped: this.#dropped };
  }

  readonly add = ({ at, client, durationMs, ...told }: Answered): void => {
    if (this.#waiting.length >= WAITING_MAX) {
      this.#dropped += 1;
      return;
    }
    const record = {
      at: new Date(at).toISOString(),
      api: "orders",
      ...told,
      durationMs: Number(durationMs.toFixed(3)),
    };
    this.#waiting.push(JSON.stringify(client === null ? record : { ...record, client }));
  };

  /** Sends what waits. Rejects when the server refuses it or is away for minutes. */
  async send(): Promise<void> {
    while (this.#waiting.length > 0) {
      const lines = this.#waiting.slice(0, RECORDS_MAX);
      const taken = await this.#sender.post({ idempotencyKey: randomUUID(), body: Buffer.from(lines.join("\n")) });
      this.#waiting = this.#waiting.slice(lines.length);
      this.#kept += taken.kept;
      this.#dropped += lines.length - taken.kept;
    }
  }
}
