import { textOf } from "#kernel";
import type { Dictionaries } from "#records";
import type { DecoderOptions } from "../model/decoder.ts";
import { type DocumentedOperations, type LiveOperations, UNMATCHED } from "../model/live-operations.ts";
import { METHOD, RECORD_FIELDS } from "../model/ndjson.ts";
import type { ApiGate } from "./api-gate.ts";
import type { LineBytes } from "./line-bytes.ts";
import { RequestMemo } from "./request-memo.ts";
import { WordKey } from "./word-key.ts";
import { WordMemo } from "./word-memo.ts";

const VERSION = [...RECORD_FIELDS].indexOf("version");
/** Requests remembered for one document, at 45 bytes each. */
const REQUESTS_MAX = 1 << 15;
/** No id, nor the answer for an unusual request. */
const NONE_YET = -2;
/** Names of versions that are remembered at once. */
const VERSIONS_MAX = 1_000;

/** A document with what is remembered of it. */
export interface RememberedDocument {
  readonly requests: RequestMemo;
  readonly document: DocumentedOperations;
  /** The id of UNMATCHED; NONE_YET before any record was. */
  unmatched: number;
}

/**
 * Which document names the operation of a record: for an API without one, a look into a list. No name enters a dictionary
 * here, as the row is not sure yet.
 */
export class DocumentFinder {
  readonly #live: LiveOperations;
  readonly #names: Dictionaries;
  readonly #methodIdOf: ((method: string) => number) | undefined;
  readonly #method: RegExp;
  /** Of each field where its value starts and ends. */
  readonly #spans: Int32Array;
  readonly #key = new WordKey();
  #revision = Number.NaN;
  /** By number of an API: null for one without a document, undefined for one that was not asked for yet. */
  #byApi: (RememberedApi | null | undefined)[] = [];

  /** `method`: what a method looks like in these records. */
  constructor(live: LiveOperations, options: DecoderOptions, spans: Int32Array, method = METHOD) {
    const { dictionaries, dimensions } = options;
    const { methods } = dictionaries;
    this.#live = live;
    this.#names = dictionaries;
    this.#methodIdOf = dimensions.includes("method") ? (name) => methods.idOf(name) : undefined;
    this.#method = method;
    this.#spans = spans;
  }

  /** That of a record which the gate took just now; null: its operation is guessed. */
  find(line: LineBytes, filled: number, gate: ApiGate): RememberedDocument | null {
    if (this.#live.revision !== this.#revision) this.#forget();
    const known = this.#byApi[gate.lastApi];
    if (known === null) return null;
    const remembered = known ?? this.#learnApi(gate.lastApi, gate.lastName);
    if (remembered === null) return null;
    return (filled & (1 << VERSION)) === 0 ? remembered.unversioned : this.#ofVersion(line, remembered);
  }

  #ofVersion({ bytes, view }: LineBytes, api: RememberedApi): RememberedDocument | null {
    const start = this.#spans[2 * VERSION] as number;
    const end = this.#spans[2 * VERSION + 1] as number;
    this.#key.take(view, start, end);
    const known = api.versions.find(this.#key);
    if (known >= 0) return api.documents[known] as RememberedDocument | null;
    const document = this.#remembered(api.documents, this.#live.documentOf(api.name, textOf(bytes, start, end) ?? ""));
    const index = api.documents.indexOf(document);
    api.versions.put(this.#key, index < 0 ? api.documents.push(document) - 1 : index);
    return document;
  }

  #learnApi(number: number, name: string): RememberedApi | null {
    let api: RememberedApi | null = null;
    if (this.#live.hasDocument(name)) {
      const unversioned = this.#remembered([], this.#live.documentOf(name, undefined));
      api = { name, unversioned, versions: new WordMemo(VERSIONS_MAX), documents: [unversioned] };
    }
    this.#byApi[number] = api;
    return api;
  }

  /** Versions that are named by the same document share what is remembered. */
  #remembered(
    known: readonly (RememberedDocument | null)[],
    document: DocumentedOperations | undefined,
  ): RememberedDocument | null {
    if (document === undefined) return null;
    return known.find((one) => one?.document === document) ?? this.#begin(document);
  }

  #begin(document: DocumentedOperations): RememberedDocument {
    const { operations } = this.#names;
    const requests = new RequestMemo({
      isMethod: (text) => this.#method.test(text),
      idOf: (method, path) => {
        const name = document.operationOf(method, path);
        const id = operations.idOf(name);
        if (name === UNMATCHED) begun.unmatched = id;
        return id;
      },
      methodIdOf: this.#methodIdOf,
      numbersAlike: document.numbersAlike,
      requestsMax: REQUESTS_MAX,
    });
    const begun: RememberedDocument = { requests, document, unmatched: NONE_YET };
    return begun;
  }

  #forget(): void {
    this.#revision = this.#live.revision;
    this.#byApi = [];
  }
}

interface RememberedApi {
  readonly name: string;
  /** Of records that name no version. */
  readonly unversioned: RememberedDocument | null;
  /** By name of a version: which of the documents. */
  readonly versions: WordMemo;
  readonly documents: (RememberedDocument | null)[];
}
