import type { GatewayProcessOptions } from "#cli";
import { stopwatchMs, wallClockMs, SteadyClock } from "#kernel";
import { serverLog } from "../server-log.ts";
import { stopSignal } from "../stop-signal.ts";
import { GatewayProcess } from "./gateway-process.ts";

/** The role of a gateway of its own: runs until it is told to stop, and gives the exit code. */
export async function gateway(options: GatewayProcessOptions): Promise<number> {
  const clock = new SteadyClock({ wallMs: wallClockMs, steadyMs: stopwatchMs });
  const running = await GatewayProcess.open(options, clock, serverLog());
  const stopped = stopSignal();
  process.stdout.write(`Its state is at ${running.statusUrl}/healthz and /metrics\n`);
  process.stdout.write(`Plimsoll's gateway is ready on ${running.url}\n`);
  const signal = await stopped;
  process.stdout.write(`${signal}: finishing what is under way …\n`);
  await running.close();
  return 0;
}
