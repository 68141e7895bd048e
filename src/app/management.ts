import type { FastifyInstance } from "fastify";
import { apisRoutes, OpenApiThreads } from "#apis";
import { allKinds, configurationRoutes } from "#configuration";
import { buildApp, credentialsOf } from "#http";
import { plansRoutes } from "#plans";
import type { Handler } from "./listen.ts";
import { defaultObjectives } from "./live/default-objectives.ts";
import { faultsOf } from "./live/objectives-of.ts";
import { ownRoutes } from "./routes/own-routes.ts";
import { pages } from "./routes/pages.ts";
import { testClockRoute } from "./routes/test-clock.ts";
import { tellingRun } from "./stream/telling-run.ts";
import { SIGNALS_OPERATION } from "./signals/signals-operation.ts";
import { STREAM_OPERATION } from "./stream/stream-operation.ts";
import type { ServerParts } from "./server-parts.ts";

/** The management API, its event stream, and the console's files. */
export class Management {
  readonly handler: Handler;
  readonly #app: FastifyInstance;

  private constructor(app: FastifyInstance) {
    this.#app = app;
    this.handler = (request, response) => app.routing(request, response);
  }

  static async open(parts: ServerParts): Promise<Management> {
    const { identity, notifications, clients, alerting, probes, changes, settings, version, log, stream, access } =
      parts;
    let requests = 0;
    const ofApis = {
      onChanged: changes.follow.bind(changes),
      firstObjectives: defaultObjectives,
      openApi: new OpenApiThreads(),
    };
    const apis = apisRoutes({ checkObjectives: faultsOf, ...ofApis });
    const configuration = configurationRoutes(
      allKinds({
        apis: ofApis,
        clients,
        invitations: identity.invitations,
        probes: probes.ofTexts,
        channels: notifications.ofTexts,
        alerting,
      }),
    );
    const secure = settings.publicUrl?.startsWith("https:") === true;
    const app = await buildApp({
      routes: [
        ...identity.routes,
        ...apis,
        ...clients.routes,
        ...plansRoutes,
        ...notifications.routes,
        ...alerting.routes,
        ...probes.routes,
        ...parts.schedules.routes,
        ...parts.escalation.routes,
        ...configuration,
        ...ownRoutes(parts),
      ],
      run: tellingRun(identity.run, { stream, read: parts.state.read, settled: () => access.settled() }),
      secure,
      trustedProxies: [],
      version,
      otherOperations: {
        "/stream": { get: STREAM_OPERATION },
        "/signals/{source}": { post: SIGNALS_OPERATION },
      },
      nextRequestId: () => `req-${(++requests).toString(36)}`,
      onBug: (error, requestId) => log.error({ err: error, requestId }, "a request failed on our side"),
    });
    app.get("/api/v1/stream", async (request, reply) => {
      const caller = await identity.admission.admit(credentialsOf(request, secure), { may: "signed-in", kind: "read" });
      const topics = new URL(request.raw.url ?? "", "http://localhost").searchParams.get("topics");
      stream.open(caller, topics, () => reply.hijack().raw);
    });
    testClockRoute(app, parts);
    await pages(app, parts.console);
    await app.ready();
    return new Management(app);
  }

  async close(): Promise<void> {
    await this.#app.close();
  }
}
