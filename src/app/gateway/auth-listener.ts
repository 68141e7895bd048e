import { type Access, AuthFront, ForwardAuth, TOKEN_PATH, type TokenEndpoint } from "#gateway";
import { type Clock, stopwatchMs } from "#kernel";
import { type Address, Listener, refusalOf } from "../listen.ts";

/** What the listener answers by. */
export interface AuthListenerParts {
  readonly access: { readonly decision: Access; readonly tokens: Pick<TokenEndpoint, "handle"> };
  readonly clock: Clock;
  readonly report: (fault: unknown) => void;
}

/** The listener that proxies ask: `/auth…` and `/oauth2/token`, on an address of its own, for this machine only by default. */
export class AuthListener {
  readonly #front: AuthFront;
  /** For what the front does not read itself. */
  readonly #rest: Listener;

  constructor({ access, clock, report }: AuthListenerParts) {
    const { decision, tokens } = access;
    const auth = new ForwardAuth({ access: decision, clock, report });
    this.#rest = new Listener([
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
    this.#front = new AuthFront({ auth, stopwatch: stopwatchMs, handOver: (socket) => this.#rest.take(socket) });
  }

  /** Listens, and gives the port. Refuses a port that is taken or not allowed. */
  async listen(address: Address): Promise<number> {
    try {
      return await this.#front.listen(address);
    } catch (fault) {
      throw refusalOf(fault as NodeJS.ErrnoException, address);
    }
  }

  /** Takes no new connection, lets answers under way end for `graceMs`, then closes what is still open. */
  async close(graceMs: number): Promise<void> {
    await Promise.all([this.#front.close(graceMs), this.#rest.close(graceMs)]);
  }
}
