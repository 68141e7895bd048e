import { z } from "zod";
import { invariant } from "#kernel";

/** What HTTP has to know of an action; the rest is the business of its runner. */
export interface RoutedAction {
  /** `api.put`: in the audit log, and as the operation's name in the OpenAPI document. */
  readonly name: string;
  /** The permission that it takes. */
  readonly may: string;
  readonly kind: "read" | "change";
  /** Given where what it touches belongs to somebody, so that its owner may with the own. */
  readonly owner?: unknown;
  /** Path parameters, query or body in one strict object: an unknown key is a fault. */
  readonly input: z.ZodObject;
  readonly output: z.ZodType;
}

/** How a route differs from JSON in, JSON out. */
export interface RouteOptions {
  /** The body of a PUT, and the answer of a GET, is the field `text`, sent as it stands. */
  readonly text?: TextKind;
  /** The text may be JSON, which is kept as it stands too. */
  readonly takesJson?: boolean;
  /** 201 where a thing with a name of its own comes to be. */
  readonly status?: 200 | 201;
  /** A POST that changes nothing: what it asks about is too large for an address. */
  readonly asks?: boolean;
  /** The answer says more than what its revision counts, so nobody is told that it has not changed (304). */
  readonly saysMore?: boolean;
  /** Of the body, in bytes. */
  readonly bodyLimit?: number;
}

/** A text that is sent as it stands. */
export type TextKind = "yaml" | "csv" | "ndjson";

/** The media type of each. */
export const TEXT_TYPES: Readonly<Record<TextKind, string>> = {
  yaml: "text/yaml",
  csv: "text/csv",
  ndjson: "application/x-ndjson",
};

/** One URL with what it does. */
export interface Route<Action extends RoutedAction = RoutedAction> extends RouteOptions {
  readonly method: Method;
  /** Below `/api/v1`: `/apis/:api`. */
  readonly url: string;
  readonly action: Action;
}

type Method = "GET" | "POST" | "PUT" | "DELETE";

/** Declares a URL. Its path parameters are fields of the action's input; GET and DELETE take the rest from the query. */
export function route<Action extends RoutedAction>(
  place: `${Method} /${string}`,
  action: Action,
  options: RouteOptions = {},
): Route<Action> {
  const [method = "", url = ""] = place.split(" ");
  const strange = pathFields(url).find((name) => !(name in action.input.shape));
  invariant(strange === undefined, `${place} has :${strange}, which is no field of ${action.name}`);
  invariant(isStrict(action.input), `${action.name} takes unknown fields: use z.strictObject`);
  const reads = method === "GET" || (method === "POST" && options.asks === true);
  invariant(reads === (action.kind === "read"), `${place}: GET reads, and only GET, or a POST that asks`);
  return { method: method as Method, url, action, ...options };
}

/** The names behind the colons of a path. */
export function pathFields(url: string): string[] {
  return [...url.matchAll(/:([a-zA-Z]+)/g)].map(([, name = ""]) => name);
}

function isStrict(input: z.ZodObject): boolean {
  return input.def.catchall instanceof z.ZodNever;
}
