import { Section } from "../ui/section.tsx";
import { TextLink } from "../ui/text-link.tsx";
import { AlertLine } from "./alert-line.tsx";
import { useFiringAlerts } from "./use-firing-alerts.ts";

/** What fires at this moment. */
export function FiringAlerts({ api }: { api: string }) {
  const firing = useFiringAlerts(api);
  return (
    <Section
      title="Firing alerts"
      aside={
        <TextLink to="/alerts" search={{ api }}>
          All alerts
        </TextLink>
      }
    >
      {firing.length === 0 ? (
        <p className="border-b border-rule py-1 text-soft">
          <span className="text-ok">✓</span> Nothing fires.
        </p>
      ) : (
        firing.map((alert) => <AlertLine key={alert.id} alert={alert} />)
      )}
    </Section>
  );
}
