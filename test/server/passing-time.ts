import assert from "node:assert/strict";
import { isoText, MINUTE_MS, SECOND_MS } from "#kernel";
import type { RunningServer } from "./running-server.ts";

const LOOKS_MAX = 300;
/** Of the wall clock that passes with each look. */
const LOOK_MS = 100;

/** The time of a server with a test clock, and the traffic of its API `orders` while it passes. */
export class PassingTime {
  /** Epoch ms. */
  now: number;
  readonly #server: RunningServer;

  constructor(server: RunningServer, now: number) {
    this.#server = server;
    this.now = now;
  }

  /** Two requests a second, the clock behind them; of good ones, a minute at once. */
  async drive({ minutes, status }: { readonly minutes: number; readonly status: number }): Promise<void> {
    const step = status === 200 ? MINUTE_MS : 10 * SECOND_MS;
    for (const end = this.now + minutes * MINUTE_MS; this.now < end; this.now += step) {
      const line = { at: isoText(this.now), api: "orders", method: "GET", path: "/orders", status };
      assert.equal((await this.#server.post(`${JSON.stringify(line)}\n`.repeat(step / 500))).status, 200);
      await this.send("POST /test/clock", { at: isoText(this.now + step) });
    }
  }

  /** Lets time pass until it is so: messages leave a moment of the wall clock after their time. */
  async until(isSo: () => boolean | Promise<boolean>): Promise<void> {
    for (let looks = 0; looks < LOOKS_MAX; looks++) {
      if (await isSo()) return;
      this.now += LOOK_MS;
      await this.send("POST /test/clock", { at: isoText(this.now) });
    }
    assert.fail(`not so after ${LOOKS_MAX} looks`);
  }

  /** A change by the administrator's token, "PUT /api/v1/…", which must be taken. */
  async send(place: string, body: object): Promise<unknown> {
    const [method = "", path = ""] = place.split(" ");
    const headers = { "content-type": "application/json" };
    const answer = await this.#server.call(path, { method, headers, body: JSON.stringify(body) });
    const text = await answer.text();
    assert.ok(answer.ok, `${place}: ${text}`);
    return text === "" ? undefined : JSON.parse(text);
  }

  /** States of the pages that are not over. */
  async openPages(): Promise<string[]> {
    const answer = await this.#server.call("/api/v1/pages?state=open");
    const { items } = (await answer.json()) as { items: { state: string }[] };
    return items.map(({ state }) => state);
  }
}
