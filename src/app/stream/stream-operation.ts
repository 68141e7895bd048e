import { TOPICS } from "./event-stream.ts";

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
      description: `Which changes to be told of, separated by commas; all when absent: ${TOPICS.join(", ")}.`,
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
