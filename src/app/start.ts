import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type StartOptions, version } from "#cli";
import { Refusal, stopwatchMs, wallClockMs, SteadyClock } from "#kernel";
import { TestClock } from "./clock/test-clock.ts";
import { defaultSettings, readSettings } from "./config/read-settings.ts";
import type { ServerSettings } from "./config/server-settings.ts";
import { builtConsole } from "./console/built-console.ts";
import type { DemoPlace } from "./demo.ts";
import { Server } from "./server.ts";
import { serverLog } from "./server-log.ts";
import { stopSignal } from "./stop-signal.ts";

const PORT_MAX = 65_535;

/** The role of a server: runs until it is told to stop, and gives the exit code. */
export async function start(options: StartOptions): Promise<number> {
  if (!options.demo) return serve(options, options.data);
  const directory = mkdtempSync(join(tmpdir(), "plimsoll-demo-"));
  try {
    return await serve(options, directory);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

async function serve(options: StartOptions, directory: string): Promise<number> {
  const settings = settingsOf(options.config);
  const testClock = testClockOf(options);
  const clock = testClock ?? new SteadyClock({ wallMs: wallClockMs, steadyMs: stopwatchMs });
  const console = await builtConsole(say);
  const server = await Server.open(
    { host: options.host, port: options.port },
    {
      directory,
      settings,
      auth: { host: "127.0.0.1", port: options.authPort ?? beside(options.port, 2), flag: "--auth-port" },
      gateway: {
        host: options.host,
        port: options.gatewayPort ?? beside(options.port, 1),
        flag: "--gateway-port",
      },
      clock,
      version: version(),
      production: options.production,
      log: serverLog(),
      ...(options.state === undefined ? {} : { stateUrl: options.state }),
      ...(console === undefined ? {} : { console }),
      ...(testClock === undefined ? {} : { testClock }),
    },
  );
  // Before anybody hears that it is ready, and may tell it to stop.
  const stopped = stopSignal();
  if (server.authUrl !== undefined) say(`Proxies ask who may pass at ${server.authUrl}/auth`);
  if (server.gatewayUrl !== undefined) say(`Requests of clients pass through ${server.gatewayUrl}`);
  say(`Plimsoll ${version()} is ready on ${server.url}`);
  if (server.setupUrl !== undefined) say(`Set up your account, once: ${server.setupUrl}`);
  const demo = new AbortController();
  const shown = options.demo ? showDemo({ url: server.url, directory, clock, signal: demo.signal }) : undefined;
  const signal = await stopped;
  say(`${signal}: finishing what was acknowledged …`);
  demo.abort();
  await shown;
  await server.close();
  return typeof process.exitCode === "number" ? process.exitCode : 0;
}

/** A demonstration that fails is told; the server goes on. */
async function showDemo(place: DemoPlace): Promise<void> {
  say("This is a demonstration: its data is removed when it stops. Something breaks in a minute; pages follow.");
  try {
    const { runDemo } = await import("./demo.ts");
    await runDemo(place);
  } catch (error) {
    if (place.signal.aborted) return;
    say(`The demonstration stopped: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** The port so many above the console's, 4747 → 4748; any that is free where the console's is. */
function beside(port: number, above: number): number {
  return port === 0 || port + above > PORT_MAX ? 0 : port + above;
}

function settingsOf(file: string | undefined): ServerSettings {
  if (file === undefined) return defaultSettings();
  try {
    return readSettings(readFileSync(file, "utf8"), file);
  } catch (error) {
    if (error instanceof Refusal) throw error;
    const why = (error as NodeJS.ErrnoException).code ?? String(error);
    throw new Refusal(
      "invalid",
      "settings.unreadable",
      `${file} cannot be read (${why}). Check the path given to --config.`,
    );
  }
}

function testClockOf({ testClock, production }: StartOptions): TestClock | undefined {
  if (testClock === undefined) return undefined;
  if (!production) return new TestClock(testClock);
  throw new Refusal(
    "invalid",
    "test-clock.production",
    "A test clock is refused in production: alerts would wait for somebody to tell the time. Leave --test-clock out.",
  );
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
