import type { IncomingMessage, ServerResponse } from "node:http";
import { every, Refusal, SECOND_MS } from "#kernel";

/** What a page can be told of. */
export const TOPICS = ["traffic", "objectives", "alerts", "apis", "clients", "settings"] as const;
export type Topic = (typeof TOPICS)[number];

const STREAMS_MAX = 1_000;
/** A topic is told at most once in this time: pages fetch again what they show. */
const TELL_EVERY_MS = SECOND_MS;
/** A comment is sent this often, so that proxies keep the connection and a dead one is noticed. */
const KEEP_ALIVE_MS = 15 * SECOND_MS;

interface Listener {
  readonly response: ServerResponse;
  readonly topics: ReadonlySet<Topic>;
}

/**
 * Server-sent events that say what changed and never how: `{topic, revision}`, at most one a second for each topic. A
 * page that has missed some (a revision has a gap, or it reconnects) fetches everything again.
 */
export class EventStream {
  readonly #listeners = new Set<Listener>();
  readonly #revisions = new Map<Topic, number>();
  readonly #due = new Set<Topic>();
  readonly #cancel: () => void;
  #sinceKeepAliveMs = 0;

  constructor() {
    this.#cancel = every(TELL_EVERY_MS, () => this.#tell());
  }

  /** Something of this topic is different now. */
  changed(topic: Topic): void {
    this.#revisions.set(topic, (this.#revisions.get(topic) ?? 0) + 1);
    this.#due.add(topic);
  }

  /**
   * Keeps a response open and tells it of its topics (all when none is named). Refuses unknown topics, and too many
   * listeners; `respond` is called when it does not.
   */
  open(request: IncomingMessage, respond: () => ServerResponse): void {
    const topics = topicsOf(new URL(request.url ?? "", "http://localhost").searchParams.get("topics"));
    if (this.#listeners.size >= STREAMS_MAX) {
      throw new Refusal(
        "unavailable",
        "stream.full",
        `There are ${STREAMS_MAX} open streams already. Close a tab, or try again later.`,
      );
    }
    const response = respond();
    const listener = { response, topics };
    this.#listeners.add(listener);
    response.on("close", () => this.#listeners.delete(listener));
    response.writeHead(200, {
      "content-type": "text/event-stream",
      "cache-control": "no-store",
      "x-accel-buffering": "no",
    });
    response.write(": Each event says that a topic changed; fetch again what you show.\n\n");
  }

  get openStreams(): number {
    return this.#listeners.size;
  }

  close(): void {
    this.#cancel();
    for (const { response } of this.#listeners) response.end();
    this.#listeners.clear();
  }

  #tell(): void {
    this.#sinceKeepAliveMs += TELL_EVERY_MS;
    const keepAlive = this.#sinceKeepAliveMs >= KEEP_ALIVE_MS;
    if (keepAlive) this.#sinceKeepAliveMs = 0;
    for (const topic of this.#due) this.#send(topic);
    this.#due.clear();
    if (keepAlive) for (const { response } of this.#listeners) response.write(": \n\n");
  }

  #send(topic: Topic): void {
    const event = `data: ${JSON.stringify({ topic, revision: this.#revisions.get(topic) })}\n\n`;
    for (const { response, topics } of this.#listeners) {
      // Who does not read is let go: it will come back and fetch everything.
      if (response.writableNeedDrain) response.destroy();
      else if (topics.has(topic)) response.write(event);
    }
  }
}

function topicsOf(asked: string | null): ReadonlySet<Topic> {
  if (asked === null || asked === "") return new Set(TOPICS);
  const names = asked.split(",");
  const stranger = names.find((name) => !(TOPICS as readonly string[]).includes(name));
  if (stranger !== undefined) {
    throw new Refusal(
      "invalid",
      "stream.unknown-topic",
      `There is no topic ${JSON.stringify(stranger)}. Topics are ${TOPICS.join(", ")}.`,
    );
  }
  return new Set(names as Topic[]);
}
