import type { ServerResponse } from "node:http";
import { type Caller, reachOf } from "#identity";
import { every, Refusal, SECOND_MS } from "#kernel";
import { type Topic, TOPIC_NAMES, TOPICS } from "./topics.ts";

const STREAMS_MAX = 1_000;
/** A topic is told at most once in this time: pages fetch again what they show. */
const TELL_EVERY_MS = SECOND_MS;
/** A comment is sent this often, so that proxies keep the connection and a dead one is noticed. */
const KEEP_ALIVE_MS = 15 * SECOND_MS;
/** Whose traffic it is nobody looks up in time: whoever sees the own only is told of it this often, whether there was any or not. */
const BEAT_MS = 10 * SECOND_MS;

/** Whose thing changed: that of organisations; everybody's to see; or nobody's but the provider's. */
export type Whose = { readonly organisations: readonly string[] } | "everybody" | "provider";

interface Listener {
  readonly response: ServerResponse;
  /** The topics that it is told of, and whether of all or of the own only. */
  readonly topics: ReadonlyMap<Topic, "all" | "own">;
  readonly organisations: readonly string[];
  /** How often it was told of each topic. Of all changes it would tell how much others do. */
  readonly told: Map<Topic, number>;
}

/** What changed of a topic since it was told last. */
interface Due {
  everybody: boolean;
  readonly organisations: Set<string>;
}

/**
 * Server-sent events that say what changed and never how: `{topic, revision}`, at most one a second for each topic. A
 * page that has missed some (it reconnects) fetches everything again. Each is told of what it may read; whoever may read
 * the own only hears nothing of others, not even that they did something.
 */
export class EventStream {
  readonly #listeners = new Set<Listener>();
  readonly #revisions = new Map<Topic, number>();
  readonly #due = new Map<Topic, Due>();
  readonly #cancel: () => void;
  readonly #inside: ((topic: Topic) => void)[] = [];
  #sinceKeepAliveMs = 0;
  #sinceBeatMs = 0;

  constructor() {
    this.#cancel = every(TELL_EVERY_MS, () => this.#tell());
  }

  /** Something of this topic is different now. */
  changed(topic: Topic, whose: Whose = "provider"): void {
    this.#revisions.set(topic, (this.#revisions.get(topic) ?? 0) + 1);
    for (const told of this.#inside) told(topic);
    let due = this.#due.get(topic);
    if (due === undefined) this.#due.set(topic, (due = { everybody: false, organisations: new Set() }));
    if (whose === "everybody") due.everybody = true;
    else if (whose !== "provider") for (const one of whose.organisations) due.organisations.add(one);
  }

  /** Tells a part of the server of each change, at once and for as long as it runs. */
  onChanged(told: (topic: Topic) => void): void {
    this.#inside.push(told);
  }

  /**
   * Keeps a response open and tells it of these topics (all when none is named) as far as the caller may read them.
   * Refuses unknown topics, and too many listeners; `respond` is called when it does not.
   */
  open({ grants }: Pick<Caller, "grants">, asked: string | null, respond: () => ServerResponse): void {
    const topics = new Map(
      namedTopics(asked).flatMap((topic) => {
        const reach = reachOf(grants, TOPICS[topic]);
        return reach === undefined ? [] : [[topic, reach] as const];
      }),
    );
    if (this.#listeners.size >= STREAMS_MAX) {
      throw new Refusal(
        "unavailable",
        "stream.full",
        `There are ${STREAMS_MAX} open streams already. Close a tab, or try again later.`,
      );
    }
    const response = respond();
    const listener = { response, topics, organisations: grants.organisations, told: new Map<Topic, number>() };
    this.#listeners.add(listener);
    response.on("close", () => this.#listeners.delete(listener));
    response.writeHead(200, {
      "content-type": "text/event-stream",
      "cache-control": "no-store",
      "x-accel-buffering": "no",
    });
    response.write(": Each event says that a topic changed; fetch again what you show.\n\n");
  }

  /** Ends all streams: who comes back is asked again who it is and what it may. To be called when that changed. */
  admitAnew(): void {
    for (const { response } of this.#listeners) response.end();
    this.#listeners.clear();
  }

  get openStreams(): number {
    return this.#listeners.size;
  }

  close(): void {
    this.#cancel();
    this.admitAnew();
  }

  #tell(): void {
    this.#sinceKeepAliveMs += TELL_EVERY_MS;
    const keepAlive = this.#sinceKeepAliveMs >= KEEP_ALIVE_MS;
    if (keepAlive) this.#sinceKeepAliveMs = 0;
    for (const [topic, due] of this.#due) this.#send(topic, due);
    this.#due.clear();
    this.#beat();
    if (keepAlive) for (const { response } of this.#listeners) response.write(": \n\n");
  }

  #beat(): void {
    this.#sinceBeatMs += TELL_EVERY_MS;
    if (this.#sinceBeatMs < BEAT_MS) return;
    this.#sinceBeatMs = 0;
    for (const listener of this.#listeners) if (listener.topics.get("traffic") === "own") tellOwn(listener, "traffic");
  }

  #send(topic: Topic, due: Due): void {
    for (const listener of this.#listeners) {
      const reach = listener.topics.get(topic);
      if (reach === "all") tell(listener, topic, this.#revisions.get(topic) ?? 0);
      else if (reach === "own" && concerns(due, listener)) tellOwn(listener, topic);
    }
  }
}

function concerns({ everybody, organisations }: Due, listener: Listener): boolean {
  return everybody || listener.organisations.some((one) => organisations.has(one));
}

function tellOwn(listener: Listener, topic: Topic): void {
  const revision = (listener.told.get(topic) ?? 0) + 1;
  listener.told.set(topic, revision);
  tell(listener, topic, revision);
}

function tell({ response }: Listener, topic: Topic, revision: number): void {
  // Who does not read is let go: it will come back and fetch everything.
  if (response.writableNeedDrain) response.destroy();
  else response.write(`data: ${JSON.stringify({ topic, revision })}\n\n`);
}

function namedTopics(asked: string | null): readonly Topic[] {
  if (asked === null || asked === "") return TOPIC_NAMES;
  const names = [...new Set(asked.split(","))];
  const stranger = names.find((name) => !(TOPIC_NAMES as readonly string[]).includes(name));
  if (stranger === undefined) return names as Topic[];
  throw new Refusal(
    "invalid",
    "stream.unknown-topic",
    `There is no topic ${JSON.stringify(stranger)}. Topics are ${TOPIC_NAMES.join(", ")}.`,
  );
}
