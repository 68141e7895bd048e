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
  readonly dimension: AskedDimension;
  /** Number of its field among the fields of a record. */
  readonly code: number;
  readonly memo: NameMemo;
}

/** Writes those columns of an NDJSON record that are filled only when somebody asks for them. */
export class DimensionWriter {
  readonly #names: Dictionaries;
  readonly #asked: readonly Asked[];
  /** Of each field where its value starts and ends. */
  readonly #spans: Int32Array;
  /** By id of an operation: the method that its name begins with. */
  readonly #methodByOperation: number[] = [];

  constructor({ dictionaries, dimensions }: DecoderOptions, spans: Int32Array) {
    this.#names = dictionaries;
    this.#spans = spans;
    this.#asked = dimensions.map((dimension) => ({
      dimension,
      code: [...RECORD_FIELDS].indexOf(dimension),
      memo: new NameMemo(dictionaryOf(dictionaries, dimension), NAMES_REMEMBERED_MAX),
    }));
  }

  /** `filled` has a bit for each field that has a value; the operation of the row is written already. */
  write(line: LineBytes, filled: number, columns: RecordColumns): void {
    const row = columns.length;
    const spans = this.#spans;
    for (const { dimension, code, memo } of this.#asked) {
      const isTold = (filled & (1 << code)) !== 0;
      columns[dimension][row] = isTold
        ? memo.repeatedIdAt(line, spans[2 * code] as number, spans[2 * code + 1] as number)
        : this.#untoldId(dimension, columns.operation[row] as number);
    }
  }

  #untoldId(dimension: AskedDimension, operation: number): number {
    return dimension === "method" ? this.#methodOf(operation) : NOT_TOLD;
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
