import { existsSync } from "node:fs";
import { join } from "node:path";
import { fastifyStatic } from "@fastify/static";
import type { FastifyInstance } from "fastify";

const NOT_BUILT = `The console is not built here. In a checkout, npm start builds it; the API is at /api/v1, described by /api/openapi.json.\n`;
/** Files with a hash in their name never change. */
const ASSETS_MAX_AGE_SECONDS = 31_536_000;

/** The console: its files, and its page for every address that is a page of it. */
export async function pages(app: FastifyInstance, folder: string | undefined): Promise<void> {
  if (folder === undefined || !existsSync(join(folder, "index.html"))) {
    app.get("/*", (_request, reply) => reply.code(503).type("text/plain; charset=utf-8").send(NOT_BUILT));
    return;
  }
  await app.register(fastifyStatic, {
    root: folder,
    wildcard: false,
    index: false,
    cacheControl: false,
    setHeaders: (response, path) => {
      const isHashed = path.includes("/assets/");
      response.header("cache-control", isHashed ? `public, max-age=${ASSETS_MAX_AGE_SECONDS}, immutable` : "no-cache");
    },
  });
  // The console's router knows which addresses there are; programs that ask for something else are told so.
  app.get("/*", (request, reply) => {
    const isBrowser = request.headers.accept?.includes("text/html") === true && !request.url.startsWith("/api/");
    return isBrowser ? reply.sendFile("index.html") : reply.callNotFound();
  });
}
