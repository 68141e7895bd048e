import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useMay } from "../identity/use-may.ts";
import { Button } from "../ui/button.tsx";
import { KeptInText } from "../ui/kept-in-text.tsx";
import { Section } from "../ui/section.tsx";
import { Sentence } from "../ui/sentence.tsx";
import { Answer, Skeleton } from "../ui/state.tsx";
import { RouteTree } from "./route-tree.tsx";
import { RoutingEditor } from "./routing-editor.tsx";
import { type Routing, routingQuery } from "./routing-queries.ts";
import { RoutingRemarks } from "./routing-remarks.tsx";
import { RoutingTester } from "./routing-tester.tsx";

/** Where alerts go: the tree, a tester, and its text. */
export function RoutingPage() {
  const query = useQuery(routingQuery);
  return (
    <>
      <h1 className="mb-0.5">Routes</h1>
      <Answer query={query} skeleton={<Skeleton className="h-48" />}>
        {(routing) => <RoutingView routing={routing} />}
      </Answer>
    </>
  );
}

function RoutingView({ routing }: { routing: Routing }) {
  const mayWrite = useMay()("routing:write");
  const [changing, setChanging] = useState(false);
  const { isBuiltIn, managedBy, rules, inhibitions } = routing;
  return (
    <>
      <Sentence>{routingSentence(routing)}</Sentence>
      <KeptInText managedBy={managedBy} />
      <RoutingRemarks remarks={routing.remarks} />
      <RouteTree rules={rules} />
      {inhibitions.length > 0 && (
        <Section title="What is not told">
          <ul>
            {inhibitions.map((text) => (
              <li key={text} className="border-b border-rule py-0.5">
                Alerts are not told {text}.
              </li>
            ))}
          </ul>
        </Section>
      )}
      <Section title="Where would an alert go?">
        <RoutingTester />
      </Section>
      {mayWrite && managedBy === null && (
        <Section title="The text">
          {changing ? (
            <RoutingEditor routing={routing} close={() => setChanging(false)} />
          ) : (
            <Button look={isBuiltIn ? "primary" : "plain"} onClick={() => setChanging(true)}>
              {isBuiltIn ? "Write routes" : "Change the routes"}
            </Button>
          )}
        </Section>
      )}
    </>
  );
}

function routingSentence({ isBuiltIn, rules }: Routing): string {
  if (isBuiltIn) {
    return "Nobody wrote routes yet: each alert goes to everybody who may respond, by API and objective.";
  }
  const policies = [...new Set(rules.map(({ policy }) => policy))];
  const count = rules.length === 1 ? "1 route" : `${rules.length} routes`;
  return `${count} to ${policies.slice(0, 4).join(", ")}${policies.length > 4 ? " and others" : ""}.`;
}
