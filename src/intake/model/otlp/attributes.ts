/**
 * The attributes that are read of spans, log records and their resources; the others are not looked at. Names of the
 * semantic conventions for HTTP, today's before those that they replaced, and our own. The index is an attribute's code:
 * a bit in an int32.
 */
export const ATTRIBUTES = [
  "plimsoll.api",
  "plimsoll.client",
  "plimsoll.version",
  "plimsoll.plan",
  "http.request.method",
  "http.method",
  "http.route",
  "url.path",
  "http.target",
  "http.response.status_code",
  "http.status_code",
  "error.type",
  "service.name",
  "service.version",
  "deployment.environment.name",
  "deployment.environment",
  "cloud.region",
  "enduser.id",
  "http.request.header.x-api-key",
  "user_agent.original",
  "http.user_agent",
  "client.address",
  "http.client_ip",
  "server.address",
  "http.host",
  "net.host.name",
  "server.port",
  "net.host.port",
  "http.response.body.size",
  "http.response_content_length",
  "http.server.request.duration",
] as const;
export type AttributeName = (typeof ATTRIBUTES)[number];

/** Text, a number, or "not UTF-8" where text was expected. Values of other kinds are as if they were not there. */
export type AttributeValue = string | number | typeof NOT_UTF8;

/** In the place of a text whose bytes are no UTF-8. */
export const NOT_UTF8: unique symbol = Symbol("not UTF-8");

/** What was said of a span, a log record or a resource, by name; only what is read of it. */
export type Attributes = ReadonlyMap<string, AttributeValue>;

/** Whether an attribute is read. */
export function isRead(name: string): boolean {
  return NAMES.has(name);
}

const NAMES: ReadonlySet<string> = new Set(ATTRIBUTES);
