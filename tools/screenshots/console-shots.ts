import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { DAY_MS, HOUR_MS, isoText, MINUTE_MS } from "#kernel";
import { liveStoryOf, recordBatches, RecordSender, StoryApis } from "#stories";
import { inTemporaryDirectory, type RunningServer, startServer } from "../../test/server/running-server.ts";
import { openBrowser } from "../../test/e2e/open-browser.ts";

/** When the story stands still. */
const NOW = Date.parse("2026-11-18T14:25:00Z");
/** So long before it, payments break. */
const BROKEN_MS = 4 * MINUTE_MS;
const HISTORY_MS = DAY_MS + 2 * HOUR_MS;
const ACCOUNT = { name: "Ana", password: "a sentence to keep in mind" };
const DESK = { width: 1_280, height: 800 };
const LOW = { width: 1_280, height: 530 };
const PHONE = { width: 390, height: 844 };

/** Ten pictures of the console on a bad day: the server's clock stands, so they are the same each time. */
export async function consoleShots(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  await inTemporaryDirectory(async (directory) => {
    const server = await startServer(directory, ["--test-clock", isoText(NOW - BROKEN_MS)]);
    try {
      await tell(server);
      await draw(server, folder);
    } finally {
      await server.stop();
    }
  });
}

/** What was before, at once; then minute by minute, as it happens. */
async function tell(server: RunningServer): Promise<void> {
  const story = liveStoryOf("bad-day", { now: NOW, breaksAt: NOW - BROKEN_MS });
  const { signal } = new AbortController();
  const apis = new StoryApis({ url: server.url, token: server.adminToken, signal });
  for (const api of story.apis) await apis.put(api);
  const sender = new RecordSender({ url: server.url, token: server.intakeToken, signal }, () => Promise.resolve());
  const post = async (from: number, to: number): Promise<void> => {
    for (const batch of recordBatches(story, { from, to })) await sender.post(batch);
  };
  await post(NOW - HISTORY_MS, NOW - BROKEN_MS);
  for (let to = NOW - BROKEN_MS + MINUTE_MS; to <= NOW; to += MINUTE_MS) {
    await post(to - MINUTE_MS, to);
    const body = JSON.stringify({ at: isoText(to) });
    await server.call("/test/clock", { method: "POST", body, headers: { "content-type": "application/json" } });
  }
}

async function draw(server: RunningServer, folder: string): Promise<void> {
  const alerts = await server.call("/api/v1/alerts?api=payments&objective=payments/availability");
  const { items } = (await alerts.json()) as { items: readonly { id: string; client?: string; urgency: string }[] };
  const page = items.find(({ client, urgency }) => client === undefined && urgency === "page");
  const shots = [
    { name: "overview-light", path: "/apis/payments", view: DESK, theme: "light" },
    { name: "overview-dark", path: "/apis/payments", view: DESK, theme: "dark" },
    { name: "overview-phone", path: "/apis/payments", view: PHONE, theme: "light" },
    { name: "traffic-light", path: "/apis/orders/traffic?range=6h", view: DESK, theme: "light" },
    { name: "objective-dark", path: "/apis/payments/objectives/availability", view: DESK, theme: "dark" },
    { name: "alert-light", path: `/alerts/${page?.id}`, view: DESK, theme: "light" },
    { name: "alert-phone", path: `/alerts/${page?.id}`, view: PHONE, theme: "dark" },
    { name: "clients-light", path: "/apis/payments/clients?range=6h", view: DESK, theme: "light" },
    { name: "records-dark", path: "/apis/payments/records?range=1h&class=bad", view: LOW, theme: "dark" },
    { name: "settings-light", path: "/apis/payments/settings", view: LOW, theme: "light" },
  ] as const;
  const browser = await openBrowser();
  const state = await signedUp(server, await browser.newContext());
  for (const { name, path, view, theme } of shots) {
    const context = await browser.newContext({
      viewport: view,
      colorScheme: theme,
      storageState: state,
      timezoneId: "UTC",
    });
    const shown = await context.newPage();
    await shown.goto(`${server.url}${path}`);
    await shown.locator("main :is(h1, h2)").first().waitFor({ state: "attached" });
    await shown.locator(".skeleton").first().waitFor({ state: "detached" });
    const file = join(folder, `console-${name}.png`);
    await shown.screenshot({ path: file, animations: "disabled" });
    process.stdout.write(`${file}\n`);
    await context.close();
  }
  await browser.close();
}

type Context = Awaited<ReturnType<Awaited<ReturnType<typeof openBrowser>>["newContext"]>>;

async function signedUp({ url, output }: RunningServer, context: Context) {
  const link = new URL(/Set up your account, once: (\S+)/.exec(output())?.[1] ?? url);
  const data = { token: link.searchParams.get("token"), ...ACCOUNT };
  await context.request.post(`${url}/api/v1/setup`, { data });
  return context.storageState();
}
