import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { Refusal } from "#kernel";
import type { Answer, Call, RunAction } from "./call.ts";
import { inputOf } from "./input-of.ts";
import { entityTag, preconditionOf, tagsOf } from "./precondition.ts";
import { type Route, type RoutedAction, TEXT_TYPES } from "./route.ts";
import { credentialsOf } from "./credentials-of.ts";
import { sessionCookie, signInCookie } from "./session-cookie.ts";

/** How actions are run, and how cookies are set. */
interface Running<Action> {
  readonly run: RunAction<Action>;
  readonly secure: boolean;
}

/** Puts one route on its URL: the request becomes a call, what the action gives becomes the answer. */
export function registerRoute<Action extends RoutedAction>(
  app: FastifyInstance,
  route: Route<Action>,
  { run, secure }: Running<Action>,
): void {
  const [session, signIn] = [sessionCookie(secure), signInCookie(secure)];
  app.route({
    method: route.method,
    url: `/api/v1${route.url}`,
    ...(route.bodyLimit === undefined ? {} : { bodyLimit: route.bodyLimit }),
    config: { keepsJson: route.takesJson === true },
    handler: async (request, reply) => {
      refuseForeign(request);
      const answer: Answer = {};
      const call: Call = {
        credentials: credentialsOf(request, secure),
        input: () => inputOf(route, request),
        precondition: preconditionOf(request.headers["if-match"], request.headers["if-none-match"]),
        address: request.ip,
        requestId: request.id,
        answer,
      };
      const output = await run(route.action, call).finally(() => signIn.set(reply, answer.signIn));
      session.set(reply, answer.session);
      return send(route, output, { request, reply });
    },
  });
}

function send(
  route: Route,
  output: unknown,
  { request, reply }: { request: FastifyRequest; reply: FastifyReply },
): FastifyReply {
  // Answers depend on who asks, and may tell of clients: no cache on the way keeps them.
  reply.header("cache-control", "private, no-cache");
  if (output === undefined) return reply.code(204).send();
  const { revision, text } = output as { revision?: unknown; text?: unknown };
  if (typeof revision === "number") {
    reply.header("etag", entityTag(revision));
    const known = route.saysMore === true ? undefined : request.headers["if-none-match"];
    if (route.method === "GET" && known !== undefined && tagsOf(known).includes(entityTag(revision))) {
      return reply.code(304).send();
    }
  }
  if (route.text !== undefined && route.method === "GET") {
    return reply.type(`${TEXT_TYPES[route.text]}; charset=utf-8`).send(text);
  }
  return reply
    .code(route.status ?? 200)
    .type("application/json; charset=utf-8")
    .send(JSON.stringify(output));
}

/** A browser says where a request comes from: nothing that changes is done for a page of another site. */
function refuseForeign(request: FastifyRequest): void {
  if (request.method === "GET" || request.headers["sec-fetch-site"] !== "cross-site") return;
  throw new Refusal(
    "forbidden",
    "request.cross-site",
    "A page of another site sent this, so nothing was done. Open Plimsoll itself and repeat it there.",
  );
}
