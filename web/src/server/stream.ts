import type { QueryClient } from "@tanstack/react-query";
import { addressOf } from "./request.ts";

const TOPICS = [
  "traffic",
  "objectives",
  "alerts",
  "probes",
  "oncall",
  "apis",
  "plans",
  "clients",
  "people",
  "settings",
];

/** Whether news arrive: `open`, or `broken` while the connection is being made again. */
export type StreamState = "open" | "broken";

/**
 * Follows the server's news: each tells a topic whose answers are stale, so that what is seen is asked again. After a
 * gap everything is. Returns what ends it.
 */
export function followStream(client: QueryClient, onState: (state: StreamState) => void): () => void {
  const source = new EventSource(addressOf(`/stream?topics=${TOPICS.join(",")}`));
  let missed = false;
  source.addEventListener("open", () => {
    onState("open");
    if (missed) void client.invalidateQueries();
    missed = false;
  });
  source.addEventListener("error", () => {
    missed = true;
    onState("broken");
  });
  const onNews = (event: MessageEvent<string>): void => {
    const { topic } = JSON.parse(event.data) as { topic: string };
    void client.invalidateQueries({ queryKey: [topic] });
    if (topic === "traffic") void client.invalidateQueries({ queryKey: ["server"] });
  };
  source.addEventListener("message", onNews);
  for (const topic of TOPICS) source.addEventListener(topic, onNews);
  return () => source.close();
}
