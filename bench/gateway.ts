import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { connect, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { fileURLToPath } from "node:url";

/**
 * The gateway against nginx as a gateway (key map, limit_req by client, JSON log, keep-alive to the upstream), both in
 * front of the same cheap upstream, asked by wrk in turn: processor time a request of each side, of all its processes,
 * from /proc; and what each adds to the median at one connection. Goals: at most 2.5 × (aim 2.0) the processor time,
 * and at most 0.1 ms more at the median.
 */
const ROUNDS = 8;
const SECONDS = 2;
const CONNECTIONS = 32;
const TICKS_PER_SECOND = Number(execFileSync("getconf", ["CLK_TCK"], { encoding: "utf8" }));
const here = fileURLToPath(new URL("./gateway", import.meta.url));

interface Side {
  readonly name: string;
  readonly url: string;
  readonly pids: () => number[];
}

interface Seen {
  readonly rate: number;
  readonly cpuUs: number;
  readonly p50Us: number;
}

const folder = mkdtempSync(join(tmpdir(), "plimsoll-gateway-"));
const children: ChildProcess[] = [];
try {
  const upstream = await freePort();
  const proxy = await freePort();
  nginx("upstream", `server { listen 127.0.0.1:${upstream} reuseport; location / { ${answer()} } }`);
  const keysFile = join(folder, "keys");
  const ours = spawn(
    process.execPath,
    [
      "--max-semi-space-size=16",
      join(here, "gateway-server.ts"),
      `http://127.0.0.1:${upstream}`,
      keysFile,
      join(folder, "log"),
    ],
    { stdio: ["ignore", "pipe", "inherit"] },
  );
  children.push(ours);
  const port = Number(String((await once(ours.stdout, "data"))[0]));
  const keys = readFileSync(keysFile, "utf8").split("\n");
  const front = nginx("proxy", proxyConfig(proxy, upstream, keys));
  await Promise.all([listening(upstream), listening(proxy)]);
  const sides: readonly Side[] = [
    { name: "upstream alone", url: `http://127.0.0.1:${upstream}/orders/17`, pids: () => [] },
    { name: "nginx", url: `http://127.0.0.1:${proxy}/orders/17`, pids: () => familyOf(front.pid ?? 0) },
    { name: "plimsoll", url: `http://127.0.0.1:${port}/orders/17`, pids: () => familyOf(ours.pid ?? 0) },
  ];
  const script = join(folder, "keys.lua");
  writeFileSync(script, lua(keys));
  for (const side of sides.slice(1)) wrk(side, { connections: CONNECTIONS, seconds: 2, script });
  report(
    `${CONNECTIONS} connections`,
    sides,
    best(sides, (side) => wrk(side, { connections: CONNECTIONS, seconds: SECONDS, script })),
  );
  report(
    "one connection",
    sides,
    best(sides, (side) => wrk(side, { connections: 1, seconds: SECONDS, script })),
  );
} finally {
  for (const child of children) child.kill();
  rmSync(folder, { recursive: true, force: true });
}

/** Of each side what was least, over rounds in which they take turns: others on the machine only add. */
function best(sides: readonly Side[], run: (side: Side) => Seen): Seen[] {
  const seen: Seen[][] = sides.map(() => []);
  for (let round = 0; round < ROUNDS; round++) for (const [i, side] of sides.entries()) seen[i]?.push(run(side));
  return seen.map((all) => ({
    rate: Math.max(...all.map(({ rate }) => rate)),
    cpuUs: Math.min(...all.map(({ cpuUs }) => cpuUs)),
    p50Us: Math.min(...all.map(({ p50Us }) => p50Us)),
  }));
}

function report(title: string, sides: readonly Side[], all: readonly Seen[]): void {
  console.log(`${title}, best of ${ROUNDS} rounds of ${SECONDS} s`);
  for (const [i, { name }] of sides.entries()) {
    const { rate, cpuUs, p50Us } = all[i] as Seen;
    console.log(
      `  ${name.padEnd(15)} ${Math.round(rate).toLocaleString("en").padStart(8)} requests/s   ${cpuUs.toFixed(1).padStart(6)} µs CPU a request   p50 ${p50Us.toFixed(0).padStart(6)} µs`,
    );
  }
  const [, theirs, ours] = all as [Seen, Seen, Seen];
  console.log(
    `  plimsoll / nginx: ${(ours.cpuUs / theirs.cpuUs).toFixed(2)} × CPU, p50 ${(ours.p50Us - theirs.p50Us).toFixed(0)} µs more`,
  );
}

function wrk(
  side: Side,
  { connections, seconds, script }: { connections: number; seconds: number; script: string },
): Seen {
  const before = spentUs(side.pids());
  const text = execFileSync("wrk", ["-t1", `-c${connections}`, `-d${seconds}s`, "--latency", "-s", script, side.url], {
    encoding: "utf8",
  });
  const requests = Number(/(\d+) requests in/.exec(text)?.[1]);
  const bad = /Non-2xx[^\n]*|Socket errors[^\n]*/.exec(text);
  if (bad !== null) throw new Error(`${side.name}: ${bad[0]}`);
  const p50 = /50%\s+([\d.]+)(us|ms|s)/.exec(text);
  const unit = { us: 1, ms: 1e3, s: 1e6 }[p50?.[2] as "us"];
  return {
    rate: requests / seconds,
    cpuUs: (spentUs(side.pids()) - before) / requests,
    p50Us: Number(p50?.[1]) * unit,
  };
}

/** User and system time of processes, µs. */
function spentUs(pids: readonly number[]): number {
  let ticks = 0;
  for (const pid of pids) {
    const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1]?.split(" ") ?? [];
    ticks += Number(fields[11]) + Number(fields[12]);
  }
  return (ticks / TICKS_PER_SECOND) * 1e6;
}

function familyOf(pid: number): number[] {
  const own = readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map(Number);
  return [pid, ...own.filter((other) => parentOf(other) === pid)];
}

function parentOf(pid: number): number {
  try {
    return Number(readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1]?.split(" ")[1]);
  } catch {
    return 0;
  }
}

function nginx(name: string, http: string): ChildProcess {
  const at = join(folder, name);
  mkdirSync(at);
  const temp = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
    .map((kind) => `${kind}_temp_path ${at}/${kind};`)
    .join(" ");
  writeFileSync(
    join(at, "nginx.conf"),
    `worker_processes 1; pid ${at}/pid; daemon off; error_log ${at}/error.log; events { worker_connections 4096; }
http { ${temp} keepalive_requests 1000000000; access_log off; ${http} }`,
  );
  const child = spawn("nginx", ["-c", join(at, "nginx.conf"), "-p", at, "-e", `${at}/error.log`], { stdio: "inherit" });
  children.push(child);
  return child;
}

function answer(): string {
  return `default_type application/json; return 200 '${JSON.stringify({ id: 17, state: "shipped", lines: [{ sku: "A-1", count: 2 }], note: "x".repeat(300) })}';`;
}

function proxyConfig(port: number, upstream: number, keys: readonly string[]): string {
  const map = keys.map((key, i) => `"${key}" client-${i};`).join("\n");
  return `map_hash_max_size 16384; map_hash_bucket_size 256; map $http_x_api_key $client { default ""; ${map} }
limit_req_zone $client zone=clients:10m rate=1000000r/s;
log_format json escape=json '{"time":"$time_iso8601","method":"$request_method","uri":"$request_uri","status":$status,"bytes":$body_bytes_sent,"duration":$request_time,"upstream":"$upstream_response_time","client":"$client","ip":"$remote_addr","agent":"$http_user_agent","id":"$request_id"}';
upstream api { server 127.0.0.1:${upstream}; keepalive 64; keepalive_requests 1000000000; }
server { listen 127.0.0.1:${port}; access_log ${folder}/access.json json;
location / { if ($client = "") { return 401; } limit_req zone=clients burst=1000 nodelay;
proxy_http_version 1.1; proxy_set_header Connection ""; proxy_set_header X-Client $client; proxy_set_header X-Request-Id $request_id; proxy_set_header X-Forwarded-For $remote_addr; proxy_set_header X-Forwarded-Proto $scheme; proxy_pass http://api; } }`;
}

function lua(keys: readonly string[]): string {
  return `local keys = { ${keys.map((key) => `"${key}"`).join(",")} }
local n = 0
request = function()
  n = n % #keys + 1
  wrk.headers["Host"] = "api.example.com"
  wrk.headers["x-api-key"] = keys[n]
  wrk.headers["user-agent"] = "bench/1"
  wrk.headers["accept"] = "application/json"
  return wrk.format("GET", nil)
end`;
}

/** Waits until somebody listens there. */
async function listening(port: number): Promise<void> {
  for (let tries = 0; tries < 200; tries++) {
    const socket = connect(port, "127.0.0.1");
    const isThere = await Promise.race([
      once(socket, "connect").then(() => true),
      once(socket, "close").then(() => false),
    ]).catch(() => false);
    socket.destroy();
    if (isThere) return;
    await setTimeout(20);
  }
  throw new Error(`nobody listens on ${port}`);
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  return typeof address === "object" && address !== null ? address.port : 0;
}
