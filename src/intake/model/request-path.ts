/** What a method is made of in a log: whatever else a server reads there, it has answered 400. */
export const REQUEST_METHOD = /^[A-Za-z-]{1,32}$/;

/** The operation of a request that the server could not read (TLS bytes on a plain port, a cut request line). */
export const UNPARSABLE = "(unparsable request)";

/**
 * Method and path of a request; UNPARSABLE when either is absent or when the method is not made of letters, as the
 * server will have answered 400.
 */
export function requestOf(
  method: string | undefined,
  target: string | undefined,
): { readonly method: string; readonly path: string } | { readonly operation: string } {
  if (method === undefined || target === undefined || !REQUEST_METHOD.test(method)) {
    return { operation: UNPARSABLE };
  }
  return { method, path: pathOf(target) };
}

/**
 * The path of a request target as it was sent, without query and fragment; "/" when it is empty. The absolute form
 * ("https://api.example/x") loses scheme and host.
 */
export function pathOf(target: string): string {
  const path = target.replace(/^[A-Za-z][A-Za-z0-9+.-]*:\/\/[^/?#]*/, "").replace(/[?#].*$/s, "");
  return path === "" ? "/" : path;
}
