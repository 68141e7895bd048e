import { type ApiDocuments, apiDocuments, UnmatchedPaths, type VersionDocument } from "#apis";
import { type DocumentedOperations, type LiveOperations, type Redaction, UNMATCHED } from "#intake";
import type { State } from "#storage";

/** Where no paths are kept, only the methods of unmatched ones are told. */
const NOT_KEPT = "/…";

/** What an API's documents say, and what did not fit any of them. */
interface Documented {
  readonly documents: ApiDocuments;
  /** By version. */
  readonly operations: ReadonlyMap<string, DocumentedOperations>;
  readonly unmatched: UnmatchedPaths;
}

/**
 * The OpenAPI documents that name what records are of: for each API that of the version that a record names, or of the
 * current one where it names none, or one that the API does not have. A version without a document has its operations
 * guessed. What is changed holds for records that come later; what was counted stays.
 */
export class LiveDocuments implements LiveOperations {
  revision = 0;
  readonly #redact: (path: string) => string;
  readonly #apis = new Map<string, Documented>();

  private constructor({ changes, kept }: Redaction) {
    this.#redact = kept.includes("path") ? (changes.path ?? ((path) => path)) : () => NOT_KEPT;
  }

  /** Those of the APIs that there are. */
  static async open(state: State, redaction: Redaction, apis: readonly string[]): Promise<LiveDocuments> {
    const live = new LiveDocuments(redaction);
    for (const api of apis) await live.follow(state, api);
    return live;
  }

  /** Takes over what the state says of an API now. */
  async follow(state: State, api: string): Promise<void> {
    const documents = await apiDocuments(state.read, api);
    const unmatched = this.#apis.get(api)?.unmatched ?? new UnmatchedPaths();
    const operations = new Map<string, DocumentedOperations>();
    for (const [version, document] of documents.versions) {
      if (document !== null) operations.set(version, this.#operationsOf(document, unmatched));
    }
    if (operations.size === 0) this.#apis.delete(api);
    else this.#apis.set(api, { documents, operations, unmatched });
    this.revision++;
  }

  forget(api: string): void {
    if (this.#apis.delete(api)) this.revision++;
  }

  hasDocument(api: string): boolean {
    return this.#apis.has(api);
  }

  documentOf(api: string, version: string | undefined): DocumentedOperations | undefined {
    const documented = this.#apis.get(api);
    if (documented === undefined) return undefined;
    const { documents, operations } = documented;
    const own = version !== undefined && documents.versions.has(version) ? version : documents.current;
    return own === undefined ? undefined : operations.get(own);
  }

  /** The document of the current version of an API, if it has one. */
  currentDocument(api: string): VersionDocument | undefined {
    const { current, versions } = this.#apis.get(api)?.documents ?? {};
    return current === undefined ? undefined : (versions?.get(current) ?? undefined);
  }

  /** What fitted no document since the server started. */
  unmatchedOf(api: string): ReturnType<UnmatchedPaths["list"]> {
    return this.#apis.get(api)?.unmatched.list() ?? { items: [], others: 0 };
  }

  #operationsOf({ tree }: VersionDocument, unmatched: UnmatchedPaths): DocumentedOperations {
    return {
      numbersAlike: tree.numbersAlike,
      operationOf: (method, path) => tree.match(method, path) ?? UNMATCHED,
      countUnmatched: (method, path) => unmatched.count(method, this.#redact(path)),
    };
  }
}
