import { type AskedDimension, type Dictionaries, dictionaryOf, NOT_TOLD, type RecordColumns } from "#records";
import type { DecoderOptions } from "../model/decoder.ts";
import { methodOfOperation } from "../model/method-of-operation.ts";
import { RECORD_FIELDS } from "../model/ndjson.ts";
import type { LineBytes } from "./line-bytes.ts";
import { NameMemo } from "./name-memo.ts";

/** Names of a dimension that are remembered at once. */
const NAMES_REMEMBERED_MAX = 10_000;
/** The operation with this id was not looked at yet. */
const UNSEEN = -2;

interface Asked {
  /** Number of its field among the fields of a record. */
  readonly code: number;
  readonly memo: NameMemo;
}

/** Writes those columns of an NDJSON record that are filled only when somebody asks for them. */
export class DimensionWriter {
  readonly #names: Dictionaries;
  readonly #version: Asked | undefined;
  readonly #plan: Asked | undefined;
  readonly #region: Asked | undefined;
  readonly #release: Asked | undefined;
  readonly #method: Asked | undefined;
  /** Of each field where its value starts and ends. */
  readonly #spans: Int32Array;
  /** By id of an operation: the method that its name begins with. */
  readonly #methodByOperation: number[] = [];

  constructor({ dictionaries, dimensions }: DecoderOptions, spans: Int32Array) {
    this.#names = dictionaries;
    this.#spans = spans;
    const asked = (dimension: AskedDimension): Asked | undefined => {
      if (!dimensions.includes(dimension)) return undefined;
      const memo = new NameMemo(dictionaryOf(dictionaries, dimension), NAMES_REMEMBERED_MAX);
      return { code: [...RECORD_FIELDS].indexOf(dimension), memo };
    };
    this.#version = asked("version");
    this.#plan = asked("plan");
    this.#region = asked("region");
    this.#release = asked("release");
    this.#method = asked("method");
  }

  /**
   * `filled` has a bit for each field that has a value; the operation of the row is written already. `method`: its id
   * where it is known, else NOT_TOLD.
   */
  write(line: LineBytes, filled: number, columns: RecordColumns, method: number): void {
    const row = columns.length;
    // One by one: a loop over names of columns takes twice as long.
    if (this.#version !== undefined) columns.version[row] = this.#idOf(this.#version, line, filled);
    if (this.#plan !== undefined) columns.plan[row] = this.#idOf(this.#plan, line, filled);
    if (this.#region !== undefined) columns.region[row] = this.#idOf(this.#region, line, filled);
    if (this.#release !== undefined) columns.release[row] = this.#idOf(this.#release, line, filled);
    if (this.#method === undefined) return;
    columns.method[row] = method === NOT_TOLD ? this.#methodIn(this.#method, line, filled, columns) : method;
  }

  #idOf({ code, memo }: Asked, line: LineBytes, filled: number): number {
    if ((filled & (1 << code)) === 0) return NOT_TOLD;
    return memo.idAt(line, this.#spans[2 * code] as number, this.#spans[2 * code + 1] as number);
  }

  #methodIn(asked: Asked, line: LineBytes, filled: number, { length, operation }: RecordColumns): number {
    const isTold = (filled & (1 << asked.code)) !== 0;
    return isTold ? this.#idOf(asked, line, filled) : this.#methodOf(operation[length] as number);
  }

  #methodOf(operation: number): number {
    const known = this.#methodByOperation[operation] ?? UNSEEN;
    if (known !== UNSEEN) return known;
    const method = methodOfOperation(this.#names.operations.nameOf(operation));
    const id = method === undefined ? NOT_TOLD : this.#names.methods.idOf(method);
    this.#methodByOperation[operation] = id;
    return id;
  }
}
