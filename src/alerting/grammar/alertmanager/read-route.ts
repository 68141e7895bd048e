import { isMap, type Node, type YAMLMap } from "yaml";
import type { Route, RouteOptions } from "../../model/routing/route.ts";
import { parseShortDuration } from "../../model/routing/short-duration.ts";
import type { RoutingReading } from "../routing-reading.ts";
import { readMatchers } from "./read-matchers.ts";

const ROUTE_KEYS = [
  "receiver",
  "group_by",
  "group_wait",
  "group_interval",
  "repeat_interval",
  "match",
  "match_re",
  "matchers",
  "continue",
  "routes",
  "mute_time_intervals",
  "active_time_intervals",
] as const;
type Key = (typeof ROUTE_KEYS)[number];
type Entries = ReadonlyMap<string, Node | null>;

/** What a route has that says nothing; a receiver the root must name itself. */
const DEFAULTS: RouteOptions = {
  receiver: "",
  groupBy: [],
  waitMs: 30_000,
  updateMs: 300_000,
  repeatMs: 14_400_000,
};
const DEPTH_MAX = 100;
/** Routes of a file, those that an alias repeats counted each time. */
const ROUTES_MAX = 20_000;

/** Names that a route refers to, each with the node that says it. */
export interface RouteReferences {
  readonly receivers: (readonly [name: string, node: Node | null])[];
  readonly times: (readonly [name: string, node: Node | null])[];
}

interface Above {
  readonly number: string;
  readonly depth: number;
  readonly options: RouteOptions;
}

/** The tree of `route:`, with what each route has from those above it. */
export class RouteReader {
  readonly references: RouteReferences = { receivers: [], times: [] };
  readonly #reading: RoutingReading;
  #routes = 0;

  constructor(reading: RoutingReading) {
    this.#reading = reading;
  }

  /** The top route: the default of all. */
  root(node: Node | null): Route {
    const reading = this.#reading;
    const meant = reading.resolved(node);
    if (reading.isEmpty(meant)) reading.faultAt(meant, "no alert goes anywhere: add route: {receiver: NAME}.");
    const entries = reading.isEmpty(meant) ? new Map<string, Node | null>() : this.#entries(meant, 0);
    this.#refuseOnRoot(entries);
    if (isMap(meant) && (this.#text(entries.get("receiver")) ?? "") === "") {
      reading.faultAt(meant, "the top route names no receiver. Add receiver: NAME, for alerts that no route takes.");
    }
    return this.#route(entries, { number: "", depth: 0, options: DEFAULTS }, reading.lineOf(meant));
  }

  #route(entries: Entries, above: Above, line: number): Route {
    const options = this.#options(entries, above.options);
    return {
      number: above.number,
      line,
      matchers: readMatchers(
        { list: entries.get("matchers"), equal: entries.get("match"), regular: entries.get("match_re") },
        this.#reading,
      ),
      continues: this.#flag(entries.get("continue")),
      options,
      muteIn: this.#times(entries.get("mute_time_intervals")),
      activeIn: this.#times(entries.get("active_time_intervals")),
      rules: this.#rules(entries.get("routes"), { ...above, options }),
    };
  }

  #rules(node: Node | null | undefined, { number, depth, options }: Above): Route[] {
    const items = this.#reading.items(node ?? null, "expected a list of routes, each with - before it.");
    this.#routes += items.length;
    if (this.#routes > ROUTES_MAX || (depth >= DEPTH_MAX && items.length > 0)) {
      const detail = `more than ${ROUTES_MAX} routes, or more than ${DEPTH_MAX} in each other, are not read. Split the file.`;
      if (!this.#reading.hasFaults) this.#reading.faultAt(node, detail);
      return [];
    }
    return items.map((item, at) => {
      const inner = { number: `${number === "" ? "" : `${number}.`}${at + 1}`, depth: depth + 1, options };
      return this.#route(this.#entries(item, node?.range?.[0] ?? 0), inner, this.#reading.lineOf(item));
    });
  }

  #entries(node: Node | null, around: number): Entries {
    const map: YAMLMap | null = this.#reading.map(
      node,
      around,
      "expected a route: receiver, matchers, routes and so on.",
    );
    return new Map(this.#reading.entries(map, ROUTE_KEYS));
  }

  #options(entries: Entries, above: RouteOptions): RouteOptions {
    const receiver = this.#text(entries.get("receiver")) ?? "";
    if (receiver !== "") this.references.receivers.push([receiver, entries.get("receiver") ?? null]);
    return {
      receiver: receiver === "" ? above.receiver : receiver,
      groupBy: this.#groupBy(entries.get("group_by")) ?? above.groupBy,
      waitMs: this.#duration(entries, "group_wait") ?? above.waitMs,
      updateMs: this.#duration(entries, "group_interval") ?? above.updateMs,
      repeatMs: this.#duration(entries, "repeat_interval") ?? above.repeatMs,
    };
  }

  /** An empty list says nothing, as in Alertmanager: the labels are those of the route above. */
  #groupBy(node: Node | null | undefined): RouteOptions["groupBy"] | undefined {
    const items = this.#reading.items(node ?? null, "expected a list of labels, such as [alertname, cluster].");
    const labels = items.flatMap((item) => this.#reading.scalar(item) ?? []);
    const strange = labels.findIndex((label, at) => label === "" || labels.indexOf(label) !== at);
    if (strange !== -1) {
      const detail = `"${labels[strange] ?? ""}" is no label, or stands twice in group_by. Remove it.`;
      this.#reading.faultAt(items[strange], detail);
    }
    if (labels.length === 0) return undefined;
    if (!labels.includes("...")) return labels;
    if (labels.length > 1) {
      this.#reading.faultAt(node, '"..." means all labels. Remove the others from group_by, or the dots.');
    }
    return "all";
  }

  #duration(entries: Entries, key: Key): number | undefined {
    const node = entries.get(key);
    if (this.#reading.isEmpty(node)) return undefined;
    const ms = this.#reading.parsed(node, parseShortDuration);
    if (ms === 0 && key !== "group_wait") {
      this.#reading.faultAt(node, `${key} is zero, so that notices would never stop. Write 5m, for example.`);
    }
    return ms;
  }

  #times(node: Node | null | undefined): string[] {
    const items = this.#reading.items(node ?? null, "expected a list of names of time intervals.");
    return items.flatMap((item) => {
      const name = this.#reading.scalar(item);
      if (name !== undefined) this.references.times.push([name, item]);
      return name ?? [];
    });
  }

  #text(node: Node | null | undefined): string | undefined {
    return this.#reading.isEmpty(node) ? undefined : this.#reading.scalar(node);
  }

  /** As YAML 1.1 has it, which Alertmanager reads. */
  #flag(node: Node | null | undefined): boolean {
    const text = this.#text(node)?.toLowerCase() ?? "false";
    if (["true", "yes", "on", "y"].includes(text)) return true;
    if (!["false", "no", "off", "n"].includes(text)) {
      this.#reading.faultAt(node, `"${text}" is neither true nor false.`);
    }
    return false;
  }

  /** The top route takes every alert, always. */
  #refuseOnRoot(entries: Entries): void {
    for (const key of ["match", "match_re", "matchers", "mute_time_intervals", "active_time_intervals"] as const) {
      const node = this.#reading.resolved(entries.get(key));
      if (this.#reading.isEmpty(node) || (node as Partial<YAMLMap>).items?.length === 0) continue;
      this.#reading.faultAt(
        node,
        `the top route takes every alert, always: it has no ${key}. Move them to a route in routes.`,
      );
    }
    const node = entries.get("continue");
    if (this.#flag(node)) this.#reading.faultAt(node, "nothing comes after the top route. Remove continue.");
  }
}
