import { createServer } from "node:http";
import { DatabaseSync } from "node:sqlite";

/**
 * What one would write in an afternoon: JSON.parse for each line, a Map of counts, and a transaction in SQLite for each
 * request, durable before it is answered. `node naive-server.ts FILE` prints its port and token.
 */
const [file = ""] = process.argv.slice(2);
const database = new DatabaseSync(file);
database.exec(`
  PRAGMA journal_mode = WAL;
  PRAGMA synchronous = FULL;
  CREATE TABLE record (at TEXT, api TEXT, operation TEXT, client TEXT, status INTEGER, durationMs REAL,
    responseBytes INTEGER, traceId TEXT, plan TEXT, region TEXT) STRICT;
`);
const insert = database.prepare("INSERT INTO record VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
const counts = new Map<string, number>();

interface Line {
  readonly at: string;
  readonly api: string;
  readonly method: string;
  readonly path: string;
  readonly client: string;
  readonly status: number;
  readonly durationMs: number;
  readonly responseBytes: number;
  readonly traceId: string;
  readonly plan: string;
  readonly region: string;
}

const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on("data", (chunk: Buffer) => chunks.push(chunk));
  request.on("end", () => {
    const kept = take(Buffer.concat(chunks).toString());
    response.writeHead(200, { "Content-Type": "application/json" });
    response.end(JSON.stringify({ kept, dropped: {} }));
  });
});
server.listen(0, "127.0.0.1", () => {
  const address = server.address();
  if (typeof address === "object") process.stdout.write(`${address?.port} bench\n`);
});
process.on("SIGTERM", () => process.exit(0));

function take(body: string): number {
  let kept = 0;
  database.exec("BEGIN");
  for (const text of body.split("\n")) {
    if (text === "") continue;
    const line = JSON.parse(text) as Line;
    const operation = `${line.method} ${line.path.replaceAll(/\/[0-9]+(?=\/|$)/g, "/{id}")}`;
    const { api, at, client, durationMs, plan, region, responseBytes, status, traceId } = line;
    insert.run(at, api, operation, client, status, durationMs, responseBytes, traceId, plan, region);
    const key = `${at.slice(0, 16)} ${api} ${operation} ${client} ${status}`;
    counts.set(key, (counts.get(key) ?? 0) + 1);
    kept++;
  }
  database.exec("COMMIT");
  return kept;
}
