import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { stopwatchMs } from "#kernel";
import { type AccessDecision, ForwardAuth } from "#gateway";
import { PlainHead } from "../src/gateway/model/plain-head.ts";
import { decisionUnderLoad } from "./forward-auth/decision-under-load.ts";

/**
 * Who may pass, asked by a proxy: processor time of the whole answer over HTTP (from /proc, of the process that answers,
 * asked by wrk on connections that stay), of the same process answering `ok`, and without sockets: from the bytes of the
 * head to the text of the answer, and the decision alone. Goal: at most 20 µs for the decision over HTTP (aim 15).
 */
const { values } = parseArgs({
  options: { clients: { type: "string", default: "10000" }, seconds: { type: "string", default: "5" } },
});
const ROUNDS = 3;
const TICK_US = 1e6 / Number(execFileSync("getconf", ["CLK_TCK"], { encoding: "utf8" }));
const SERVER = fileURLToPath(new URL("./forward-auth/auth-server.ts", import.meta.url));

const folder = mkdtempSync(join(tmpdir(), "plimsoll-auth-"));
const script = join(folder, "keys.lua");
const child = spawn(process.execPath, ["--max-semi-space-size=16", SERVER, values.clients, script], {
  stdio: ["ignore", "pipe", "inherit"],
});
try {
  const port = Number(String((await once(child.stdout, "data"))[0]));
  const asked = (): number => cpuUs(`http://127.0.0.1:${port}/auth`, ["-s", script]);
  const bare = (): number => cpuUs(`http://127.0.0.1:${port}/healthz`, []);
  const seen = Array.from({ length: ROUNDS }, () => [asked(), bare()] as const);
  print("decision over HTTP", Math.min(...seen.map(([all]) => all)));
  print("of it, an answer of 3 letters by node:http", Math.min(...seen.map(([, least]) => least)));
  const { decision, keys } = decisionUnderLoad(Number(values.clients));
  print("without sockets, from the head to the answer", readUs(decision, keys));
  print("the decision alone", aloneUs(decision, keys));
} finally {
  child.kill();
  rmSync(folder, { recursive: true });
}

/** Processor time a request, all threads. */
function cpuUs(url: string, args: readonly string[]): number {
  const before = ticks();
  const output = execFileSync("wrk", ["-t1", "-c16", `-d${values.seconds}s`, ...args, url], { encoding: "utf8" });
  const requests = Number(/(\d+) requests in/.exec(output)?.[1]);
  if (output.includes("Non-2xx")) throw new Error(output);
  return ((ticks() - before) * TICK_US) / requests;
}

function ticks(): number {
  const [, fields = ""] = readFileSync(`/proc/${child.pid}/stat`, "utf8").split(") ");
  const [user = 0, system = 0] = fields.split(" ").slice(11, 13).map(Number);
  return user + system;
}

/** From the bytes of a head to the lines of its answer. */
function readUs(access: AccessDecision, keys: readonly string[]): number {
  const auth = new ForwardAuth({ access, clock: { now: () => Date.now() }, report: fail });
  const head = new PlainHead();
  const heads = keys.map((key) => Buffer.from(headOf(key)));
  return bestUs(keys.length, () => {
    for (const bytes of heads) {
      if (head.read(bytes, 0) !== "plain") throw new Error("a head is no plain one");
      const answer = auth.answer(head, "127.0.0.1");
      if (answer instanceof Promise || answer.status !== 200) throw new Error("it was not let through");
    }
  });
}

function fail(fault: unknown): never {
  throw fault;
}

function headOf(key: string): string {
  return `GET /auth HTTP/1.1\r\nHost: 127.0.0.1:4749\r\nX-Original-Method: GET\r\nX-Original-URI: /orders/17?full=1\r\nX-Original-Host: api.example.com\r\nX-Api-Key: ${key}\r\n\r\n`;
}

function aloneUs(decision: AccessDecision, keys: readonly string[]): number {
  const at = Date.now();
  return bestUs(keys.length, () => {
    for (const key of keys) {
      void decision.decide({
        host: "api.example.com",
        method: "GET",
        path: "/orders/17",
        query: "full=1",
        header: (name) => (name === "x-api-key" ? key : undefined),
        ip: "127.0.0.1",
        at,
      });
    }
  });
}

/** The best round of several: microseconds for one of `count`. */
function bestUs(count: number, round: () => void): number {
  let best = Number.POSITIVE_INFINITY;
  for (let turn = 0; turn < 5 * ROUNDS; turn++) {
    const began = stopwatchMs();
    round();
    best = Math.min(best, ((stopwatchMs() - began) * 1_000) / count);
  }
  return best;
}

function print(name: string, us: number): void {
  process.stdout.write(`${name.padEnd(46)} ${us.toFixed(1).padStart(6)} µs CPU\n`);
}
