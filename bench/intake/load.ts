import { once } from "node:events";
import { readFileSync } from "node:fs";
import { connect, type Socket } from "node:net";
import { setTimeout as wait } from "node:timers/promises";
import { Random, stopwatchMs, wallClockMs } from "#kernel";

/**
 * `node load.ts PORT TOKEN RECORDS CONNECTIONS SECONDS RATE CLIENTS PID`: sends one record for each of CLIENTS clients, then
 * bodies of RECORDS records of any of them over CONNECTIONS kept connections, as fast as they are answered (RATE 0) or
 * RATE records a second, and prints what it saw as JSON, with the records for a second of processor time of all threads
 * of process PID, the server. Raw sockets: the load must cost less than what it measures. Nothing is measured in the
 * first fifth of the time.
 */
const BODIES = 64;
const INTRODUCED_AT_ONCE = 1_000;
const WARM_UP_SHARE = 0.2;
/** Ticks of /proc. */
const TICKS_A_SECOND = 100;

const [port = "", token = "", ...numbers] = process.argv.slice(2);
const [records = 0, connections = 0, seconds = 0, rate = 0, clients = 0, pid = 0] = numbers.map(Number);
const random = new Random(7);
const bodies = Array.from({ length: BODIES }, () => requestOf(Array.from({ length: records }, someClient)));
const latencies: number[] = [];
let kept = 0;
await introduce();

const started = stopwatchMs();
const counted = started + seconds * 1000 * WARM_UP_SHARE;
const until = started + seconds * 1000;
const cpuSeconds = wait(seconds * 1000 * WARM_UP_SHARE).then(cpuSecondsOfServer);
await Promise.all(Array.from({ length: connections }, (_, i) => drive(i)));
const cpuSecondsSpent = cpuSecondsOfServer() - (await cpuSeconds);
const sorted = latencies.toSorted((a, b) => a - b);
process.stdout.write(
  `${JSON.stringify({
    recordsPerSecond: (latencies.length * records) / ((until - counted) / 1000),
    p50: sorted[Math.floor(sorted.length * 0.5)],
    p99: sorted[Math.floor(sorted.length * 0.99)],
    recordsPerCpuSecond: kept / cpuSecondsSpent,
  })}\n`,
);

/** Every client is known, and has its objectives, before anything is measured. */
async function introduce(): Promise<void> {
  const socket = await connected();
  for (let first = 0; first < clients; first += INTRODUCED_AT_ONCE) {
    const count = Math.min(INTRODUCED_AT_ONCE, clients - first);
    socket.write(requestOf(Array.from({ length: count }, (_, i) => first + i)));
    await answerOf(socket, count);
  }
  socket.destroy();
}

function cpuSecondsOfServer(): number {
  const [, fields = ""] = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ");
  const [user, system] = fields.split(" ").slice(11, 13).map(Number);
  return ((user ?? 0) + (system ?? 0)) / TICKS_A_SECOND;
}

async function connected(): Promise<Socket> {
  const socket = connect(Number(port), "127.0.0.1");
  socket.setNoDelay(true);
  await once(socket, "connect");
  return socket;
}

async function drive(index: number): Promise<void> {
  const socket = await connected();
  const everyMs = rate === 0 ? 0 : (1000 * records * connections) / rate;
  let due = started + (everyMs * index) / connections;
  for (let turn = index; stopwatchMs() < until; turn++) {
    const early = due - stopwatchMs();
    if (everyMs > 0 && early > 0) await wait(early);
    // When the load is paced, waiting for an answer that is late counts for the next one too.
    const from = everyMs > 0 ? Math.max(due, stopwatchMs() - everyMs) : stopwatchMs();
    due += everyMs;
    socket.write(bodies[turn % BODIES] as Buffer);
    await answerOf(socket, records);
    const now = stopwatchMs();
    if (now >= counted) kept += records;
    if (from >= counted && now <= until) latencies.push(now - from);
  }
  socket.destroy();
}

/** Waits for an answer that says that all records were kept. */
async function answerOf(socket: Socket, sent: number): Promise<void> {
  let text = "";
  for (;;) {
    const [chunk] = (await once(socket, "data")) as [Buffer];
    text += chunk.toString("latin1");
    const found = /\{"kept":(\d+),"dropped":\{\}\}/.exec(text);
    if (found !== null) {
      if (Number(found[1]) !== sent) throw new Error(`only ${found[1]} of ${sent} records were kept`);
      return;
    }
    if (text.length > 10_000 || (!text.startsWith("HTTP/1.1 200") && text.length > 12)) throw new Error(text);
  }
}

/** A few clients send most of the traffic: a quarter of it comes from a fiftieth of them. */
function someClient(): number {
  return Math.floor(clients * random.next() ** 3);
}

function requestOf(clientsOfRecords: readonly number[]): Buffer {
  const body = clientsOfRecords.map(recordLine).join("");
  const head = [
    "POST /intake/v1/records HTTP/1.1",
    "host: 127.0.0.1",
    `authorization: Bearer ${token}`,
    "content-type: application/x-ndjson",
    `content-length: ${Buffer.byteLength(body)}`,
  ];
  return Buffer.from(`${head.join("\r\n")}\r\n\r\n${body}`);
}

function recordLine(client: number): string {
  const template = random.below(300);
  const record = {
    at: new Date(wallClockMs() - random.below(5_000)).toISOString(),
    api: "orders",
    method: ["GET", "GET", "GET", "POST", "PUT"][template % 5],
    path: `/v1/resource${template}/${100_000 + random.below(1_000)}/items`,
    status: random.next() < 0.98 ? 200 : 503,
    durationMs: Math.round(random.exponential(42_000)) / 1000,
    client: `client-${client}`,
    responseBytes: 200 + random.below(20_000),
    traceId: Array.from({ length: 4 }, () => (random.below(2 ** 31) + 2 ** 31).toString(16)).join(""),
    plan: ["free", "team", "enterprise"][random.below(3)],
    region: ["eu-central-1", "eu-west-1", "us-east-1"][random.below(3)],
  };
  return `${JSON.stringify(record)}\n`;
}
