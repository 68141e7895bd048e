/** Where an API is reached: a host (in lower case, with its port where it is not the usual one) and a path prefix. */
export interface Place {
  readonly host: string;
  /** "" or "/v1": a slash before each segment, none at the end. */
  readonly path: string;
}

/** An API with the addresses at which it is reached. */
export interface PlacedApi {
  readonly api: string;
  readonly addresses: readonly string[];
}

/** Two APIs at one place: nobody could tell whose a request is. */
export interface PlaceConflict {
  readonly address: string;
  readonly api: string;
}

/** The place that an address names. Scheme and port 80 or 443 make no difference; undefined for what is no address. */
export function placeOf(address: string): Place | undefined {
  const url = URL.parse(address);
  if (url === null || url.host === "") return undefined;
  return { host: hostOf(url.host), path: url.pathname.replace(/\/$/, "") };
}

/** The first address of `asked` that another API has too. One API may name a place twice. */
export function placeConflict(asked: PlacedApi, others: readonly PlacedApi[]): PlaceConflict | undefined {
  const taken = new Map<string, string>();
  for (const { api, addresses } of others) {
    if (api === asked.api) continue;
    for (const address of addresses) taken.set(keyOf(address), api);
  }
  for (const address of asked.addresses) {
    const api = taken.get(keyOf(address));
    if (api !== undefined) return { address, api };
  }
  return undefined;
}

/**
 * Whose a request is, by host and path: the API with the longest path prefix at that host. A prefix ends at a segment:
 * "/v1" holds for "/v1" and "/v1/orders", not for "/v10". Made once and then only asked; an answer costs as many steps
 * as the longest prefix has segments, whatever the path.
 */
export class Attribution {
  readonly #hosts = new Map<string, Node>();
  /** The host that was asked about last: mostly the next one too, and then nothing is looked up. */
  #lastHost = "";
  #lastNode: Node | undefined;

  constructor(apis: readonly PlacedApi[]) {
    for (const { api, addresses } of apis) {
      for (const address of addresses) {
        const place = placeOf(address);
        if (place !== undefined) this.#add(api, place);
      }
    }
  }

  /** `host` as sent, `path` as sent and without query. Undefined: no API is there, the request is unattributed. */
  apiAt(host: string, path: string): string | undefined {
    return this.placeAt(host, path)?.api;
  }

  /** The same, and how many letters of the path are the prefix. */
  placeAt(host: string, path: string): { readonly api: string; readonly prefix: number } | undefined {
    let node = this.#nodeAt(host);
    let api = node?.api;
    let prefix = 0;
    for (let at = 0; node !== undefined && node.children.size > 0 && at < path.length;) {
      if (path.charAt(at) !== "/") break;
      const end = path.indexOf("/", at + 1);
      const to = end < 0 ? path.length : end;
      node = node.children.get(path.slice(at + 1, to));
      at = to;
      if (node?.api !== undefined) [api, prefix] = [node.api, to];
    }
    return api === undefined ? undefined : { api, prefix };
  }

  #nodeAt(host: string): Node | undefined {
    if (host !== this.#lastHost) [this.#lastHost, this.#lastNode] = [host, this.#hosts.get(hostOf(host))];
    return this.#lastNode;
  }

  #add(api: string, { host, path }: Place): void {
    let node = childOf(this.#hosts, host);
    for (const segment of path.split("/").slice(1)) node = childOf(node.children, segment);
    node.api ??= api;
  }
}

interface Node {
  api: string | undefined;
  readonly children: Map<string, Node>;
}

function childOf(children: Map<string, Node>, name: string): Node {
  let child = children.get(name);
  if (child === undefined) children.set(name, (child = { api: undefined, children: new Map() }));
  return child;
}

/** A host as it is compared: lower case, no usual port, no dot at the end. */
function hostOf(host: string): string {
  return host
    .toLowerCase()
    .replace(/:(?:80|443)$/, "")
    .replace(/\.$/, "");
}

function keyOf(address: string): string {
  const place = placeOf(address);
  return place === undefined ? address : `${place.host}${place.path}`;
}
