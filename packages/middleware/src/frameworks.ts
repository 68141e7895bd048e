import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from "node:http";

/** What is read of a request of Express, beside what node knows. */
export interface ExpressRequest extends IncomingMessage {
  readonly baseUrl?: string;
  readonly originalUrl?: string;
  readonly route?: { readonly path?: unknown };
}

/** What is read of a request of Fastify. */
export interface FastifyRequest {
  readonly raw: IncomingMessage;
  readonly routeOptions?: { readonly url?: string | undefined };
}

/** What is asked of an app of Fastify. */
export interface FastifyHost {
  addHook(
    name: "onRequest",
    hook: (request: FastifyRequest, reply: { readonly raw: ServerResponse }, done: () => void) => void,
  ): unknown;
}

/** What is read of a context of Hono. */
export interface HonoContext {
  readonly req: {
    readonly method: string;
    readonly url: string;
    readonly routePath?: string;
    header(): Readonly<Record<string, string>>;
  };
  readonly res: { readonly status: number; readonly headers: { get(name: string): string | null } };
  /** With @hono/node-server: what node knows of the request. */
  readonly env: unknown;
}

/**
 * The route of Express: that of the router it is mounted in before its own. A mount that varies ("/shops/:shop") is told
 * by Express as it was asked, with the shop's number in it, so where one has a digit the path says what it is of.
 */
export function expressRoute({ baseUrl = "", route }: ExpressRequest): string | undefined {
  const path = route?.path;
  if (typeof path !== "string") return undefined;
  if (baseUrl === "") return path;
  return /\d/.test(baseUrl) ? undefined : `${baseUrl}${path}`;
}

/** The request and the answer of node that Hono runs on; undefined where it runs on something else. */
export function honoOnNode({ env }: HonoContext): HonoOnNode | undefined {
  const { incoming, outgoing } = (env ?? {}) as { incoming?: IncomingMessage; outgoing?: ServerResponse };
  const isNode = typeof incoming?.headers === "object" && typeof outgoing?.getHeader === "function";
  return isNode ? { request: incoming, response: outgoing } : undefined;
}

/** What @hono/node-server puts into `env`. */
export interface HonoOnNode {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
}

/** The headers that a record needs, where node does not have them. */
export function honoHeaders({ req }: HonoContext): IncomingHttpHeaders {
  const headers = req.header();
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}

/** The route that answered; a pattern for everything is none. */
export function honoRoute({ req }: HonoContext): string | undefined {
  const route = req.routePath;
  return route === undefined || route.includes("*") ? undefined : route;
}
