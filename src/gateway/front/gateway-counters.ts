/** What the gateway counts of itself, since it began. */
export class GatewayCounters {
  /** Requests whose head was read. */
  requests = 0;
  /** Requests that are under way now. */
  inFlight = 0;
  /** Requests that could be read in two ways, or broke a limit; their connection was closed. */
  malformed = 0;
  /** Requests for which no API was found: there is no record of them. */
  unattributed = 0;
  retries = 0;
  /** Upgraded connections that are open now. */
  tunnels = 0;
}
