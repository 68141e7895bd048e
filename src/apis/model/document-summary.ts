import type { OpenApiDocument } from "./openapi.ts";
import { OperationTree } from "./operation-tree.ts";

/** What of an OpenAPI document is needed to name operations: as much as its paths, whatever else it has. */
export interface DocumentSummary {
  readonly title: string;
  /** In the document's order. */
  readonly operations: readonly { readonly method: string; readonly path: string }[];
  readonly basePaths: readonly string[];
}

/** The summary of a document that was read. */
export function documentSummary({ title, operations, basePaths }: OpenApiDocument): DocumentSummary {
  return { title, operations: operations.map(({ method, path }) => ({ method, path })), basePaths };
}

/**
 * Finds the operations of a document by its summary. `addressPaths`: the paths of the addresses at which the API is
 * reached, such as "/shop". A proxy takes them away before it asks the API, but its log has them.
 */
export function operationTreeOf(
  { operations, basePaths }: DocumentSummary,
  addressPaths: readonly string[],
): OperationTree {
  return new OperationTree(
    operations.map(({ method, path }) => ({ method, path, name: `${method} ${path}` })),
    ["", ...addressPaths].flatMap((address) => [address, ...basePaths.map((base) => `${address}${base}`)]),
  );
}
