import { once } from "node:events";
import { createServer, type Server } from "node:http";
import { type AddressInfo, connect, type Socket } from "node:net";
import { Dictionaries, type RecordColumns, WIDE_FIELDS, type WideField } from "#records";
import { IdempotencyRegister } from "../model/idempotency-register.ts";
import type { TakenApis } from "../model/live-decoding.ts";
import { SourceHealth } from "../model/source-health.ts";
import type { Redaction } from "../model/redaction.ts";
import { INTAKE_LIMITS, type IntakeLimits } from "./limits.ts";
import type { IntakePorts } from "./ports.ts";
import { Receiver } from "./receiver.ts";
import { type KeyedBatch, rememberBatch } from "./remember-batch.ts";

const NOW = Date.UTC(2026, 4, 17, 12);
export const TOKEN = "secret-of-tests";
const KEPT: readonly WideField[] = ["traceId", "requestId", "path"];

/** What a test saw being appended. */
interface Appended {
  readonly clients: readonly string[];
  readonly traceIds: readonly string[];
  /** By row, in the order of WIDE_FIELDS; null where nothing is kept. */
  readonly texts: readonly (readonly (string | null)[])[];
  readonly batchId: KeyedBatch | undefined;
}

/** A receiver on a loopback socket, with a log in memory. */
export interface TestIntake extends AsyncDisposable {
  readonly receiver: Receiver;
  readonly register: IdempotencyRegister;
  readonly dictionaries: Dictionaries;
  readonly appended: Appended[];
  readonly reported: unknown[];
  readonly server: Server;
  readonly port: number;
  readonly url: string;
  /** Opens a raw connection. */
  connect(): Socket;
}

export interface TestIntakeOptions {
  readonly limits?: Partial<IntakeLimits>;
  readonly ports?: Partial<IntakePorts>;
  readonly refusalOf?: TakenApis["refusalOf"];
  readonly taken?: TakenApis;
  readonly redaction?: Redaction;
}

export async function openTestIntake({
  limits,
  ports,
  redaction,
  refusalOf,
  taken,
}: TestIntakeOptions = {}): Promise<TestIntake> {
  const dictionaries = new Dictionaries();
  const register = new IdempotencyRegister();
  const appended: Appended[] = [];
  const reported: unknown[] = [];
  const receiver = new Receiver({
    ports: {
      findToken: (secret) => (secret === TOKEN ? { id: "tok_1" } : undefined),
      overload: () => null,
      append: ({ columns, batchId }) => {
        appended.push({ ...namesOf(columns, dictionaries), batchId });
        if (batchId !== undefined) rememberBatch(register, batchId, NOW);
        return Promise.resolve();
      },
      now: () => NOW,
      report: (error) => reported.push(error),
      ...ports,
    },
    dictionaries,
    register,
    health: new SourceHealth(dictionaries),
    takenFrom: () =>
      taken ?? { revision: 1, refusalOf: refusalOf ?? ((api) => (api === "orders" ? null : "unknownApi")) },
    redaction: redaction ?? { kept: KEPT, changes: {}, client: null },
    retentionMs: 30 * 86_400_000,
    operationOf: (method, path) => `${method} ${path}`,
    numbersAlike: false,
    limits: { ...INTAKE_LIMITS, ...limits },
  });
  const server = createServer((request, response) => void receiver.receive(request, response));
  server.on("checkContinue", (request, response) => void receiver.receive(request, response, true));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return {
    receiver,
    register,
    dictionaries,
    appended,
    reported,
    server,
    port,
    url: `http://127.0.0.1:${port}/intake/v1/records`,
    connect: () => connect(port, "127.0.0.1"),
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

function namesOf(columns: readonly RecordColumns[], { clients }: Dictionaries): Omit<Appended, "batchId"> {
  const rows = columns.flatMap((one) => Array.from({ length: one.length }, (_, row) => ({ one, row })));
  return {
    clients: rows.map(({ one, row }) => clients.nameOf(one.client[row] as number)),
    traceIds: rows.map(({ one, row }) => one.wide?.traceId?.textOf(row) ?? ""),
    texts: rows.map(({ one, row }) => WIDE_FIELDS.map((field) => one.wide?.[field]?.textOf(row) ?? null)),
  };
}

/** Sends a body and reads the answer. */
export async function post(
  intake: TestIntake,
  body: string | Uint8Array<ArrayBuffer>,
  headers: Record<string, string> = {},
) {
  const response = await fetch(intake.url, {
    method: "POST",
    body,
    headers: { authorization: `Bearer ${TOKEN}`, "content-type": "application/x-ndjson", ...headers },
  });
  return { status: response.status, headers: response.headers, json: (await response.json()) as Json };
}

type Json = Readonly<Record<string, unknown>>;

/** Waits for what another connection causes: each exchange with the server lets it get on. */
export async function until(intake: TestIntake, holds: () => boolean): Promise<void> {
  for (let turn = 0; turn < 1_000 && !holds(); turn++) {
    const response = await fetch(intake.url);
    await response.body?.cancel();
  }
  if (!holds()) throw new Error("what was waited for did not happen");
}

/** A record of the public format, as a line. */
export function recordLine(fields: Readonly<Record<string, unknown>> = {}): string {
  const record = { at: "2026-05-17T11:59:58.250Z", api: "orders", operation: "GET /orders/{id}", status: 200 };
  return `${JSON.stringify({ ...record, client: "acme", ...fields })}\n`;
}
