import { open } from "node:fs/promises";
import { createServer } from "node:http";
import { templateOf } from "#apis";
import { IdempotencyRegister, Receiver, SourceHealth, redactionOf, redactionSchema } from "#intake";
import { inlineMore, wallClockMs } from "#kernel";
import { Dictionaries, type RecordColumns } from "#records";

/**
 * The receiver of records before the least log that is durable: the columns of all bodies that wait are written and
 * synced together. `node receiver-server.ts FILE` prints its port and token.
 */
const [file = ""] = process.argv.slice(2);
const TYPED = ["at", "durationUs", "status", "outcome", "kind", "api", "operation", "client", "responseBytes"] as const;

interface Waiting {
  readonly columns: readonly RecordColumns[];
  readonly resolve: () => void;
}

inlineMore();
const log = await open(file, "a");
let waiting: Waiting[] = [];
let isWriting = false;

const dictionaries = new Dictionaries();
const receiver = new Receiver({
  ports: {
    findToken: (secret) => (secret === "bench" ? { id: "bench" } : undefined),
    overload: () => null,
    append: ({ columns }) => {
      const { promise, resolve } = Promise.withResolvers<void>();
      waiting.push({ columns, resolve });
      if (!isWriting) void write();
      return promise;
    },
    now: wallClockMs,
    report: (error) => {
      throw error;
    },
  },
  dictionaries,
  health: new SourceHealth(dictionaries),
  register: new IdempotencyRegister(),
  takenFrom: () => ({ revision: 0, refusalOf: (api) => (api === "orders" ? null : "unknownApi") }),
  redaction: redactionOf(redactionSchema.parse({}), ""),
  retentionMs: 30 * 86_400_000,
  operationOf: (method, path) => `${method} ${templateOf(path)}`,
  numbersAlike: true,
});
const server = createServer((request, response) => void receiver.receive(request, response));
server.on("checkContinue", (request, response) => void receiver.receive(request, response, true));
server.listen(0, "127.0.0.1", () => {
  const address = server.address();
  if (typeof address === "object") process.stdout.write(`${address?.port} bench\n`);
});
process.on("SIGTERM", () => process.exit(0));

async function write(): Promise<void> {
  isWriting = true;
  while (waiting.length > 0) {
    const batch = waiting;
    waiting = [];
    await log.writev(batch.flatMap(({ columns }) => columns.flatMap(bytesOf)));
    await log.datasync();
    for (const { resolve } of batch) resolve();
  }
  isWriting = false;
}

function bytesOf(columns: RecordColumns): Uint8Array[] {
  const numbers = TYPED.map((name) => columns[name].subarray(0, columns.length));
  const texts = Array.from(
    { length: columns.length },
    (_, row) => columns.wide?.traceId?.bytesOf(row) ?? new Uint8Array(),
  );
  const paths = Array.from(
    { length: columns.length },
    (_, row) => columns.wide?.path?.bytesOf(row) ?? new Uint8Array(),
  );
  const arrays = numbers.map((array) => new Uint8Array(array.buffer, array.byteOffset, array.byteLength));
  return [Buffer.concat([...arrays, ...texts, ...paths])];
}
