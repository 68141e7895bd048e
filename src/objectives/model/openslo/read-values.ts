import { countText } from "#kernel";
import { isAlias, isMap, isScalar, isSeq, type LineCounter, type Node, type Pair, Scalar } from "yaml";
import { FINDINGS_MAX } from "./finding.ts";
import { DEPTH_MAX } from "./lexemes.ts";
import { type Path, pathText, type Place } from "./place.ts";
import { plainScalar } from "./plain-scalar.ts";
import { type Entry, listValue, mapValue, nullValue, type ScalarValue, type Value } from "./value.ts";

/** Values of one document with all aliases written out: what "a YAML bomb" would exceed. */
const VALUES_MAX = 1_000_000;

/** What keeps a text from being read, with the code that a finding will have. */
export interface ReadFault extends Place {
  readonly path: string;
  readonly code: "syntax" | "duplicate_key" | "not_finite" | "too_large";
  readonly message: string;
}

/** YAML nodes of one document → values. Work and memory are linear in the text: aliases share what they stand for. */
export class ValueReader {
  readonly faults: ReadFault[] = [];
  readonly #lines: LineCounter;
  readonly #anchors = new Map<string, Value | "open">();
  readonly #path: (string | number)[] = [];
  #merged = 0;

  constructor(lines: LineCounter) {
    this.#lines = lines;
  }

  read(node: unknown): Value {
    const value = this.#value(node, { line: 1, column: 1 });
    if (value.size > VALUES_MAX) {
      this.#fault(value.place, "too_large", TOO_LARGE);
      return nullValue(value.place);
    }
    return value;
  }

  #value(node: unknown, around: Place): Value {
    const place = this.#placeOf(node) ?? around;
    if (this.#path.length > DEPTH_MAX) return this.#refused(place, `more than ${DEPTH_MAX} levels are nested here.`);
    if (isAlias(node)) return this.#alias(node.source, place);
    const anchor = (node as { anchor?: string } | null)?.anchor;
    if (anchor !== undefined) this.#anchors.set(anchor, "open");
    const value = this.#written(node, place);
    if (anchor !== undefined) this.#anchors.set(anchor, value);
    return value;
  }

  #written(node: unknown, place: Place): Value {
    if (isMap(node)) return this.#map(node.items, place);
    if (isSeq(node)) return listValue(place, this.#items(node.items, place));
    return isScalar(node) ? this.#scalar(node, place) : nullValue(place);
  }

  #items(nodes: readonly unknown[], place: Place): Value[] {
    return nodes.map((node, index) => this.#below(index, () => this.#value(node, place)));
  }

  #below<T>(step: string | number, read: () => T): T {
    this.#path.push(step);
    const result = read();
    this.#path.pop();
    return result;
  }

  #alias(name: string, place: Place): Value {
    const target = this.#anchors.get(name);
    if (target === "open") return this.#refused(place, `the alias *${name} stands inside of what it stands for.`);
    return target ?? this.#refused(place, `the alias *${name} has no anchor &${name} before it.`);
  }

  #map(pairs: readonly Pair[], place: Place): Value {
    const entries = new Map<string, Entry>();
    const merged: Value[] = [];
    for (const { key, value } of pairs) {
      const at = this.#placeOf(key) ?? place;
      if (isScalar(key) && key.type === Scalar.PLAIN && key.value === "<<") merged.push(this.#value(value, at));
      else this.#entry(entries, this.#keyText(key, at), { at, node: value });
    }
    for (const source of merged) this.#merge(entries, source);
    return mapValue(place, [...entries.values()]);
  }

  #entry(entries: Map<string, Entry>, key: string, { at, node }: { at: Place; node: unknown }): void {
    this.#below(key, () => {
      const value = this.#value(node, at);
      const first = entries.get(key);
      if (first === undefined) entries.set(key, { key, place: at, value });
      else {
        this.#fault(
          at,
          "duplicate_key",
          `the key "${key}" stands here again, after line ${first.place.line}: ${TWICE}`,
        );
      }
    });
  }

  /** A merge key gives what the map itself does not say; of several sources the first one counts. */
  #merge(entries: Map<string, Entry>, source: Value): void {
    if (source.is === "list") {
      for (const item of source.items) this.#merge(entries, item);
    } else if (source.is === "map") {
      this.#merged += source.entries.length;
      if (this.#merged > VALUES_MAX) return this.#fault(source.place, "too_large", TOO_LARGE);
      for (const entry of source.entries) if (!entries.has(entry.key)) entries.set(entry.key, entry);
    } else this.#fault(source.place, "syntax", "a merge key (<<) takes a map or a list of maps.");
  }

  #keyText(node: unknown, place: Place): string {
    const key = this.#value(node, place);
    if (key.is === "map" || key.is === "list" || key.is === "null") {
      this.#fault(place, "syntax", "a key must be a text. Write a name before the colon.");
      return "";
    }
    return key.is === "number" ? String(Number(key.text)) : (key.looseText ?? key.text);
  }

  #scalar(node: Scalar, place: Place): ScalarValue {
    const text = String(node.value);
    const tag = node.tag?.replace("tag:yaml.org,2002:", "!!");
    const isPlain = node.type === Scalar.PLAIN && (tag === undefined || tag === "!!null");
    if (!isPlain && !RESOLVING_TAGS.has(tag ?? "")) return { is: "text", text, place, size: 1 };
    const resolved = plainScalar(text);
    if (resolved === "not-finite") {
      this.#fault(place, "not_finite", `${text} is no number that can be counted with. Write a finite number.`);
      return nullValue(place);
    }
    return { ...resolved, place, size: 1 };
  }

  #refused(place: Place, message: string): Value {
    this.#fault(place, "syntax", message);
    return nullValue(place);
  }

  #fault(place: Place, code: ReadFault["code"], message: string): void {
    if (this.faults.length >= FINDINGS_MAX) return;
    this.faults.push({ ...place, path: pathText(this.#path satisfies Path), code, message });
  }

  #placeOf(node: unknown): Place | undefined {
    const offset = (node as Node | null)?.range?.[0];
    if (offset === undefined) return undefined;
    const { line, col } = this.#lines.linePos(offset);
    return { line, column: col };
  }
}

const RESOLVING_TAGS: ReadonlySet<string> = new Set(["!!int", "!!float", "!!bool", "!!null"]);
const TWICE = "only one of them can count. Remove one.";
const TOO_LARGE = `with all aliases written out this document has more than ${countText(VALUES_MAX)} values, so it is not read. Split it, or write fewer aliases (*name).`;
