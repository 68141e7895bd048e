import { existsSync } from "node:fs";
import { join } from "node:path";
import { fastifyStatic } from "@fastify/static";
import type { FastifyInstance } from "fastify";

const NOT_BUILT = `The console is not built here. In a checkout, npm start builds it; the API is at /api/v1, described by /api/openapi.json.\n`;
/** Files with a hash in their name never change. */
const ASSETS_MAX_AGE_SECONDS = 31_536_000;
/** Files beside `index.html`; no page of the console has such an address. */
const ROOT_FILE = /^[\w-]+\.(?:js|svg|png|ico|txt|webmanifest)$/;

/**
 * The console: its files, and its page for every address that is a page of it. Files are looked for when they are asked
 * for: a build that replaces them while the server runs is served from then on.
 */
export async function pages(app: FastifyInstance, folder: string | undefined): Promise<void> {
  if (folder === undefined || !existsSync(join(folder, "index.html"))) {
    app.get("/*", (_request, reply) => reply.code(503).type("text/plain; charset=utf-8").send(NOT_BUILT));
    return;
  }
  await app.register(fastifyStatic, {
    root: folder,
    serve: false,
    cacheControl: false,
    setHeaders: (response, path) => {
      const isHashed = path.includes("/assets/");
      response.header("cache-control", isHashed ? `public, max-age=${ASSETS_MAX_AGE_SECONDS}, immutable` : "no-cache");
    },
  });
  // The console's router knows which addresses there are; programs that ask for something else are told so.
  app.get<{ Params: { "*": string } }>("/*", (request, reply) => {
    const path = request.params["*"];
    if (path.startsWith("assets/") || ROOT_FILE.test(path)) return reply.sendFile(path);
    const isBrowser = request.headers.accept?.includes("text/html") === true && !request.url.startsWith("/api/");
    return isBrowser ? reply.sendFile("index.html") : reply.callNotFound();
  });
}
