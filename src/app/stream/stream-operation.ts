import { TOPIC_NAMES, TOPICS } from "./topics.ts";

const TAKEN = TOPIC_NAMES.map((topic) => `${topic} takes ${TOPICS[topic]}`).join(", ");

/** The event stream in the OpenAPI document: no JSON comes of it, so no route describes it. */
export const STREAM_OPERATION = {
  operationId: "stream.listen",
  "x-permission": "signed-in",
  security: [{ token: [] }, { session: [] }],
  parameters: [
    {
      name: "topics",
      in: "query",
      required: false,
      description: `Which changes to be told of, separated by commas; all when absent: ${TOPIC_NAMES.join(", ")}. What the caller may not read is not told: ${TAKEN}. Who acts for an organisation is told of what belongs to it and of plans that everybody sees; of its traffic every ten seconds, whether there was any or not.`,
      schema: { type: "string" },
    },
  ],
  responses: {
    200: {
      description: "Server-sent events, each {topic, revision}: something of the topic changed",
      content: { "text/event-stream": { schema: { type: "string" } } },
    },
  },
};
