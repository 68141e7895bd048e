import type { IncomingMessage } from "node:http";
import type { Outcome } from "#intake";
import type { OwnProblem } from "../model/own-problem.ts";
import type { ClientRequest } from "./client-request.ts";
import type { ClientResponse } from "./client-response.ts";
import type { Gate } from "./gate.ts";
import type { Peer } from "./peer.ts";

/** What the way to an upstream needs of the exchange with the client. */
export interface ClientSide {
  readonly gate: Gate;
  readonly peer: Peer;
  readonly request: ClientRequest;
  readonly response: ClientResponse;
  /** Where the request's body comes from; null: it has none. */
  readonly body: IncomingMessage | null;
  /** What the record says. */
  outcome: Outcome;
  /** Whether the body comes only when it is asked for, and was not asked for yet. */
  awaitsContinue: boolean;
  requestBytes: number;
  responseBytes: number;
  /** Answers by ourselves, where nothing was answered yet. */
  refuse(problem: OwnProblem, outcome: Outcome, headers?: readonly string[]): void;
}
