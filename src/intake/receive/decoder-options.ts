import type { Source } from "#apis";
import { ASKED_DIMENSIONS, type Dictionaries, type WideField } from "#records";
import type { DecoderOptions } from "../model/decoder.ts";
import type { TakenApis } from "../model/live-decoding.ts";
import type { LiveOperations } from "../model/live-operations.ts";
import type { Believed } from "../model/record.ts";
import type { Redaction } from "../model/redaction.ts";

/** What all that is received is decoded by. */
export interface ReceivedOptions {
  readonly dictionaries: Dictionaries;
  /** Whose records are taken, by what delivers them. */
  readonly takenFrom: (source: Source) => TakenApis;
  readonly redaction: Redaction;
  /** See `DecoderOptions`. */
  readonly operationOf: (method: string, path: string) => string;
  readonly numbersAlike: boolean;
  /** Which documents name operations; without it all are guessed. */
  readonly operations?: LiveOperations;
}

/** How records of a source that come over HTTP are decoded. */
export function decoderOptions(
  { dictionaries, takenFrom, redaction, operationOf, numbersAlike, operations }: ReceivedOptions,
  source: Source,
  { believed, leftOut }: { readonly believed: Believed; readonly leftOut: Map<WideField, number> },
): DecoderOptions {
  const taken = takenFrom(source);
  return {
    format: "ndjson",
    clientBy: { by: "field", name: "client" },
    api: "",
    onlyApi: false,
    believed,
    operationOf,
    numbersAlike,
    dimensions: ASKED_DIMENSIONS,
    dictionaries,
    live: { taken, redaction, leftOut, ...(operations === undefined ? {} : { operations }) },
  };
}
