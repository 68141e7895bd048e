/** The operation of a record whose path is in no operation of its API's document. */
export const UNMATCHED = "__unmatched__";

/** The operations of an API's document, which name what records with a method and a path are of. */
export interface DocumentedOperations {
  /** See `DecoderOptions.numbersAlike`. */
  readonly numbersAlike: boolean;
  /** The operation's name; UNMATCHED where the document has none. */
  operationOf(method: string, path: string): string;
  /** Told of each record that is of none. To be quick: a flood of invented paths comes here. */
  countUnmatched(method: string, path: string): void;
}

/** Which documents there are. It may change while a decoder runs: later records are named by what there is then. */
export interface LiveOperations {
  /** Another number whenever an answer may have changed. */
  readonly revision: number;
  /** Whether any version of an API has a document. */
  hasDocument(api: string): boolean;
  /** That of an API, and of the version that a record names; undefined: operations are guessed from paths. */
  documentOf(api: string, version: string | undefined): DocumentedOperations | undefined;
}
