import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { isoText, SECOND_MS, wallClockMs } from "#kernel";
import { openSmtpServer } from "../src/mail/server.testing.ts";
import { type RunningServer, startServer } from "../test/server/running-server.ts";
import { lettersTo, putOnCall, send, welcome } from "../test/server/woken-people.ts";

/**
 * What the way from an alert to a person takes in a real server, on its own clock: from the record that makes an
 * objective fire, and from a body of 10,000 alerts, to the first letter on the wire; and what 10,000 open alerts with
 * 1,000 schedules cost while nothing changes.
 */
const ALERTS = 10_000;
const SCHEDULES = 1_000;
const IDLE_S = 30;
const HISTORY_S = 7_200;
const WAIT_MS = 60 * SECOND_MS;
const ANA = "ana@example.com";

const root = mkdtempSync(join(tmpdir(), "plimsoll-bench-paging-"));
const smtp = await openSmtpServer();
try {
  const settings = join(root, "settings.yaml");
  writeFileSync(settings, `mail: { smtp: "smtp://127.0.0.1:${smtp.port}", from: p@example.com, tls: optional }\n`);
  const server = await startServer(join(root, "data"), ["--config", settings]);
  await send(server, "PUT /api/v1/apis/orders", {});
  await welcome(server, ["ana", "ben"], { invite: true, letter: (to, about) => letter(to, about) });
  await putOnCall(server, ["ana", "ben"], "5m");
  await fromRecord(server);
  await fromStorm(server);
  await whileNothingChanges(server);
  await server.stop();
} finally {
  await smtp[Symbol.asyncDispose]();
  rmSync(root, { recursive: true, force: true });
}

/** Two hours of good requests, then bad ones: the record that makes the condition true is the last of the slot in which it fires. */
async function fromRecord(server: RunningServer): Promise<void> {
  const begin = wallClockMs();
  for (let ago = HISTORY_S; ago > 0; ago -= 600) {
    const lines = Array.from({ length: 600 }, (_, n) => line(200, begin - (ago - n) * SECOND_MS));
    await server.post(lines.join(""));
  }
  await pause(12 * SECOND_MS);
  const from = wallClockMs();
  await server.post(line(503, from).repeat(400));
  await letter(ANA, "orders/availability");
  say(
    `from bad records to the first letter on the wire: ${((wallClockMs() - from) / SECOND_MS).toFixed(2)} s (a tick of 10 s, and ≤ 1 s)`,
  );
}

function line(status: number, at: number): string {
  return `${JSON.stringify({ at: isoText(at), api: "orders", method: "GET", path: "/orders", status })}\n`;
}

/** As a Prometheus sends them that has lost everything at once. */
async function fromStorm(server: RunningServer): Promise<void> {
  const made = (await send(server, "POST /api/v1/tokens", { name: "signals", scopes: ["signals:write"] })) as {
    token: string;
  };
  const alerts = Array.from({ length: ALERTS }, (_, n) => ({
    labels: { alertname: `Down${n % 100}`, instance: `host-${n}`, severity: "critical", team: `team-${n % 10}` },
    annotations: { summary: `host-${n} does not answer` },
    startsAt: isoText(wallClockMs()),
  }));
  const headers = { "content-type": "application/json", authorization: `Bearer ${made.token}` };
  const from = wallClockMs();
  const answer = await server.call("/api/v2/alerts", { method: "POST", headers, body: JSON.stringify(alerts) });
  const answered = wallClockMs() - from;
  await letter(ANA, "Down");
  const first = wallClockMs() - from;
  await pause(5 * SECOND_MS);
  const letters = lettersTo(smtp.arrived, ANA, "Down").length;
  say(
    `${ALERTS} alerts in one body: answered ${answer.status} after ${answered} ms, first letter after ${first} ms, ${letters} letters in all after 5 s`,
  );
}

async function whileNothingChanges(server: RunningServer): Promise<void> {
  const layers = [{ rotate: ["ana", "ben"], every: "1 week", from: "2026-11-02T09:00" }];
  for (let n = 0; n < SCHEDULES; n++) {
    await send(server, `PUT /api/v1/schedules/s${n}`, {
      definition: JSON.stringify({ zone: "Europe/Madrid", layers }),
    });
  }
  await pause(5 * SECOND_MS);
  const before = cpuSeconds(server);
  await pause(IDLE_S * SECOND_MS);
  const used = cpuSeconds(server) - before;
  say(
    `${ALERTS} open alerts and ${SCHEDULES} schedules, nothing changes: ${((used / IDLE_S) * 100).toFixed(1)} % of a core`,
  );
}

/** Of the server's process and those that it started, threads included. */
function cpuSeconds({ process: { pid = 0 } }: RunningServer): number {
  const ticks = Number(execFileSync("getconf", ["CLK_TCK"], { encoding: "utf8" }));
  return processesOf(pid).reduce((sum, id) => sum + ticksOf(id), 0) / ticks;
}

function processesOf(pid: number): number[] {
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").trim();
  return [
    pid,
    ...children
      .split(" ")
      .filter(Boolean)
      .flatMap((child) => processesOf(Number(child))),
  ];
}

function ticksOf(pid: number): number {
  const [, rest = ""] = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ");
  const fields = rest.split(" ");
  return Number(fields[11]) + Number(fields[12]);
}

async function letter(to: string, about: string): Promise<string> {
  for (const until = wallClockMs() + WAIT_MS; wallClockMs() < until; await pause(5)) {
    const [found] = lettersTo(smtp.arrived, to, about);
    if (found !== undefined) return found;
  }
  throw new Error(`no letter to ${to} about ${about} within ${WAIT_MS / SECOND_MS} s`);
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}
