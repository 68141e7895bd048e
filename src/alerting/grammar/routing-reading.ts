import { type Document, isAlias, isMap, isScalar, isSeq, type LineCounter, type Node, type Pair } from "yaml";
import { PlanReading, type PlanEntry } from "#objectives";

/** Nodes that are read through aliases: more is an attack, or not written by hand. */
const ALIASES_MAX = 100_000;

/**
 * A text whose nodes are taken apart, with the lines of what stands in it. Aliases (`*name`) mean what they stand for in
 * `document`; without one they are refused, as anywhere in a plan.
 */
export class RoutingReading extends PlanReading {
  readonly #document: Document | null;
  readonly #counter: LineCounter;
  #aliases = 0;

  constructor(file: string, counter: LineCounter, document: Document | null) {
    super(file, counter);
    this.#document = document;
    this.#counter = counter;
  }

  /** From 1. */
  lineOf(node: Node | null | undefined, around = 0): number {
    return this.#counter.linePos(node?.range?.[0] ?? around).line;
  }

  /** Where a node begins, from 0; 0 of none. */
  offsetOf(node: Node | null | undefined): number {
    return node?.range?.[0] ?? 0;
  }

  isList(node: Node | null | undefined): boolean {
    return isSeq(this.resolved(node));
  }

  /** What an alias stands for; any other node as it is. Null for one that stands for nothing. */
  resolved(node: Node | null | undefined): Node | null {
    if (!isAlias(node) || this.#document === null) return node ?? null;
    this.#aliases += 1;
    if (this.#aliases <= ALIASES_MAX) return node.resolve(this.#document) ?? null;
    if (this.#aliases === ALIASES_MAX + 1) this.faultAt(node, "more aliases are read than a person writes.");
    return null;
  }

  /** Whether nothing stands there: `routes:` without a value. */
  isEmpty(node: Node | null | undefined): boolean {
    const meant = this.resolved(node);
    return meant === null || (isScalar(meant) && meant.value === null);
  }

  override scalar(node: Node | null | undefined, around = 0): string | undefined {
    return super.scalar(this.resolved(node), around);
  }

  override map(node: unknown, around: number, what: string): ReturnType<PlanReading["map"]> {
    return super.map(this.resolved(node as Node | null), around, what);
  }

  override items(node: Node | null, what: string): (Node | null)[] {
    if (this.isEmpty(node)) return [];
    const meant = this.resolved(node);
    if (isSeq(meant)) return super.items(meant, what);
    this.faultAt(node, what);
    return [];
  }

  /** The entries of a map, those of the maps that it takes in by `<<` too; what it says itself goes first. */
  override entries(map: ReturnType<PlanReading["map"]>, known?: readonly string[]): PlanEntry[] {
    const pairs = (map?.items ?? []) as Pair<Node | null, Node | null>[];
    const merges = pairs.filter(({ key }) => isMerge(key));
    if (map === null || merges.length === 0 || this.#document === null) return super.entries(map, known);
    const own = super.entries(
      copied(
        map,
        pairs.filter(({ key }) => !isMerge(key)),
      ),
      known,
    );
    const names = new Set(own.map(([name]) => name));
    for (const { value } of merges) {
      for (const [name, node] of this.#merged(value).flatMap((one) => this.entries(one, known))) {
        if (names.has(name)) continue;
        names.add(name);
        own.push([name, node]);
      }
    }
    return own;
  }

  #merged(value: Node | null): NonNullable<ReturnType<PlanReading["map"]>>[] {
    const meant = this.resolved(value);
    const nodes = isSeq(meant) ? (meant.items as Node[]).map((item) => this.resolved(item)) : [meant];
    return nodes.filter((node) => isMap(node));
  }
}

function isMerge(key: Node | null): boolean {
  return isScalar(key) && (key.source === "<<" || key.value === "<<");
}

type MapNode = NonNullable<ReturnType<PlanReading["map"]>>;

function copied(map: MapNode, items: MapNode["items"]): MapNode {
  const copy = map.clone() as MapNode;
  copy.items = items;
  return copy;
}
