import { type Access, ForwardAuth, TOKEN_PATH, type TokenEndpoint } from "#gateway";
import type { Clock } from "#kernel";
import { Listener } from "../listen.ts";

/** What the listener answers by. */
export interface AuthListenerParts {
  readonly access: { readonly decision: Access; readonly tokens: Pick<TokenEndpoint, "handle"> };
  readonly clock: Clock;
  readonly report: (fault: unknown) => void;
}

/** The listener that proxies ask: `/auth…` and `/oauth2/token`, on an address of its own, for this machine only by default. */
export function authListener({ access, clock, report }: AuthListenerParts): Listener {
  const { decision, tokens } = access;
  const auth = new ForwardAuth({ access: decision, clock, report });
  return new Listener([
    [
      TOKEN_PATH,
      (request, response, awaitsContinue) => {
        if (awaitsContinue) response.writeContinue();
        tokens.handle(request, response).catch(report);
      },
    ],
    ["/auth", (request, response) => auth.handle(request, response)],
    ["/healthz", (_request, response) => void response.end("ok\n")],
  ]);
}
