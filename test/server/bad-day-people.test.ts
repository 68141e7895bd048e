import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { HOUR_MS, isoText } from "#kernel";
import { liveStoryOf } from "#stories";
import { type Arrived, openSmtpServer } from "../../src/mail/server.testing.ts";
import { jsonOf } from "./recount.ts";
import { inTemporaryDirectory, type RunningServer, startServer } from "./running-server.ts";
import { goTo, putApi, tellLive } from "./told-live.ts";
import { lettersTo, send, welcome } from "./woken-people.ts";

/** Wednesday evening in Madrid: the shift goes over to the night while things are broken. */
const NOW = Date.UTC(2026, 2, 4, 22);
const FROM = NOW - 6 * HOUR_MS;
const PLAN = new URL("../../examples/bad-day/plan.yaml", import.meta.url);
const PEOPLE = ["ana", "ben", "cho"];

interface Page {
  readonly page: string;
  readonly title: string;
  readonly urgency: string;
  readonly state: string;
  readonly begunAt: string;
  readonly policy: string;
}

test("on the bad day each outage wakes whoever is on call at that instant, is escalated as its policy says, and whoever was told of it hears of its end", async () => {
  await inTemporaryDirectory(async (root) => {
    await using smtp = await openSmtpServer();
    const settings = join(root, "settings.yaml");
    writeFileSync(settings, `mail: { smtp: "smtp://127.0.0.1:${smtp.port}", from: p@example.com, tls: optional }\n`);
    const args = ["--config", settings, "--test-clock", isoText(FROM)];
    const server = await startServer(join(root, "data"), args);
    const clock = new Clock(server, FROM);
    const story = liveStoryOf("bad-day", { now: NOW });
    for (const api of story.apis) await putApi(server, api);
    const texts = [{ file: "plan.yaml", text: readFileSync(PLAN, "utf8") }];
    await send(server, "POST /api/v1/configuration/apply", { texts });
    await accept(server, smtp.arrived, clock);
    await tellLive(server, { story, span: { from: clock.now, to: NOW }, stops: new Set() });

    const pages = await pagesOf(server);
    const woken = pages.filter(({ urgency }) => urgency === "page");
    for (const { api, objective, urgency } of story.expected.filter((one) => one.urgency === "page")) {
      const found = woken.filter(({ title }) => title.includes(`${api}/${objective}`));
      assert.equal(found.length, 1, `${urgency} of ${api}/${objective}: ${JSON.stringify(pages, null, 1)}`);
    }
    for (const page of woken) await firstGoesToWhoeverIsOnCall(server, page);
    await everyEndIsTold(server, { pages: woken, arrived: smtp.arrived, clock });
    const { acknowledge } = await jsonOf<{ acknowledge: { n: number } }>(
      server,
      `/api/v1/performance?from=${isoText(FROM)}&to=${isoText(clock.now)}`,
    );
    assert.equal(acknowledge.n, 0, "nobody acknowledged on this day");
    assert.equal(await server.stop(), 0);
  });
});

/** Time that is moved by hand. */
class Clock {
  now: number;
  readonly #server: RunningServer;

  constructor(server: RunningServer, now: number) {
    this.now = now;
    this.#server = server;
  }

  /** Lets seconds pass until it is so. */
  async until(isSo: () => boolean, what: string): Promise<void> {
    for (let looks = 0; !isSo() && looks < 100; looks++) {
      this.now += 1_000;
      await goTo(this.#server, this.now);
    }
    assert.ok(isSo(), what);
  }
}

/** The plan invited them: they accept by the letter. */
async function accept(server: RunningServer, arrived: readonly Arrived[], clock: Clock): Promise<void> {
  await welcome(server, PEOPLE, {
    invite: false,
    letter: async (to, about) => {
      await clock.until(() => lettersTo(arrived, to, about).length > 0, `no letter to ${to}`);
      return lettersTo(arrived, to, about)[0] ?? "";
    },
  });
}

async function pagesOf(server: RunningServer): Promise<Page[]> {
  return (await jsonOf<{ items: Page[] }>(server, "/api/v1/pages?limit=100")).items;
}

async function firstGoesToWhoeverIsOnCall(server: RunningServer, { page, title, begunAt }: Page): Promise<void> {
  const { people } = await jsonOf<{ people: string[] }>(server, `/api/v1/schedules/shop/who?at=${begunAt}`);
  const { sent } = await jsonOf<{ sent: { to: { name: string }; event: string; at: string }[] }>(
    server,
    `/api/v1/pages/${page}`,
  );
  const first = sent.find(({ event }) => event === "page");
  assert.deepEqual([first?.to.name], people, `${title}: ${JSON.stringify(sent)}`);
}

/** Told of a page that is over: the end has come too, by mail, to each who was told. */
async function everyEndIsTold(
  server: RunningServer,
  {
    pages,
    arrived,
    clock,
  }: { readonly pages: readonly Page[]; readonly arrived: readonly Arrived[]; readonly clock: Clock },
): Promise<void> {
  const over = pages.filter(({ state }) => state === "ended");
  assert.ok(over.length > 0, "the outage of payments is over");
  clock.now = NOW;
  for (const { page, title } of over) {
    const { sent } = await jsonOf<{ sent: { to: { name: string } }[] }>(server, `/api/v1/pages/${page}`);
    for (const name of new Set(sent.map(({ to }) => to.name))) {
      const ends = (): number =>
        lettersTo(arrived, `${name}@example.com`, "All alerts of this group ended.").filter((words) =>
          words.includes(title.split(" ")[0] ?? ""),
        ).length;
      await clock.until(() => ends() > 0, `${name} was told of ${title} and not of its end`);
    }
  }
}
