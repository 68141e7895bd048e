import { ForwardAuth, TOKEN_PATH } from "#gateway";
import type { Clock } from "#kernel";
import { Listener } from "../listen.ts";
import type { LiveAccess } from "./live-access.ts";

/** What the listener answers by. */
export interface AuthListenerParts {
  readonly access: Pick<LiveAccess, "decision" | "tokens">;
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
