import { Worker } from "node:worker_threads";
import { after, Refusal, SECOND_MS } from "#kernel";
import type { OpenApiDiff } from "../model/diff/openapi-diff.ts";
import type { DocumentSummary } from "../model/document-summary.ts";
import type { OpenApiOutcome, OpenApiTask } from "./openapi-task.ts";

/** A thread that takes longer, or more memory, is ended. */
const TASK_MS_MAX = 25 * SECOND_MS;
const HEAP_MB_MAX = 768;
/** Threads at once: each may take a core. */
const THREADS_MAX = 2;

/**
 * Reads and compares OpenAPI documents in threads of their own, so that neither a large document nor a hostile one holds
 * up records and ticks: each has 25 s and 768 MB. Refuses a third one beside two that run.
 */
export class OpenApiThreads {
  #running = 0;

  /** What a document has. Refuses a faulty one with all its faults and their places; `file` names it there. */
  async read(text: string, file: string): Promise<DocumentSummary> {
    const outcome = await this.#done({ do: "read", text, file });
    if (outcome.done === "read") return outcome.summary;
    throw refusalOf(outcome);
  }

  async compare(before: string, now: string): Promise<OpenApiDiff> {
    const outcome = await this.#done({ do: "compare", before, after: now });
    if (outcome.done === "compare") return outcome.diff;
    throw refusalOf(outcome);
  }

  async #done(task: OpenApiTask): Promise<OpenApiOutcome> {
    if (this.#running >= THREADS_MAX) throw busy();
    this.#running++;
    try {
      return await inThread(task);
    } finally {
      this.#running--;
    }
  }
}

async function inThread(task: OpenApiTask): Promise<OpenApiOutcome> {
  const worker = new Worker(new URL("openapi-worker.ts", import.meta.url), {
    resourceLimits: { maxOldGenerationSizeMb: HEAP_MB_MAX },
    execArgv: [],
  });
  const { promise, resolve } = Promise.withResolvers<OpenApiOutcome | undefined>();
  worker.once("message", (outcome: OpenApiOutcome) => resolve(outcome));
  worker.once("error", () => resolve(undefined));
  worker.once("exit", () => resolve(undefined));
  const stopWaiting = after(TASK_MS_MAX, () => resolve(undefined));
  worker.postMessage(task, []);
  const outcome = await promise;
  stopWaiting();
  await worker.terminate();
  if (outcome === undefined) throw tooIntricate();
  return outcome;
}

function refusalOf(outcome: OpenApiOutcome): Refusal {
  if (outcome.done !== "refused") return tooIntricate();
  const { kind, code, detail, params } = outcome;
  return new Refusal(kind, code, detail, params);
}

function tooIntricate(): Refusal {
  return new Refusal(
    "invalid",
    "openapi.too-intricate",
    "The document takes too long, or too much memory, to be read, so nothing was changed. Keep only its paths and what they need, or send it as JSON.",
  );
}

function busy(): Refusal {
  return new Refusal("unavailable", "openapi.busy", "Other documents are being read. Try again in a few seconds.", {
    retryAfterSeconds: 5,
  });
}
