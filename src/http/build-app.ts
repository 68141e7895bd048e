import { fastifyCookie } from "@fastify/cookie";
import { fastifyHelmet } from "@fastify/helmet";
import { fastify, type FastifyInstance, type FastifyReply } from "fastify";
import { Refusal } from "#kernel";
import type { RunAction } from "./call.ts";
import { openApiOf } from "./openapi.ts";
import { type Problem, problemOf } from "./problem.ts";
import { readBodies } from "./read-bodies.ts";
import { registerRoute } from "./register-route.ts";
import type { Route, RoutedAction } from "./route.ts";

/** What the management listener is made of. */
export interface AppOptions<Action extends RoutedAction> {
  readonly routes: readonly Route<Action>[];
  readonly run: RunAction<Action>;
  /** Whether browsers reach us by https: then cookies are for https only, and browsers are told to stay with it. */
  readonly secure: boolean;
  /** Proxies whose X-Forwarded-For is believed: addresses or networks. */
  readonly trustedProxies: readonly string[];
  readonly version: string;
  /** OpenAPI operations, by path, of what answers GET in ways of its own. */
  readonly otherOperations?: Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, unknown>>>>>>;
  readonly nextRequestId: () => string;
  /** Told of each bug, with the id that the sender was given. */
  readonly onBug: (error: unknown, requestId: string) => void;
}

/** Of a body of JSON, in bytes. */
const BODY_MAX = 64 * 1_024;
const PARAM_MAX = 256;
const REQUEST_MS = 30_000;

/** Actions are checked by their own schemas; what Fastify would compile its own with is then not even loaded. */
const NO_SCHEMAS = { buildValidator: refuseSchema, buildSerializer: refuseSchema };

/**
 * The application without a listener. More routes (pages, streams, metrics) can be added before it is ready;
 * what they throw becomes a problem too.
 */
export async function buildApp<Action extends RoutedAction>(options: AppOptions<Action>): Promise<FastifyInstance> {
  const app = fastify({
    logger: false,
    bodyLimit: BODY_MAX,
    requestTimeout: REQUEST_MS,
    routerOptions: { maxParamLength: PARAM_MAX },
    genReqId: options.nextRequestId,
    trustProxy: options.trustedProxies.length > 0 ? [...options.trustedProxies] : false,
    return503OnClosing: true,
    schemaController: { compilersFactory: NO_SCHEMAS },
    frameworkErrors: (error, request, reply) => void sendProblem(reply, problemOf(error, request.id)),
  });
  app.setErrorHandler((error, request, reply) => {
    const problem = problemOf(error, request.id);
    if (problem.status >= 500 && !(error instanceof Refusal)) options.onBug(error, request.id);
    return sendProblem(reply, problem);
  });
  app.setNotFoundHandler((request, reply) => sendProblem(reply, problemOf(noSuchPlace(), request.id)));
  await app.register(fastifyCookie);
  await app.register(fastifyHelmet, headersFor(options.secure));
  readBodies(app);
  for (const each of options.routes) registerRoute(app, each, options);
  // Written when it is first asked for.
  let document: string | undefined;
  app.get("/api/openapi.json", (_request, reply) => {
    document ??= JSON.stringify(openApiOf(options.routes, options.version, options.otherOperations));
    return reply.type("application/json; charset=utf-8").send(document);
  });
  return app;
}

function sendProblem(reply: FastifyReply, problem: Problem): FastifyReply {
  const retryAfter = problem["retryAfterSeconds"];
  if (typeof retryAfter === "number") reply.header("retry-after", String(Math.ceil(retryAfter)));
  if (problem.status === 401) reply.header("www-authenticate", 'Bearer realm="plimsoll"');
  return reply.code(problem.status).type("application/problem+json").send(JSON.stringify(problem));
}

function noSuchPlace(): Refusal {
  return new Refusal(
    "not-found",
    "request.no-such-place",
    "There is nothing at this address, or not with this method. /api/openapi.json lists what there is.",
  );
}

/** The console is our own files only: no script, style, font, image or connection from elsewhere, and in nobody's frame. */
function headersFor(secure: boolean) {
  return {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        "default-src": ["'self'"],
        "base-uri": ["'none'"],
        "object-src": ["'none'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
        "img-src": ["'self'", "data:"],
      },
    },
    referrerPolicy: { policy: "same-origin" },
    // Told only where it is true: a name that is remembered as https cannot be reached by http any more.
    strictTransportSecurity: secure ? { maxAge: 31_536_000 } : false,
  } as const;
}

function refuseSchema(): never {
  throw new Error("A route has a schema of Fastify. Write an action, whose schemas are checked by its runner.");
}
