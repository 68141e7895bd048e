import { z } from "zod";
import { refuseManaged, refuseStale } from "#http";
import { type Action, changeAction, readAction } from "#identity";
import { isoTextOrNull } from "#kernel";
import type { Reader } from "#storage";
import { labelsField, routingSchema, routingTextField, trialSchema } from "../../contract/routing/contract.ts";
import { readRoutingFile } from "../../grammar/read-routing-file.ts";
import type { RoutingFile } from "../../grammar/routing-file.ts";
import { alertRoutes } from "../../model/routing/alert-routes.ts";
import { inhibitRulesFor } from "../../model/routing/inhibits.ts";
import type { Route } from "../../model/routing/route.ts";
import { shortDurationText } from "../../model/routing/short-duration.ts";
import { inhibitionText, ruleText, unknownPolicyText } from "../../model/routing/words.ts";
import { silencedBy } from "../../model/silences/silence.ts";
import { silencesAt } from "../../store/silences.ts";
import { BUILT_IN_POLICY, BUILT_IN_ROUTING, ROUTING_NAME, type RoutingMemo } from "../groups/routing-memo.ts";
import { importRouting } from "./import-routing.ts";
import { replayRouting } from "./replay-routing.ts";
import { routeView } from "./route-view.ts";
import { type KeptRouting, saveRouting, theRouting } from "./save-routing.ts";

/** What the routing stands on. */
export interface RoutingPorts {
  readonly routing: RoutingMemo;
  /** The escalation policies that there are. */
  readonly policies: (read: Reader) => Promise<readonly string[]>;
}

/** What is asked and said about where alerts go. */
export function routingActions(
  ports: RoutingPorts,
): Record<"get" | "put" | "preview" | "trial" | "replay" | "import", Action> {
  return {
    get: getRouting(ports),
    put: putRouting(ports),
    preview: previewRouting(ports),
    trial: tryRouting(ports.routing),
    replay: replayRouting(ports.routing),
    import: importRouting,
  };
}

function getRouting({ routing, policies }: RoutingPorts): Action {
  return readAction({
    name: "routing.get",
    may: "routing:read",
    input: z.strictObject({}),
    output: routingSchema,
    run: async (_input, { read }) => {
      const kept = await theRouting(read);
      return routingView(kept, { file: routing.of(kept.text), policies: await policies(read), isSaved: true });
    },
  });
}

/** Saves a text; "" is the built-in routing. */
function putRouting({ routing, policies }: RoutingPorts): Action {
  return changeAction({
    name: "routing.put",
    may: "routing:write",
    input: z.strictObject({ text: routingTextField }),
    output: routingSchema,
    run: async ({ text }, { tx, now, call }) => {
      const before = await theRouting(tx);
      refuseStale(call.precondition, before.revision);
      refuseManaged(before.managedBy, ROUTING_NAME);
      const kept = await saveRouting(tx, { text }, { now, managedBy: null, routing });
      return routingView(kept, { file: routing.of(kept.text), policies: await policies(tx), isSaved: true });
    },
    audit: (_input, { revision }) => ({ subject: "routing:routing", facts: { revision } }),
  });
}

/** What a draft means, or all its faults. */
function previewRouting({ policies }: RoutingPorts): Action {
  return readAction({
    name: "routing.preview",
    may: "routing:read",
    input: z.strictObject({ text: routingTextField }),
    output: routingSchema,
    run: async ({ text }, { read }) => {
      const file = readRoutingFile(text === "" ? BUILT_IN_ROUTING : text, ROUTING_NAME);
      const kept = { ...(await theRouting(read)), text };
      return routingView(kept, { file, policies: await policies(read), isSaved: false });
    },
  });
}

/** Where an alert with these labels goes; by a draft, if there is one. */
function tryRouting(routing: RoutingMemo): Action {
  return readAction({
    name: "routing.trial",
    may: "routing:read",
    input: z.strictObject({
      labels: labelsField,
      at: z.iso.datetime({ offset: true }).optional(),
      text: routingTextField.optional(),
    }),
    output: trialSchema,
    run: async ({ labels, at, text }, { read, now }) => {
      const file =
        text === undefined
          ? routing.of((await theRouting(read)).text)
          : readRoutingFile(text === "" ? BUILT_IN_ROUTING : text, ROUTING_NAME);
      const set = new Map(Object.entries(labels));
      const instant = at === undefined ? now : Temporal.Instant.from(at).epochMilliseconds;
      return {
        routes: alertRoutes(file.table, set, instant).map(routeView),
        inhibitions: inhibitRulesFor(file.inhibitRules, set).map(inhibitionText),
        silencedBy: silencedBy(await silencesAt(read, instant), set, instant)?.text ?? null,
      };
    },
  });
}

function routingView(
  kept: KeptRouting,
  { file, policies, isSaved }: { file: RoutingFile; policies: readonly string[]; isSaved: boolean },
): z.input<typeof routingSchema> {
  const { text, revision, managedBy, changedAt } = kept;
  const rules = rulesOf(file.table.root, 0);
  return {
    text: text === "" ? BUILT_IN_ROUTING : text,
    isBuiltIn: text === "",
    revision,
    managedBy,
    changedAt: isoTextOrNull(changedAt),
    rules,
    inhibitions: file.inhibitRules.map(inhibitionText),
    remarks: [...unknownPolicies(rules, policies), ...file.remarks],
    isSaved,
  };
}

/** A policy that is not there keeps nobody from being told: it is everybody then. */
function unknownPolicies(rules: z.input<typeof routingSchema>["rules"], policies: readonly string[]): string[] {
  const known = new Set([BUILT_IN_POLICY, ...policies]);
  const names = new Map(rules.filter(({ policy }) => !known.has(policy)).map(({ policy, line }) => [policy, line]));
  return [...names].map(([policy, line]) => unknownPolicyText(policy, line));
}

function rulesOf(route: Route, depth: number): z.input<typeof routingSchema>["rules"] {
  const { receiver, groupBy, waitMs, updateMs, repeatMs } = route.options;
  const own = {
    depth,
    text: ruleText(route),
    line: route.line,
    policy: receiver,
    groupBy: groupBy === "all" ? null : [...groupBy],
    wait: shortDurationText(waitMs),
    update: shortDurationText(updateMs),
    repeat: shortDurationText(repeatMs),
    continues: route.continues,
  };
  return [own, ...route.rules.flatMap((rule) => rulesOf(rule, depth + 1))];
}
