import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { countText, latencyText } from "#kernel";
import { Sparkline } from "../charts/sparkline.tsx";
import { useMay } from "../identity/use-may.ts";
import { Button } from "../ui/button.tsx";
import type { Column } from "../ui/column.ts";
import { ListTable } from "../ui/list-table.tsx";
import { Section } from "../ui/section.tsx";
import { Sentence } from "../ui/sentence.tsx";
import { Answer, EmptyState, Skeleton } from "../ui/state.tsx";
import { TextLink } from "../ui/text-link.tsx";
import { Time } from "../ui/time.tsx";
import { ProbeForm } from "./probe-form.tsx";
import { type Probe, probesQuery } from "./probe-queries.ts";
import { CertificateDays, ProbeState, uptimeText } from "./probe-state.tsx";

/** All probes and how they do; those that fail first. */
export function ProbesPage() {
  const query = useQuery(probesQuery);
  const mayWrite = useMay()("probe:write");
  const [adding, setAdding] = useState(false);
  return (
    <>
      <h1 className="mb-0.5">Probes</h1>
      <Answer query={query} skeleton={<Skeleton className="h-64" />}>
        {({ items }) => (
          <>
            <Sentence>{probesSentence(items)}</Sentence>
            <ListTable
              caption="Probes"
              columns={COLUMNS}
              rows={items}
              keyOf={({ probe }) => probe}
              order="state"
              file="probes"
              empty={
                !adding && (
                  <EmptyState title="Nothing asks from outside yet">
                    <p>
                      A probe asks an address again and again, so that silence is not mistaken for health: it sees an
                      outage when no client comes, and a certificate before it ends.
                    </p>
                  </EmptyState>
                )
              }
            />
          </>
        )}
      </Answer>
      {mayWrite && !adding && (
        <Button className="mt-2" look="primary" onClick={() => setAdding(true)}>
          Add a probe
        </Button>
      )}
      {mayWrite && adding && (
        <Section title="A new probe">
          <ProbeForm close={() => setAdding(false)} />
        </Section>
      )}
    </>
  );
}

function probesSentence(probes: readonly Probe[]): string {
  if (probes.length === 0) return "Nothing is asked from outside: an outage is seen only when clients come.";
  const firing = probes.filter(({ state }) => state === "firing").map(({ probe }) => probe);
  const all = probes.length === 1 ? "1 probe asks" : `${countText(probes.length)} probes ask`;
  const soon = probes.filter(({ certificateEndsAt, tlsDays, last }) => {
    if (certificateEndsAt === null || last === null) return false;
    return Date.parse(certificateEndsAt) - Date.parse(last.at) < tlsDays * 86_400_000;
  }).length;
  const certificates = soon === 0 ? "" : ` ${soon === 1 ? "1 certificate ends" : `${soon} certificates end`} soon.`;
  if (firing.length === 0) return `${all} from outside, and none fails.${certificates}`;
  const [named, more] = [firing.slice(0, 3).join(", "), firing.length > 3 ? ` and ${firing.length - 3} more` : ""];
  return `${named}${more} ${firing.length === 1 ? "fails" : "fail"}; ${all} from outside.${certificates}`;
}

const RANK: Readonly<Record<Probe["state"], number>> = { firing: 0, failing: 1, new: 2, passing: 3, paused: 4 };

const COLUMNS: readonly Column<Probe>[] = [
  {
    key: "probe",
    head: "Probe",
    isText: true,
    value: ({ probe }) => probe,
    cell: ({ probe, title, api }) => (
      <>
        <TextLink to={`/probes/${encodeURIComponent(probe)}`}>
          <bdi>{title}</bdi>
        </TextLink>
        <span className="text-soft"> {api}</span>
      </>
    ),
  },
  {
    key: "state",
    head: "State",
    isText: true,
    value: ({ state }) => RANK[state],
    cell: ({ state }) => <ProbeState state={state} />,
  },
  {
    key: "last",
    head: "Last run",
    isText: true,
    value: ({ last }) => last?.at ?? null,
    cell: ({ last }) => (last === null ? "–" : <LastRun last={last} />),
  },
  {
    key: "latency",
    head: "Latency, 48 h",
    tip: "The mean of each hour's answered runs.",
    value: ({ hours }) => hours.at(-1)?.meanMs ?? null,
    cell: ({ hours }) => <Sparkline values={hours.map(({ meanMs }) => meanMs)} />,
  },
  {
    key: "day",
    head: "24 h",
    tip: "Runs that passed.",
    value: ({ uptime }) => ratio(uptime.day),
    cell: ({ uptime }) => uptimeText(uptime.day),
  },
  {
    key: "week",
    head: "7 d",
    value: ({ uptime }) => ratio(uptime.week),
    cell: ({ uptime }) => uptimeText(uptime.week),
  },
  {
    key: "month",
    head: "30 d",
    value: ({ uptime }) => ratio(uptime.month),
    cell: ({ uptime }) => uptimeText(uptime.month),
  },
  {
    key: "certificate",
    head: "Certificate",
    tip: "Days until it ends.",
    value: ({ certificateEndsAt }) => certificateEndsAt,
    cell: (probe) => <CertificateDays probe={probe} />,
  },
];

function LastRun({ last }: { last: NonNullable<Probe["last"]> }) {
  return (
    <>
      {last.status === 0 ? "no answer" : `${last.status}, ${latencyText(last.totalMs)}`}{" "}
      <span className="text-soft">
        <Time at={last.at} />
      </span>
    </>
  );
}

function ratio({ runs, passed }: Probe["uptime"]["day"]): number | null {
  return runs === 0 ? null : passed / runs;
}
