import type { RunningServer } from "./running-server.ts";

/** An operation of the public API, as its own document tells it. */
export interface MatrixOperation {
  readonly name: string;
  readonly method: string;
  /** `/clients/{client}` */
  readonly path: string;
  readonly may: string;
  readonly own: "thing" | "list" | undefined;
  readonly query: readonly string[];
  readonly isText: boolean;
}

/** What one is by: a cookie with its CSRF token, a bearer token, or nothing. */
export interface Credential {
  readonly headers: Readonly<Record<string, string>>;
}

interface Told {
  readonly status: number;
  readonly code: string;
  /** Without what differs from request to request. */
  readonly text: string;
}

interface DocumentOperation {
  readonly operationId: string;
  readonly "x-permission"?: string;
  readonly "x-own"?: "thing" | "list";
  readonly parameters?: readonly { readonly name: string; readonly in: string }[];
  readonly requestBody?: { readonly content: Readonly<Record<string, unknown>> };
}

const ANSWER_MS_MAX = 20_000;
const PASSWORD = "a long enough password";

/** All operations; those without a permission of their own (the event stream) are no actions. */
export async function operationsOf(server: RunningServer): Promise<MatrixOperation[]> {
  const answer = await server.call("/api/openapi.json");
  const { paths } = (await answer.json()) as {
    paths: Readonly<Record<string, Readonly<Record<string, DocumentOperation>>>>;
  };
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).flatMap(([method, operation]): MatrixOperation[] => {
      const may = operation["x-permission"];
      // The stream of events is no action, and never ends; what takes signals answers in the words of each sender.
      if (may === undefined || path === "/stream" || path === "/signals/{source}") return [];
      const query = (operation.parameters ?? []).filter((one) => one.in === "query").map(({ name }) => name);
      const isText = Object.keys(operation.requestBody?.content ?? {}).some((type) => type.startsWith("text/"));
      const { operationId: name, "x-own": own } = operation;
      return [{ name, method: method.toUpperCase(), path, may, own, query, isText }];
    }),
  );
}

/** Does an operation as somebody, with `names` in its path and, where it takes them, its query; its body is empty. */
export async function tried(
  server: RunningServer,
  operation: MatrixOperation,
  { by, names }: { by: Credential; names: Readonly<Record<string, string>> },
): Promise<Told> {
  const path = operation.path.replaceAll(/\{(\w+)\}/g, (_whole, name: string) => names[name] ?? "none");
  const query = new URLSearchParams(
    operation.query.flatMap((name) => (names[name] === undefined ? [] : [[name, names[name]]])),
  );
  const hasBody = operation.method === "POST" || operation.method === "PUT";
  const response = await fetch(`${server.url}/api/v1${path}?${query.toString()}`, {
    method: operation.method,
    signal: AbortSignal.timeout(ANSWER_MS_MAX),
    headers: {
      ...by.headers,
      ...(hasBody ? { "content-type": operation.isText ? "text/yaml" : "application/json" } : {}),
    },
    ...(hasBody ? { body: operation.isText ? "a: 1\n" : "{}" } : {}),
  });
  const text = (await response.text()).replaceAll(/"requestId":"[^"]*"/g, "");
  return { status: response.status, code: /"code":"([^"]*)"/.exec(text)?.[1] ?? "", text };
}

/** Makes a person by an invitation, and signs the person in. `invite` is where, with what is asked of it. */
export async function newPerson(
  server: RunningServer,
  name: string,
  invite: { readonly path: string; readonly body: object },
): Promise<Credential> {
  const invited = await json<{ link: string }>(server, invite.path, { mail: `${name}@people.example`, ...invite.body });
  const token = new URL(invited.link).searchParams.get("token");
  const response = await fetch(`${server.url}/api/v1/invitations/accept`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ token, name, password: PASSWORD }),
  });
  const cookie = response.headers.get("set-cookie")?.split(";")[0] ?? "";
  const { csrf } = (await response.json()) as { csrf: string };
  return { headers: { cookie, "x-csrf-token": csrf } };
}

/** Has the administrator make something; `place` is a path to post to, or "PUT" and one. Gives the answer. */
export async function json<Answer>(server: RunningServer, place: string, body: object): Promise<Answer> {
  const [path = "", method = "POST"] = place.split(" ").toReversed();
  const init = { method, headers: { "content-type": "application/json" }, body: JSON.stringify(body) };
  const response = await server.call(`/api/v1${path}`, init);
  if (!response.ok) throw new Error(`${place}: ${response.status} ${await response.text()}`);
  return (await response.json()) as Answer;
}
