import { browserOf, type openTestServer } from "./server.testing.ts";

type Server = Awaited<ReturnType<typeof openTestServer>>;

/** What a browser of somebody who is signed in can do. */
export function visitorOf(server: Server, browser: { cookie: string; headers: Readonly<Record<string, string>> }) {
  let { cookie, headers } = browser;
  return {
    ask: async (method: "GET" | "POST" | "PUT" | "DELETE", url: string, body?: unknown) => {
      const answer = await server.ask({ method, url, body, cookie, headers });
      if (answer.headers["set-cookie"] === undefined || !("csrf" in answer.body)) return answer;
      ({ cookie, headers } = browserOf(answer));
      return answer;
    },
    cookie: () => cookie,
  };
}

/** Somebody who came by an invitation that an administrator handed over. */
export async function invited(
  server: Server,
  asked: { mail: string; name: string; password?: string; roles?: readonly string[]; organisation?: string },
) {
  const { mail, name, roles, organisation, password = "a password of twelve" } = asked;
  const sent =
    organisation === undefined
      ? await server.admin("POST", "/invitations", { mail, name, roles })
      : await server.admin("POST", `/organisations/${organisation}/invitations`, { mail, name });
  const token = tokenOf(String(sent.body["link"]));
  const accepted = await server.ask({ method: "POST", url: "/invitations/accept", body: { token, name, password } });
  return { sent, token, accepted, ...visitorOf(server, browserOf(accepted)) };
}

/** The token of the first link in a text. */
export function tokenOf(text: string): string {
  return /[?&]token=([\w-]+)/.exec(text)?.[1] ?? "";
}
