import { readRoutingFile } from "../../grammar/read-routing-file.ts";
import type { RoutingFile } from "../../grammar/routing-file.ts";

/** The escalation policy that is always there: everybody who may respond. */
export const BUILT_IN_POLICY = "everybody";

/** Where alerts go while nobody said: to everybody who may respond, by API and objective. */
export const BUILT_IN_ROUTING = `routing:\n  default: { escalate: ${BUILT_IN_POLICY} }\n`;

/** What faults of a routing call the text. */
export const ROUTING_NAME = "routing";

/** Reads the text of a routing once, as long as it is the same. */
export class RoutingMemo {
  #last: { readonly text: string; readonly file: RoutingFile } | undefined;

  /** What a text says; "" is the built-in routing. Refuses with all faults. */
  of(text: string): RoutingFile {
    if (this.#last?.text === text) return this.#last.file;
    const file = readRoutingFile(text === "" ? BUILT_IN_ROUTING : text, ROUTING_NAME);
    this.#last = { text, file };
    return file;
  }
}
