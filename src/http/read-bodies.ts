import type { FastifyInstance } from "fastify";

declare module "fastify" {
  interface FastifyContextConfig {
    /** JSON is kept as the text that it is. */
    keepsJson?: boolean;
  }
}

const YAML_TYPES = ["text/yaml", "application/yaml", "application/x-yaml"];

/**
 * JSON, and texts that are kept as they are. A form of a foreign page cannot send either without asking first. JSON with
 * `__proto__` or `constructor.prototype` is refused.
 */
export function readBodies(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  const parsed = app.getDefaultJsonParser("error", "error");
  app.addContentTypeParser<string>("application/json", { parseAs: "string" }, (request, body, done) => {
    if (request.routeOptions.config.keepsJson === true) done(null, body);
    else return parsed(request, body, done);
  });
  app.addContentTypeParser(YAML_TYPES, { parseAs: "string" }, (_request, body, done) => {
    done(null, body);
  });
}
