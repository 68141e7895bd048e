import { type Segment, segmentFits, segmentOf, takesNumbersAlike } from "./segment.ts";

/** One operation of an API: method in capitals, path template with a leading slash, `name` = both ("GET /orders/{id}"). */
export interface Operation {
  readonly name: string;
  readonly method: string;
  readonly path: string;
}

/**
 * Finds the operation of a request. Built once, then only asked. The path templates form a tree of segments; in each
 * node a literal child is tried first, then templates with literal parts ("{id}.pdf", the one with most literal
 * characters first), then a bare "{id}". A child that leads nowhere, also for want of the method, gives way to the next.
 */
export class OperationTree {
  /**
   * Whether `match` tells no two paths apart that differ only in segments of nothing but digits: no template and no
   * base path has a segment that fits some numbers and not others, such as "2024", "{id}0" or "{from}{to}".
   */
  readonly numbersAlike: boolean;
  readonly #root: Node = newNode();
  /** Longest first, without a slash at the end; "" (the path as sent) is the last. */
  readonly #basePaths: readonly string[];

  /** `basePaths`: path prefixes of the servers, such as "/v1". Two operations of one name: the later one counts. */
  constructor(operations: readonly Operation[], basePaths: readonly string[]) {
    const bases = new Set([...basePaths.map(withoutSlashAtEnd), ""]);
    this.#basePaths = [...bases].toSorted((one, other) => other.length - one.length);
    const segments = operations.flatMap(({ path }) => path.split("/")).map(segmentOf);
    const baseSegments = [...bases].flatMap((base) => base.split("/"));
    this.numbersAlike = segments.every(takesNumbersAlike) && !baseSegments.some((text) => /^[0-9]+$/.test(text));
    for (const operation of operations) this.#add(operation);
  }

  /**
   * The operation's name, or undefined when the document has none for it. `method` is compared as sent (in capitals),
   * HEAD is not GET; `path` is without query. A slash too many or too few at the end is forgiven.
   */
  match(method: string, path: string): string | undefined {
    for (const base of this.#basePaths) {
      if (!path.startsWith(base)) continue;
      const rest = path.slice(base.length);
      const name = this.#matchExactly(method, rest) ?? this.#matchExactly(method, withOtherEnd(rest));
      if (name !== undefined) return name;
    }
    return undefined;
  }

  #add(operation: Operation): void {
    let node = this.#root;
    for (const text of operation.path.split("/").slice(1)) node = childFor(node, segmentOf(text));
    node.names.set(operation.method, operation.name);
  }

  #matchExactly(method: string, path: string): string | undefined {
    return path.startsWith("/") ? find(this.#root, { method, segments: path.split("/") }, 1) : undefined;
  }
}

interface Node {
  readonly names: Map<string, string>;
  readonly literals: Map<string, Node>;
  /** In the order in which they are tried. */
  readonly templates: { readonly segment: Segment; readonly node: Node }[];
}

function newNode(): Node {
  return { names: new Map(), literals: new Map(), templates: [] };
}

function childFor(parent: Node, segment: Segment): Node {
  const known = segment.isLiteral
    ? parent.literals.get(segment.shape)
    : parent.templates.find((template) => template.segment.shape === segment.shape)?.node;
  if (known !== undefined) return known;
  const node = newNode();
  if (segment.isLiteral) {
    parent.literals.set(segment.shape, node);
  } else {
    parent.templates.push({ segment, node });
    parent.templates.sort((one, other) => other.segment.literalLength - one.segment.literalLength);
  }
  return node;
}

interface Wanted {
  readonly method: string;
  readonly segments: readonly string[];
}

/** Visits each node at most once: a node has one way from the root. Its depth is that of the longest template. */
function find(node: Node, wanted: Wanted, depth: number): string | undefined {
  const text = wanted.segments[depth];
  if (text === undefined) return node.names.get(wanted.method);
  const literal = node.literals.get(text);
  const name = literal && find(literal, wanted, depth + 1);
  if (name !== undefined) return name;
  for (const template of node.templates) {
    const found = segmentFits(template.segment, text) ? find(template.node, wanted, depth + 1) : undefined;
    if (found !== undefined) return found;
  }
  return undefined;
}

function withoutSlashAtEnd(path: string): string {
  return path.endsWith("/") ? path.slice(0, -1) : path;
}

function withOtherEnd(path: string): string {
  return path.endsWith("/") ? path.slice(0, -1) : `${path}/`;
}
