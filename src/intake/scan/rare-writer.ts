import { textOf } from "#kernel";
import type { RecordColumns } from "#records";
import { RECORD_FIELDS } from "../model/ndjson.ts";
import { KINDS, OUTCOMES } from "../model/record.ts";
import { isHealthCheck } from "../model/user-agent.ts";
import type { LineBytes } from "./line-bytes.ts";
import { WordKey } from "./word-key.ts";
import { WordMemo, wordMemoOf } from "./word-memo.ts";

const NAMES = [...RECORD_FIELDS];
const KIND = NAMES.indexOf("kind");
const OUTCOME = NAMES.indexOf("outcome");
const USER_AGENT = NAMES.indexOf("userAgent");

/** More bytes than any health check's prefix has. */
const USER_AGENT_PREFIX = 32;
const USER_AGENTS_MAX = 10_000;

/** Writes the columns of those fields that few NDJSON records have: kind, outcome, and what the user agent tells. */
export class RareWriter {
  readonly #kinds = wordMemoOf(KINDS);
  readonly #outcomes = wordMemoOf(OUTCOMES);
  readonly #userAgents = new WordMemo(USER_AGENTS_MAX);
  readonly #key = new WordKey();
  /** Of each field where its value starts and ends. */
  readonly #spans: Int32Array;

  constructor(spans: Int32Array) {
    this.#spans = spans;
  }

  /** `filled` has a bit for each field that has a value. False, and nothing written, when a value is unusual. */
  write(line: LineBytes, filled: number, columns: RecordColumns): boolean {
    const row = columns.length;
    const kind = (filled & (1 << KIND)) !== 0 ? this.#find(this.#kinds, line, KIND) : 0;
    const outcome = (filled & (1 << OUTCOME)) !== 0 ? this.#find(this.#outcomes, line, OUTCOME) : 0;
    if (kind < 0 || outcome < 0) return false;
    columns.kind[row] = kind;
    columns.outcome[row] = outcome;
    columns.healthCheck[row] = (filled & (1 << USER_AGENT)) !== 0 ? this.#healthCheckOf(line) : 0;
    return true;
  }

  #healthCheckOf(line: LineBytes): number {
    const start = this.#spans[2 * USER_AGENT] as number;
    const end = Math.min(this.#spans[2 * USER_AGENT + 1] as number, start + USER_AGENT_PREFIX);
    this.#key.take(line.view, start, end);
    const known = this.#userAgents.find(this.#key);
    if (known >= 0) return known;
    const healthCheck = Number(isHealthCheck(textOf(line.bytes, start, end) ?? ""));
    this.#userAgents.put(this.#key, healthCheck);
    return healthCheck;
  }

  #find(memo: WordMemo, line: LineBytes, code: number): number {
    this.#key.take(line.view, this.#spans[2 * code] as number, this.#spans[2 * code + 1] as number);
    return memo.find(this.#key);
  }
}
