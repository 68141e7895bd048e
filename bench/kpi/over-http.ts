import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { stopwatchMs } from "#kernel";

/** What a question took over loopback: until the last answer was parsed, and on all threads of the server. */
export interface Answered {
  readonly wall: number;
  readonly cpu: number;
  readonly bytes: number;
  /** Memory of the server afterwards. */
  readonly rss: number;
}

interface Used {
  readonly cpu: NodeJS.CpuUsage;
  readonly rss: number;
}

/** Asks a new server several times, each time all queries at once, as a page does. The first time is cold. */
export async function askedOverHttp(history: string, queries: readonly string[], rounds: number): Promise<Answered[]> {
  const directory = mkdtempSync(join(tmpdir(), "plimsoll-bench-"));
  const server = fork(fileURLToPath(new URL("server.ts", import.meta.url)), [history, join(directory, "data")]);
  try {
    const { url, token } = await told<{ url: string; token: string }>(server);
    const headers = { authorization: `Bearer ${token}` };
    const api = `${url}/api/v1/apis/orders`;
    const body = JSON.stringify({ title: "Orders" });
    const made = await fetch(api, { method: "PUT", headers: { ...headers, "content-type": "application/json" }, body });
    if (!made.ok) throw new Error(await made.text());
    const answered: Answered[] = [];
    for (let round = 0; round < rounds; round++) {
      const before = await used(server);
      const began = stopwatchMs();
      const lengths = await Promise.all(queries.map((query) => lengthOf(`${api}/kpis?${query}`, headers)));
      const wall = stopwatchMs() - began;
      const { cpu, rss } = await used(server);
      const spent = (cpu.user + cpu.system - before.cpu.user - before.cpu.system) / 1_000;
      answered.push({ wall, cpu: spent, bytes: lengths.reduce((sum, length) => sum + length), rss });
    }
    return answered;
  } finally {
    const closed = once(server, "close");
    server.kill("SIGKILL");
    await closed;
    rmSync(directory, { recursive: true });
  }
}

async function lengthOf(url: string, headers: Record<string, string>): Promise<number> {
  const answer = await fetch(url, { headers });
  const text = await answer.text();
  if (!answer.ok) throw new Error(text);
  JSON.parse(text);
  return text.length;
}

async function used(server: ChildProcess): Promise<Used> {
  server.send("used");
  return told<Used>(server);
}

async function told<T>(server: ChildProcess): Promise<T> {
  const [message] = (await once(server, "message")) as [T];
  return message;
}
