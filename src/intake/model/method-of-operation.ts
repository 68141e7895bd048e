/** A method as in `METHOD` of NDJSON, and the start of a path. */
const METHOD_AND_PATH = /^([!#$%&'*+\-.^_`|~0-9A-Za-z]{1,32}) \//;

/** "GET /orders/{id}" → "GET"; undefined for an operation that is named otherwise ("listOrders"). */
export function methodOfOperation(operation: string): string | undefined {
  return METHOD_AND_PATH.exec(operation)?.[1];
}
