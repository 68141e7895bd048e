/** `:id`, `:id(…)`, `:id{[0-9]+}`, `:id?`: how Express, Fastify and Hono write a part of a path that varies. */
const PARAMETER = /(?<![\w{]):([A-Za-z_]\w*)(?:\([^)]*\)|\{[^}]*\})?[?*+]?/g;
const REMEMBERED_MAX = 2_000;

/** Operations as Plimsoll names them: `GET`, `/orders/:id` → `GET /orders/{id}`. */
export class RouteOperations {
  readonly #remembered = new Map<string, string>();

  of(method: string, route: string): string {
    const asked = `${method} ${route}`;
    const known = this.#remembered.get(asked);
    if (known !== undefined) return known;
    const operation = asked.replaceAll(PARAMETER, "{$1}");
    if (this.#remembered.size >= REMEMBERED_MAX) this.#remembered.clear();
    this.#remembered.set(asked, operation);
    return operation;
  }
}
