/** `:id`, `:id(…)`, `:id{[0-9]+}`, `:id?`: how Express, Fastify and Hono write a part of a path that varies. */
const PARAMETER = /(?<![\w{]):([A-Za-z_]\w*)(?:\([^)]*\)|\{[^}]*\})?[?*+]?/g;
const REMEMBERED_MAX = 2_000;
const METHODS_MAX = 50;

/** Operations as Plimsoll names them: `GET`, `/orders/:id` → `GET /orders/{id}`. */
export class RouteOperations {
  /** By route, then by method: both are texts that the framework keeps, and making one of them costs more than looking twice. */
  readonly #remembered = new Map<string, Map<string, string>>();

  of(method: string, route: string): string {
    const ofRoute = this.#remembered.get(route) ?? this.#remember(route);
    const known = ofRoute.get(method);
    if (known !== undefined) return known;
    const operation = `${method} ${route}`.replaceAll(PARAMETER, "{$1}");
    if (ofRoute.size >= METHODS_MAX) ofRoute.clear();
    ofRoute.set(method, operation);
    return operation;
  }

  #remember(route: string): Map<string, string> {
    const none = new Map<string, string>();
    if (this.#remembered.size >= REMEMBERED_MAX) this.#remembered.clear();
    this.#remembered.set(route, none);
    return none;
  }
}
