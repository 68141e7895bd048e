import type { Shown } from "../model/alert-view.ts";
import { alertActions } from "./alert-actions.ts";
import { deliveryActions } from "./delivery-actions.ts";
import { destinationActions, type Entropy } from "./destination-actions.ts";
import { testDestination, type TestPorts } from "./test-destination.ts";

/** All that can be asked and changed over HTTP. */
export type AlertingActions = ReturnType<typeof alertingActions>;

export function alertingActions(ports: TestPorts & Shown & { readonly entropy: Entropy }) {
  return {
    alerts: alertActions(ports),
    deliveries: deliveryActions,
    destinations: { ...destinationActions(ports.entropy), test: testDestination(ports) },
  };
}
