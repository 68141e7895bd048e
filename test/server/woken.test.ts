import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { isoText, MINUTE_MS, SECOND_MS } from "#kernel";
import { type Arrived, openSmtpServer } from "../../src/mail/server.testing.ts";
import { inTemporaryDirectory, type RunningServer, startServer } from "./running-server.ts";

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
    const house = new House(START);
    await house.settle(server, smtp.arrived);

    await house.drive(server, { minutes: 20, status: 200 });
    await house.drive(server, { minutes: 3, status: 503 });
    const toAna = await house.letter(server, smtp.arrived, { to: "ana@example.com", about: "orders" });
    assert.equal(lettersTo(smtp.arrived, "ben@example.com", "orders").length, 0, "ben is not on call yet");
    await server.kill();
    server = await start(house.now);
    await house.drive(server, { minutes: 5, status: 503 });
    const toBen = await house.letter(server, smtp.arrived, { to: "ben@example.com", about: "orders" });

    const link = /http:\S+\/act\/[\w.-]+(?:\?[\w=&-]+)?/.exec(wordsOf(toBen))?.[0] ?? "";
    const onNewPort = new URL(new URL(link).pathname + new URL(link).search, server.url);
    const shown = await fetch(onNewPort);
    assert.match(await shown.text(), /Acknowledge as Ben/);
    assert.deepEqual(await pagesOf(server), [{ state: "open", acknowledgedBy: [] }]);
    const acted = await fetch(onNewPort, { method: "POST" });
    assert.equal(acted.status, 200);
    assert.match(await acted.text(), /ben has it until/);
    assert.deepEqual(await pagesOf(server), [{ state: "acknowledged", acknowledgedBy: ["ben"] }]);

    await house.drive(server, { minutes: 80, status: 200 });
    const endsOf = (to: string): string[] =>
      lettersTo(smtp.arrived, to, "orders").filter((words) => words.includes("All alerts of this group ended."));
    await house.until(server, () => endsOf("ana@example.com").length > 0 && endsOf("ben@example.com").length > 0);
    assert.deepEqual([endsOf("ana@example.com").length, endsOf("ben@example.com").length], [1, 1]);
    assert.deepEqual(await pagesOf(server), []);
    assert.ok(wordsOf(toAna).includes("orders"));
    assert.equal(await server.stop(), 0);
  });
});

/** Two people of whom one is on call, and time that passes. */
class House {
  now: number;

  constructor(now: number) {
    this.now = now;
  }

  /** People who have proved their addresses, a schedule, a policy of two steps and a routing. */
  async settle(server: RunningServer, arrived: readonly Arrived[]): Promise<void> {
    await send(server, "PUT /api/v1/apis/orders", {});
    for (const [handle, name] of [
      ["ana", "Ana"],
      ["ben", "Ben"],
    ] as const) {
      await send(server, "POST /api/v1/invitations", { mail: `${handle}@example.com`, name, roles: ["operator"] });
      const to = `${handle}@example.com`;
      const letter = await this.letter(server, arrived, { to, about: "invit" });
      const token = /token=([\w-]+)/.exec(wordsOf(letter))?.[1];
      const body = JSON.stringify({ token, password: "a password of twelve", name });
      const headers = { "content-type": "application/json", authorization: "" };
      const accepted = await server.call("/api/v1/invitations/accept", { method: "POST", body, headers });
      assert.equal(accepted.ok, true, await accepted.text());
    }
    const layers = [{ rotate: ["ana"], every: "1 week", from: "2026-11-02T09:00" }];
    await send(server, "PUT /api/v1/schedules/primary", { definition: JSON.stringify({ zone: "UTC", layers }) });
    const steps = [{ page: ["schedule:primary"] }, { page: ["person:ben"], after: "5m" }];
    await send(server, "PUT /api/v1/escalations/standard", {
      text: JSON.stringify({ steps, rounds: 2, fallback: "person:ana" }),
    });
    const routing = { default: { escalate: "standard", group: ["api"], wait: "0s", update: "5m", repeat: "4h" } };
    await send(server, "PUT /api/v1/routing", { text: JSON.stringify({ routing }) });
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
  async letter(
    server: RunningServer,
    arrived: readonly Arrived[],
    { to, about }: { readonly to: string; readonly about: string },
  ): Promise<string> {
    await this.until(server, () => lettersTo(arrived, to, about).length > 0);
    return lettersTo(arrived, to, about)[0] ?? "";
  }

  /** Lets time pass, second by second, until it is so: messages leave a moment of the wall clock after their time. */
  async until(server: RunningServer, isSo: () => boolean): Promise<void> {
    for (let looks = 0; !isSo() && looks < LOOKS_MAX; looks++) {
      this.now += 100;
      await send(server, "POST /test/clock", { at: isoText(this.now) });
    }
    assert.ok(isSo(), `not so after ${LOOKS_MAX} looks`);
  }
}

async function pagesOf(server: RunningServer): Promise<{ state: string; acknowledgedBy: string[] }[]> {
  const answer = await server.call("/api/v1/pages?state=open");
  const { items } = (await answer.json()) as { items: { state: string; acknowledgements: { by: string }[] }[] };
  return items.map(({ state, acknowledgements }) => ({
    state,
    acknowledgedBy: acknowledgements.map(({ by }) => by),
  }));
}

function lettersTo(arrived: readonly Arrived[], to: string, about: string): string[] {
  return arrived
    .filter((letter) => letter.to.includes(to))
    .map(({ raw }) => raw)
    .filter((raw) => wordsOf(raw).includes(about));
}

/** With its lines put together again. */
function wordsOf(raw: string): string {
  return raw.replace(/=\r\n/g, "").replace(/=3D/g, "=").replace(/\r\n/g, " ");
}

async function send(server: RunningServer, place: string, body: object): Promise<unknown> {
  const [method = "", path = ""] = place.split(" ");
  const headers = { "content-type": "application/json" };
  const answer = await server.call(path, { method, headers, body: JSON.stringify(body) });
  const text = await answer.text();
  assert.ok(answer.ok, `${place}: ${text}`);
  return text === "" ? undefined : JSON.parse(text);
}
