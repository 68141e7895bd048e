import { useQuery } from "@tanstack/react-query";
import { durationText, ITSELF, ratioText, spanText } from "#kernel";
import { BAD_CLASS } from "../records/records-search.ts";
import { alertQuery } from "../server/queries.ts";
import type { Alert, AlertDetail } from "../server/wire.ts";
import { useServerNow } from "../time/server-clock.ts";
import { DeliveryList } from "../settings/deliveries.tsx";
import { CopyLine } from "../ui/copy-line.tsx";
import { Section } from "../ui/section.tsx";
import { Answer, Skeleton } from "../ui/state.tsx";
import { TextLink } from "../ui/text-link.tsx";
import { Time } from "../ui/time.tsx";
import { AlertBlame } from "./alert-blame.tsx";
import { AlertExplanation } from "./alert-explanation.tsx";
import { AlertCounts } from "./alert-counts.tsx";
import { AlertLabels } from "./alert-labels.tsx";
import { subjectOf } from "./alert-subject.ts";
import { Urgency } from "./urgency.tsx";
import { usePageParam } from "../shell/use-page-param.ts";
import { Sentence } from "../ui/sentence.tsx";

/** One alert, with all that explains it; its address stays. */
export function AlertPage() {
  const id = usePageParam("alert") ?? "";
  const query = useQuery(alertQuery(id));
  return (
    <Answer query={query} skeleton={<Skeleton className="h-48" />}>
      {(alert) => <AlertView alert={alert} />}
    </Answer>
  );
}

function AlertView({ alert }: { alert: AlertDetail }) {
  const { explanation } = alert;
  return (
    <>
      <h1 className="flex flex-wrap items-baseline gap-x-1">
        <Urgency urgency={alert.urgency} isOver={alert.endedAt !== null} />
        {alert.objective}
        {alert.client !== undefined && <span>for {alert.client}</span>}
      </h1>
      <Sentence>{explanation.text}</Sentence>
      <Times alert={alert} />
      {alert.kind === "burnRate" ? (
        <Burned alert={alert} />
      ) : alert.kind === "outside" ? (
        <Outside alert={alert} />
      ) : (
        <Unmeasured alert={alert} />
      )}
      <AlertExplanation alert={alert.id} />
      <Section title="What was sent to destinations">
        <DeliveryList deliveries={alert.deliveries} />
      </Section>
      <AlertLabels alert={alert} />
      {explanation.command !== undefined && (
        <Section title="Recompute it">
          <CopyLine text={explanation.command} />
        </Section>
      )}
    </>
  );
}

/** What said it, and when it ends. */
function Outside({ alert }: { alert: AlertDetail }) {
  const { api, source, expiresAt } = alert;
  return (
    <p className="mb-1 text-soft">
      Said by {source}; {expiresAt === null ? "it ends when it says so." : "unless it is said again, it lapses "}
      {expiresAt !== null && <Time at={expiresAt} />}{" "}
      {api !== "" && <TextLink to={`/apis/${encodeURIComponent(api)}/traffic`}>The traffic of {api}</TextLink>}
    </p>
  );
}

/** Where to look when there is nothing to count. */
function Unmeasured({ alert }: { alert: AlertDetail }) {
  const { api, kind, objective } = alert;
  const watched = objective.slice(objective.indexOf(":") + 1);
  return (
    <p className="mb-2">
      {kind === "probeFailed" || kind === "certificateExpiring" ? (
        <TextLink to={`/probes/${encodeURIComponent(watched)}`}>The probe {watched}</TextLink>
      ) : kind === "heartbeatMissing" ? (
        <TextLink to={`/heartbeats/${encodeURIComponent(watched)}`}>The heartbeat {watched}</TextLink>
      ) : api === ITSELF ? (
        <TextLink to="/settings/server">What the server says of itself</TextLink>
      ) : (
        <TextLink to={`/apis/${encodeURIComponent(api)}/traffic`}>The traffic of {api}</TextLink>
      )}
    </p>
  );
}

/** What of an API's budget burned, where, and in which windows. */
function Burned({ alert }: { alert: AlertDetail }) {
  const { api, objective } = subjectOf(alert);
  const { explanation } = alert;
  return (
    <>
      <p className="mb-2 flex flex-wrap gap-2 [&_a]:py-1">
        <TextLink to={`/apis/${encodeURIComponent(api)}/objectives/${encodeURIComponent(objective)}`}>
          The objective
        </TextLink>
        <TextLink to={`/apis/${encodeURIComponent(api)}/records`} search={recordsOf(alert)}>
          The bad requests
        </TextLink>
      </p>
      <AlertCounts alert={alert} api={api} />
      <AlertBlame api={api} by={explanation.by} bad={explanation.bad} window={explanation.window} />
      <Section title="Which windows burned">
        <ul>
          {alert.pairs.map((pair) => (
            <li key={`${pair.longMs} ${pair.from}`} className="flex flex-wrap gap-x-2 border-b border-rule py-0.5">
              <span className="min-w-16 whitespace-nowrap">
                {durationText(pair.longMs)} and {durationText(pair.shortMs)}
              </span>
              <span>above {Number(pair.factor.toFixed(2))} times</span>
              <span className="text-soft">
                <Time at={pair.from} /> to {pair.to === null ? "now" : <Time at={pair.to} />}
              </span>
            </li>
          ))}
        </ul>
        {explanation.threshold > 0 && (
          <p className="mt-1 text-soft">
            It fires where both windows exceed {ratioText(explanation.threshold)} bad, and the long one has at least{" "}
            {explanation.k} bad requests: fewer could be chance.
          </p>
        )}
      </Section>
    </>
  );
}

function recordsOf({ explanation, client }: Alert): Record<string, string | undefined> {
  const { from, to } = explanation.window;
  return { range: undefined, at: undefined, from, to, client, class: BAD_CLASS };
}

function Times({ alert }: { alert: Alert }) {
  const now = useServerNow();
  const { firedAt, endedAt, end, mutedBy } = alert;
  const length = spanText((endedAt === null ? now : Date.parse(endedAt)) - Date.parse(firedAt));
  return (
    <p className="mb-1">
      Fired <Time at={firedAt} />
      {endedAt === null ? `, firing for ${length}.` : `, ${end ?? "ended"} `}
      {endedAt !== null && (
        <>
          <Time at={endedAt} /> after {length}.
        </>
      )}
      {mutedBy !== null && ` Muted by ${mutedBy}: nobody was told of it.`}
    </p>
  );
}
