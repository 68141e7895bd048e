import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { serve } from "@hono/node-server";
import express from "express";
import fastify from "fastify";
import { Hono } from "hono";
import type { Plimsoll } from "../../../packages/middleware/src/index.ts";

/** A small API in one of the frameworks, with the middleware in front: it answers the status that a request asks for. */
export interface Host {
  readonly url: string;
  readonly close: () => Promise<void>;
}

/** The status that `x-status` asks for; 200 when it asks for none. */
function statusOf(header: string | string[] | undefined): number {
  return Number(header ?? 200);
}

/** Each framework with the routes /orders, /orders/:id and /orders/:id/items; node:http has none. */
export const HOSTS: Readonly<Record<string, (plimsoll: Plimsoll) => Promise<Host>>> = {
  node: async (plimsoll) =>
    listening(
      createServer(
        plimsoll.node((request, response) => {
          response.writeHead(statusOf(request.headers["x-status"])).end("answered");
        }),
      ),
    ),
  express: async (plimsoll) => {
    const app = express();
    app.use(plimsoll.express());
    for (const route of ["/orders", "/orders/:id", "/orders/:id/items"]) {
      app.get(
        route,
        (request, response) => void response.status(statusOf(request.headers["x-status"])).send("answered"),
      );
    }
    return listening(createServer(app));
  },
  fastify: async (plimsoll) => {
    const app = fastify();
    await app.register(plimsoll.fastify());
    for (const route of ["/orders", "/orders/:id", "/orders/:id/items"]) {
      app.get(route, (request, reply) => reply.status(statusOf(request.headers["x-status"])).send("answered"));
    }
    await app.listen({ port: 0, host: "127.0.0.1" });
    return { url: `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`, close: () => app.close() };
  },
  hono: async (plimsoll) => {
    const app = new Hono();
    app.use(plimsoll.hono());
    for (const route of ["/orders", "/orders/:id", "/orders/:id/items"]) {
      app.get(route, (context) => context.text("answered", statusOf(context.req.header("x-status")) as 200));
    }
    const server = serve({ fetch: app.fetch, port: 0, hostname: "127.0.0.1" });
    return listening(server as Server);
  },
};

async function listening(server: Server): Promise<Host> {
  if (!server.listening) {
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
  }
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const close = async (): Promise<void> => {
    server.close();
    server.closeIdleConnections();
    if (server.listening) await once(server, "close");
  };
  return { url, close };
}
