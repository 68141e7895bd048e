import assert from "node:assert/strict";
import { createECDH, randomBytes } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import type { Browser, CDPSession, Page, Worker } from "playwright-core";
import { isoText } from "#kernel";
import { Receiver } from "../../src/messaging/receiver.testing.ts";
import { decryptedPush } from "../../src/notification/channels/push/decrypted-push.testing.ts";
import type { PushText } from "../../src/notification/channels/push/push-text.ts";
import { PassingTime } from "../server/passing-time.ts";
import { type RunningServer, startServer } from "../server/running-server.ts";
import { assertSound, type ConsolePage, openPage, signUp } from "./console-browser.ts";
import { openBrowser } from "./open-browser.ts";

const START = Date.UTC(2026, 10, 27, 12);

/** What the page can see of the notifications that its browser shows. */
interface Shown {
  readonly title: string;
  readonly body: string;
  readonly tag: string;
  readonly requireInteraction: boolean;
  readonly actions: readonly { readonly action: string }[];
}

// A browser subscribes, an outage is pushed to it, and a click of the notification acknowledges. The push service in
// between is on loopback: what it got is decrypted here, and delivered to the browser by the browser's own door for it.
describe("push, in Chromium against a real server and a push service on loopback", () => {
  const directory = mkdtempSync(join(tmpdir(), "plimsoll-push-"));
  const keys = browserKeys();
  let server: RunningServer;
  let browser: Browser;
  let opened: ConsolePage;
  let page: Page;
  let service: Receiver;
  let door: PushDoor;
  let time: PassingTime;

  const pushed = (): PushText[] =>
    service.received.map(({ bytes }) => JSON.parse(decryptedPush(bytes, keys)) as PushText);

  before(async () => {
    service = await Receiver.open((response) => response.writeHead(201).end());
    server = await startServer(directory, ["--test-clock", isoText(START)]);
    time = new PassingTime(server, START);
    await time.send("PUT /api/v1/apis/orders", {});
    browser = await openBrowser();
    opened = await openPage(browser, server.url);
    page = opened.page;
    await opened.context.grantPermissions(["notifications"], { origin: server.url });
    // Chromium's own push service is in the world outside; all else of the subscription is the browser's.
    await page.addInitScript(
      `PushManager.prototype.subscribe = async ({ applicationServerKey }) => ({
        toJSON: () => (${JSON.stringify({ endpoint: `${service.url}/send/1`, keys: { p256dh: keys.publicKey, auth: keys.auth } })}),
      });`,
    );
    await signUp(opened, server);
  });

  after(async () => {
    await browser?.close();
    await server?.stop();
    await service?.[Symbol.asyncDispose]();
    rmSync(directory, { recursive: true, force: true });
  });

  test("the console can be installed: its manifest and its icons are there", async () => {
    await page.goto("/");
    const cdp = await opened.context.newCDPSession(page);
    const { url, errors, data } = await cdp.send("Page.getAppManifest");
    assert.deepEqual([new URL(url).pathname, errors], ["/manifest.webmanifest", []]);
    for (const { src } of (JSON.parse(data ?? "{}") as { icons: { src: string }[] }).icons) {
      const icon = await opened.context.request.get(src);
      assert.equal(icon.headers()["content-type"], "image/png");
    }
  });

  test("a browser is added with one click, and shows the test that comes at once", async () => {
    await page.goto("/reach");
    await page.getByLabel("Kind").selectOption("push");
    door = await PushDoor.open(page, server.url);
    await page.getByRole("button", { name: "Notify this browser" }).click();
    await page.getByText("This browser was added.").waitFor();
    await assertSound(page, "reach");
    assert.deepEqual(opened.complaints, []);
    await time.until(() => pushed().length > 0);
    const [told] = pushed();
    assert.equal(told?.event, "verify");
    const [shown] = await door.deliver(JSON.stringify(told), told.tag);
    assert.equal(shown?.title, told.title);
  });

  test("an outage is pushed, shown though the console is closed, and acknowledged by the notification's own button", async () => {
    await time.drive({ minutes: 20, status: 200 });
    await time.drive({ minutes: 3, status: 503 });
    await time.until(() => pushed().some(({ event }) => event === "page"));
    const told = pushed().find(({ event }) => event === "page");
    assert.ok(told !== undefined);
    assert.deepEqual(told.acts.map(({ what }) => what).slice(0, 1), ["acknowledge"]);
    await page.goto("about:blank");
    const [shown] = await door.deliver(JSON.stringify(told), told.tag);
    assert.match(shown?.title ?? "", /orders/);
    assert.deepEqual(
      shown?.actions.map(({ action }) => action),
      ["acknowledge", "open"],
    );
    assert.equal(shown?.requireInteraction, true);
    assert.deepEqual(await time.openPages(), ["open"]);
    await door.click(told.tag, "acknowledge");
    await time.until(async () => (await time.openPages()).includes("acknowledged"));
    // What became of it takes the notification's place.
    await time.until(async () => (await door.shown(told.tag))[0]?.body.includes("has it") === true);
  });

  test("what no one can read is shown all the same, and leads to the console only", async () => {
    assert.match((await door.deliver("no JSON", "plimsoll"))[0]?.title ?? "", /something to tell/);
  });
});

/** The browser's own door for messages of a push service, and what it shows. */
class PushDoor {
  readonly #cdp: CDPSession;
  readonly #origin: string;
  readonly #page: Page;
  #registration = "";

  private constructor(cdp: CDPSession, page: Page, origin: string) {
    this.#cdp = cdp;
    this.#page = page;
    this.#origin = origin;
  }

  static async open(page: Page, url: string): Promise<PushDoor> {
    const cdp = await page.context().newCDPSession(page);
    const door = new PushDoor(cdp, page, new URL(url).origin);
    cdp.on("ServiceWorker.workerRegistrationUpdated", ({ registrations }) => {
      door.#registration = registrations.at(-1)?.registrationId ?? door.#registration;
    });
    await cdp.send("ServiceWorker.enable");
    return door;
  }

  /** What is shown of it. A worker that is not up yet takes nothing, and a push service tries again: here three times. */
  async deliver(data: string, tag: string): Promise<readonly Shown[]> {
    for (let tries = 0; tries < 3; tries++) {
      assert.notEqual(this.#registration, "");
      await this.#cdp.send("ServiceWorker.deliverPushMessage", {
        origin: this.#origin,
        registrationId: this.#registration,
        data,
      });
      const shown = await this.shown(tag);
      if (shown.length > 0) return shown;
    }
    return [];
  }

  /** The notifications of this tag, as soon as there are any; asked of the worker, which needs no page. */
  async shown(tag: string): Promise<readonly Shown[]> {
    return await this.#worker.evaluate<readonly Shown[]>(
      `(async () => {
        for (let looks = 0; looks < 500; looks++) {
          const all = await self.registration.getNotifications({ tag: "${tag}" });
          if (all.length > 0) {
            return all.map(({ title, body, tag, requireInteraction, actions }) => ({ title, body, tag, requireInteraction, actions }));
          }
          await new Promise(done => setTimeout(done, 20));
        }
        return [];
      })()`,
    );
  }

  /** The event of a click, in the worker: there is no screen here on which a notification could be clicked. */
  async click(tag: string, action: string): Promise<void> {
    await this.#worker.evaluate(
      `self.registration.getNotifications({ tag: "${tag}" }).then(([notification]) =>
        self.dispatchEvent(new NotificationEvent("notificationclick", { notification, action: "${action}" })))`,
    );
  }

  get #worker(): Worker {
    const [worker] = this.#page.context().serviceWorkers();
    assert.ok(worker !== undefined);
    return worker;
  }
}

function browserKeys() {
  const pair = createECDH("prime256v1");
  const publicKey = pair.generateKeys("base64url");
  const privateKey = pair.getPrivateKey("hex").padStart(64, "0");
  return {
    publicKey,
    privateKey: Buffer.from(privateKey, "hex").toString("base64url"),
    auth: randomBytes(16).toString("base64url"),
  };
}
