import { existsSync } from "node:fs";
import type { Kysely, Transaction } from "kysely";
import { invariant, Refusal } from "#kernel";
import type { Engine } from "./engine.ts";
import { refusalOfFault } from "./refusal-of-fault.ts";
import type { Reader, Tx } from "./tx.ts";
import { wholeFile } from "./whole-file.ts";
import { WriteQueue } from "./write-queue.ts";

/** Rows that must not be lost, on either engine with the same behaviour. Made by `openState`. */
export class State {
  readonly #engine: Engine;
  readonly #queue = new WriteQueue();
  /** Committed rows, statement by statement. */
  readonly read: Reader;

  constructor(engine: Engine) {
    this.#engine = engine;
    this.read = { tables: <Tables>() => engine.reads as Kysely<Tables> };
  }

  get engine(): Engine["name"] {
    return this.#engine.name;
  }

  /**
   * Runs `work` as one transaction: all of it is durable when the promise resolves, nothing of it when it rejects.
   * Transactions run one after the other, so keep slow things (hashing, sending) outside. Refuses with
   * "unavailable" when the disk is full or the database is away.
   */
  async transact<Result>(work: (tx: Tx) => Promise<Result>): Promise<Result> {
    const told: (() => void)[] = [];
    const result = await this.#queue.run(async () => {
      try {
        return await this.#engine.writes
          .transaction()
          .setIsolationLevel("serializable")
          .execute((transaction) => runIn(transaction, work, told));
      } catch (error) {
        throw refusalOfFault(error) ?? error;
      }
    });
    for (const tell of told) tell();
    return result;
  }

  /** Writes a consistent copy while others go on writing; `to` must not exist. */
  async backup(to: string): Promise<void> {
    if (existsSync(to)) {
      throw new Refusal(
        "conflict",
        "backup.exists",
        `${to} is there already and was not written over. Name another file.`,
      );
    }
    try {
      await wholeFile(to, (unfinished) => this.#engine.backup(unfinished));
    } catch (error) {
      throw refusalOfFault(error) ?? unwritable(to, error) ?? error;
    }
  }

  /** Waits for the transactions that were asked for, then lets go of the files or connections. */
  async close(): Promise<void> {
    await this.#queue.idle();
    await this.#engine.close();
  }
}

/** The faults of a file system, which have a name such as ENOSPC. */
function unwritable(to: string, error: unknown): Refusal | undefined {
  const { code, syscall } = error as NodeJS.ErrnoException;
  if (code === undefined || syscall === undefined) return undefined;
  return new Refusal(
    "unavailable",
    "backup.unwritable",
    `The backup ${to} cannot be written (${code}), and nothing of it is left. Name a folder that exists, with enough space.`,
  );
}

async function runIn<Result>(
  transaction: Transaction<unknown>,
  work: (tx: Tx) => Promise<Result>,
  told: (() => void)[],
): Promise<Result> {
  let open = true;
  const tx = {
    tables: <Tables>() => {
      invariant(open, "a transaction is used after its end");
      return transaction as Kysely<unknown> as Kysely<Tables>;
    },
    afterCommit: (tell: () => void) => told.push(tell),
  } as unknown as Tx;
  try {
    return await work(tx);
  } finally {
    open = false;
  }
}
