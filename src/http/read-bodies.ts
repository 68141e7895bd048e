import type { FastifyInstance } from "fastify";

const YAML_TYPES = ["text/yaml", "application/yaml", "application/x-yaml"];

/**
 * JSON, and texts that are kept as they are. A form of a foreign page cannot send either without asking first. JSON with
 * `__proto__` or `constructor.prototype` is refused.
 */
export function readBodies(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser("application/json", { parseAs: "string" }, app.getDefaultJsonParser("error", "error"));
  app.addContentTypeParser(YAML_TYPES, { parseAs: "string" }, (_request, body, done) => {
    done(null, body);
  });
}
