import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { isoText, MINUTE_MS, SECOND_MS } from "#kernel";
import { type Arrived, openSmtpServer } from "../../src/mail/server.testing.ts";
import { inTemporaryDirectory, type RunningServer, startServer } from "./running-server.ts";
import { acknowledgeLink, lettersTo, openPages, putOnCall, send, welcome } from "./woken-people.ts";

const START = Date.UTC(2026, 10, 27, 12);
const STEP_MS = 10 * SECOND_MS;
const LOOKS_MAX = 200;

test("an outage wakes whoever is on call by mail, the other one when nobody answers, and both hear of its end, though the server is killed on the way", async () => {
  await inTemporaryDirectory(async (root) => {
    await using smtp = await openSmtpServer();
    const settings = join(root, "settings.yaml");
    writeFileSync(settings, `mail: { smtp: "smtp://127.0.0.1:${smtp.port}", from: p@example.com, tls: optional }\n`);
    const start = (now: number) =>
      startServer(join(root, "data"), ["--config", settings, "--test-clock", isoText(now)]);
    let server = await start(START);
    const time = new Time(START, smtp.arrived);
    await send(server, "PUT /api/v1/apis/orders", {});
    await welcome(server, ["ana", "ben"], {
      invite: true,
      letter: (to, about) => time.letter(server, to, about),
    });
    await putOnCall(server, ["ana", "ben"], "5m");

    await time.drive(server, { minutes: 20, status: 200 });
    await time.drive(server, { minutes: 3, status: 503 });
    assert.match(await time.letter(server, "ana@example.com", "orders/availability"), /fires for orders/);
    assert.equal(lettersTo(smtp.arrived, "ben@example.com", "orders/availability").length, 0, "ben is not on call");
    await server.kill();
    server = await start(time.now);
    await time.drive(server, { minutes: 5, status: 503 });
    const link = acknowledgeLink(await time.letter(server, "ben@example.com", "orders/availability"), server);

    assert.match(await (await fetch(link)).text(), /Acknowledge as Ben/);
    assert.deepEqual(await openPages(server), [{ state: "open", acknowledgedBy: [] }]);
    const acted = await fetch(link, { method: "POST" });
    assert.match(await acted.text(), /ben has it until/);
    assert.deepEqual(await openPages(server), [{ state: "acknowledged", acknowledgedBy: ["ben"] }]);

    await time.drive(server, { minutes: 80, status: 200 });
    const ends = (to: string): number => lettersTo(smtp.arrived, to, "All alerts of this group ended.").length;
    await time.until(server, () => ends("ana@example.com") > 0 && ends("ben@example.com") > 0);
    assert.deepEqual([ends("ana@example.com"), ends("ben@example.com")], [1, 1]);
    assert.deepEqual(await openPages(server), []);
    assert.equal(await server.stop(), 0);
  });
});

/** Time that passes, with requests and letters in it. */
class Time {
  now: number;
  readonly #arrived: readonly Arrived[];

  constructor(now: number, arrived: readonly Arrived[]) {
    this.now = now;
    this.#arrived = arrived;
  }

  /** Two requests a second, the clock behind them; of good ones, a minute at once. */
  async drive(server: RunningServer, { minutes, status }: { minutes: number; status: number }): Promise<void> {
    const step = status === 200 ? MINUTE_MS : STEP_MS;
    for (const until = this.now + minutes * MINUTE_MS; this.now < until; this.now += step) {
      const line = { at: isoText(this.now), api: "orders", method: "GET", path: "/orders", status };
      assert.equal((await server.post(`${JSON.stringify(line)}\n`.repeat(step / 500))).status, 200);
      await send(server, "POST /test/clock", { at: isoText(this.now + step) });
    }
  }

  /** The first letter to somebody that speaks of something. */
  async letter(server: RunningServer, to: string, about: string): Promise<string> {
    await this.until(server, () => lettersTo(this.#arrived, to, about).length > 0);
    return lettersTo(this.#arrived, to, about)[0] ?? "";
  }

  /** Lets time pass until it is so: messages leave a moment of the wall clock after their time. */
  async until(server: RunningServer, isSo: () => boolean): Promise<void> {
    for (let looks = 0; !isSo() && looks < LOOKS_MAX; looks++) {
      this.now += 100;
      await send(server, "POST /test/clock", { at: isoText(this.now) });
    }
    assert.ok(isSo(), `not so after ${LOOKS_MAX} looks`);
  }
}
