/** `:id`, `:id(...)`, `:id{[0-9]+}`, `:id?`: how Express, Fastify, Hono and many more write a part of a path that varies. */
const PARAMETER = /(?<![\w{]):([A-Za-z_]\w*)(?:\([^)]*\)|\{[^}]*\})?[?*+]?/g;

/**
 * The operation of a method and the route that a framework matched, as OpenAPI writes it: `GET`, `/orders/:id` →
 * `GET /orders/{id}`. Other ways to write a parameter stay as they are.
 */
export function routeOperation(method: string, route: string): string {
  const template = route.replaceAll(PARAMETER, "{$1}");
  return `${method} ${template.startsWith("/") ? "" : "/"}${template}`;
}
