/** Base paths that are tried for each request; further ones are left out. */
const BASE_PATHS_MAX = 100;

/**
 * The path prefixes of a `servers` list: "https://api.example.com/v1" → "/v1", "/v2/" → "/v2", and for
 * "https://{host}/{stage}" one for each value of the path's variables (its default and its enum). Servers without a
 * path, and what is not a list of servers, give none. Relative addresses without a leading slash give none either:
 * they depend on where the document lies.
 */
export function basePathsOf(servers: unknown): string[] {
  if (!Array.isArray(servers)) return [];
  const paths = new Set<string>();
  for (const server of servers.slice(0, BASE_PATHS_MAX)) {
    for (const path of basePathsOfServer(server)) if (paths.size < BASE_PATHS_MAX) paths.add(path);
  }
  return [...paths];
}

function basePathsOfServer(server: unknown): string[] {
  const url = fieldOf(server, "url");
  if (typeof url !== "string") return [];
  const path = pathOfUrl(url);
  if (path === "") return [];
  const variables = fieldOf(server, "variables");
  return filledIn(path, (name) => valuesOf(fieldOf(variables, name)));
}

/** Scheme and authority, query and fragment and the slash at the end taken off. */
function pathOfUrl(url: string): string {
  const scheme = url.indexOf("://");
  const start = url.indexOf("/", scheme < 0 ? 0 : scheme + 3);
  if (start < 0 || (scheme < 0 && start > 0)) return "";
  const path = url.slice(start).split(/[?#]/, 1)[0] ?? "";
  return path.endsWith("/") ? path.slice(0, -1) : path;
}

function filledIn(path: string, valuesFor: (name: string) => readonly string[]): string[] {
  let results = [""];
  let start = 0;
  for (let open = path.indexOf("{"); open >= 0; open = path.indexOf("{", start)) {
    const close = path.indexOf("}", open);
    if (close < 0) return [];
    const literal = path.slice(start, open);
    const values = valuesFor(path.slice(open + 1, close));
    results = results.flatMap((result) => values.map((value) => result + literal + value)).slice(0, BASE_PATHS_MAX);
    start = close + 1;
  }
  return results.map((result) => result + path.slice(start));
}

function valuesOf(variable: unknown): string[] {
  const choices = fieldOf(variable, "enum");
  const listed: readonly unknown[] = Array.isArray(choices) ? choices.slice(0, BASE_PATHS_MAX) : [];
  return [fieldOf(variable, "default"), ...listed].filter((value) => typeof value === "string");
}

/** A field of what may be an object; undefined when it is none or has none of that name. */
export function fieldOf(value: unknown, name: string): unknown {
  if (typeof value !== "object" || value === null || !Object.hasOwn(value, name)) return undefined;
  return (value as Readonly<Record<string, unknown>>)[name];
}
