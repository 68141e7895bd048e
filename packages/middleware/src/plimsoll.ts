import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";
import { type Ended, Exchange } from "./exchange.ts";
import {
  type ExpressRequest,
  expressRoute,
  type FastifyHost,
  type FastifyRequest,
  type HonoContext,
  honoHeaders,
  honoOnNode,
  honoRoute,
} from "./frameworks.ts";
import type { PlimsollCounts, PlimsollOptions } from "./options.ts";
import { RecordLines } from "./record-lines.ts";
import { Sender } from "./sender.ts";

const CLOSE_MS = 5_000;

/**
 * Tells a Plimsoll server of each request that this process answers. It never throws into the host, never waits for the
 * server, and never keeps the process alive.
 */
export class Plimsoll {
  readonly #sender: Sender;
  readonly #lines: RecordLines;
  readonly #isPersonal: boolean;
  #faults = 0;

  /** Throws only here, when the options are wrong. */
  constructor(options: PlimsollOptions) {
    const missing = (["url", "token", "api"] as const).find((name) => !options[name]);
    if (missing !== undefined) throw new TypeError(`Plimsoll needs the option ${missing}.`);
    const keyHeader = options.keyHeader?.toLowerCase();
    const settled = keyHeader === undefined ? options : { ...options, keyHeader };
    this.#isPersonal = options.personal === true;
    this.#sender = new Sender(settled);
    this.#lines = new RecordLines(settled, () => this.#faults++);
  }

  /** For node:http: `createServer(plimsoll.node(handler))`. */
  node(handler: RequestListener): RequestListener {
    return (request, response) => {
      this.#watch({ request, response, raw: request, routeOf: noRoute });
      handler(request, response);
    };
  }

  /** For Express 4 and 5: `app.use(plimsoll.express())`, before your routes. */
  express(): (request: ExpressRequest, response: ServerResponse, next: () => void) => void {
    return (request, response, next) => {
      this.#watch({ request, response, raw: request, routeOf: expressRoute });
      next();
    };
  }

  /** For Fastify 4 and 5: `await app.register(plimsoll.fastify())`, before your routes. */
  fastify(): (app: FastifyHost, options: unknown, done: () => void) => void {
    const plugin = (app: FastifyHost, _options: unknown, done: () => void): void => {
      app.addHook("onRequest", (request, reply, next) => {
        this.#watch({ request: request.raw, response: reply.raw, raw: request, routeOf: fastifyRoute });
        next();
      });
      done();
    };
    // Hooks hold for the whole app, not only for what is registered below.
    return Object.assign(plugin, { [Symbol.for("skip-override")]: true });
  }

  /** For Hono: `app.use(plimsoll.hono())`, before your routes. */
  hono(): (context: HonoContext, next: () => Promise<void>) => Promise<void> {
    return (context, next) => {
      const onNode = honoOnNode(context);
      if (onNode === undefined) return this.#await(context, next);
      this.#watch({ ...onNode, raw: context, routeOf: honoRoute });
      return next();
    };
  }

  /** What became of requests until now. */
  counts(): PlimsollCounts {
    return { ...this.#sender.counts(), faults: this.#faults };
  }

  /** Resolves when all that waits was told, or after `withinMs`. */
  async flush(withinMs = CLOSE_MS): Promise<void> {
    await this.#sender.flush(withinMs);
  }

  /** To be called when the host shuts down, after its server has closed. What is not told after `withinMs` is dropped. */
  async close(withinMs = CLOSE_MS): Promise<void> {
    await this.#sender.close(withinMs);
  }

  /** Tells of an exchange when its answer is out, or its client has gone. */
  #watch<Raw>({ request, response, raw, routeOf }: Watched<Raw>): void {
    try {
      // Express changes `url` on its way.
      const { method = "GET", url = "/", headers } = request;
      // Asking the socket costs, and it is told only where that was wanted.
      const ip = this.#isPersonal ? request.socket.remoteAddress : undefined;
      const exchange = new Exchange({ method, url, headers, ip }, raw);
      response.on("close", () => {
        try {
          const status = response.headersSent ? response.statusCode : 0;
          const responseBytes = response.getHeader("content-length");
          this.#tell(exchange, { status, aborted: !response.writableFinished, route: routeOf(raw), responseBytes });
        } catch {
          this.#faults++;
        }
      });
    } catch {
      this.#faults++;
    }
  }

  /** Where Hono does not run on node, nothing tells when the answer is out: it counts as answered when it is made. */
  async #await(context: HonoContext, next: () => Promise<void>): Promise<void> {
    const { method, url } = context.req;
    const path = url.replace(/^[a-z]+:\/\/[^/?#]*/i, "");
    const exchange = new Exchange({ method, url: path, headers: honoHeaders(context), ip: undefined }, context);
    try {
      await next();
    } finally {
      const { status, headers } = context.res;
      const responseBytes = headers.get("content-length");
      this.#tell(exchange, { status, aborted: false, route: honoRoute(context), responseBytes });
    }
  }

  #tell(exchange: Exchange, ended: Ended): void {
    this.#sender.add(this.#lines.lineOf(exchange, ended));
  }
}

interface Watched<Raw> {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  /** The request of the framework. */
  readonly raw: Raw;
  readonly routeOf: (raw: Raw) => string | undefined;
}

function noRoute(): undefined {
  return undefined;
}

function fastifyRoute({ routeOptions }: FastifyRequest): string | undefined {
  return routeOptions?.url;
}
