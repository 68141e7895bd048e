import type { Shown } from "../model/alert-view.ts";
import { alertActions } from "./alert-actions.ts";
import { deliveryActions } from "./delivery-actions.ts";
import { explainAlert } from "./groups/explain-alert.ts";
import { groupActions } from "./groups/group-actions.ts";
import { routingActions, type RoutingPorts } from "./routing/routing-actions.ts";
import { silenceActions } from "./silences/silence-actions.ts";
import { destinationActions, type Entropy } from "./destination-actions.ts";
import { signalActions } from "./signals/signal-actions.ts";
import { signalSourceActions, type SourcePorts } from "./signals/signal-source-actions.ts";
import { testDestination, type TestPorts } from "./test-destination.ts";

/** All that can be asked and changed over HTTP. */
export type AlertingActions = ReturnType<typeof alertingActions>;

export function alertingActions(ports: TestPorts & Shown & SourcePorts & RoutingPorts & { readonly entropy: Entropy }) {
  return {
    alerts: { ...alertActions(ports), explain: explainAlert(ports) },
    groups: groupActions(ports),
    silences: silenceActions,
    routing: routingActions(ports),
    deliveries: deliveryActions,
    signals: signalActions,
    signalSources: signalSourceActions(ports),
    destinations: { ...destinationActions(ports.entropy), test: testDestination(ports) },
  };
}
