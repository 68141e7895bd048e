import type { Node } from "yaml";
import { closeWord } from "#kernel";
import type { RoutingReading } from "../routing-reading.ts";
import { COUNTERPARTS } from "./counterparts.ts";

/** A receiver: its name, and what it tells by: `slack`, `email`, each as often as it stands there. */
export interface Receiver {
  readonly name: string;
  readonly kinds: readonly string[];
}

const KINDS_SUFFIX = "_configs";

/** The receivers of a file. What is inside of their settings is not looked at. */
export function readReceivers(node: Node | null | undefined, reading: RoutingReading): Receiver[] {
  const names = new Set<string>();
  return reading.items(node ?? null, "expected a list of receivers, each with a name.").flatMap((item) => {
    const receiver = readReceiver(item, reading);
    if (receiver === undefined) return [];
    if (names.has(receiver.name)) {
      reading.faultAt(item, `a second receiver has the name "${receiver.name}". Rename one, or make them one.`);
    }
    names.add(receiver.name);
    return [receiver];
  });
}

function readReceiver(item: Node | null, reading: RoutingReading): Receiver | undefined {
  const map = reading.map(item, 0, "expected a receiver: name, and how it tells.");
  const keys = reading.entries(map).map(([key]) => key);
  const entries = reading.entries(map, ["name", ...KNOWN, ...keys.filter(isNew)]);
  const name = entries.find(([key]) => key === "name")?.[1];
  const text = reading.isEmpty(name) ? "" : reading.scalar(name);
  if (map !== null && text === "") {
    reading.faultAt(reading.resolved(item), "a receiver has no name. Add name: NAME.");
  }
  const kinds = entries.flatMap(([key, value]) => {
    if (key === "name") return [];
    const settings = reading.items(value, "expected a list of settings, each with - before it.");
    return settings.map(() => kindOf(key));
  });
  return text === undefined ? undefined : { name: text, kinds };
}

const KNOWN = [...COUNTERPARTS.keys()].map((kind) => `${kind}${KINDS_SUFFIX}`);

/** A way of telling that is like none that we know may be new in Alertmanager: it is told of, and is no fault. */
function isNew(key: string): boolean {
  return key.endsWith(KINDS_SUFFIX) && closeWord(kindOf(key), [...COUNTERPARTS.keys()]) === undefined;
}

function kindOf(key: string): string {
  return key.slice(0, -KINDS_SUFFIX.length);
}
