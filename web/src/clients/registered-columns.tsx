import { Link } from "@tanstack/react-router";
import { countText, DAY_MS, type Interval, ratioText } from "#kernel";
import { BAD_CLASS } from "../records/records-search.ts";
import type { ClientOfApi } from "../server/wire.ts";
import { utcDayText } from "../time/local-time.ts";
import { windowTip } from "../traffic/kpi-tips.ts";
import type { Column } from "../ui/column.ts";
import { Door } from "../ui/door.tsx";
import { Time } from "../ui/time.tsx";
import { ClientName } from "./client-name.tsx";
import type { FiguresOfClient } from "./use-client-figures.ts";

/** By which columns the server can sort. */
export const SORTABLE: readonly string[] = ["client", "organisation", "newest"];

interface RegisteredColumnsAsked {
  readonly api: string;
  readonly interval: Interval;
  /** What is known so far. */
  readonly figures: ReadonlyMap<string, FiguresOfClient>;
}

/** The columns of registered clients: whose they are, what they may, what they do. */
export function registeredColumns(asked: RegisteredColumnsAsked): readonly Column<ClientOfApi>[] {
  const { api } = asked;
  return [
    {
      key: "client",
      head: "client",
      isText: true,
      value: ({ client }) => client,
      cell: ({ client, title, retiredAt }) => (
        <>
          <ClientName api={api} client={client} />
          {title !== client && <bdi className="ml-1 text-soft">{title}</bdi>}
          {retiredAt !== null && <span className="ml-1 text-warn">◌ retired</span>}
        </>
      ),
    },
    {
      key: "organisation",
      head: "organisation",
      isText: true,
      value: ({ organisation }) => organisation,
      cell: ({ organisation }) => (
        <Link to={`/organisations/${organisation}`} className="door">
          {organisation}
        </Link>
      ),
    },
    { key: "plan", head: "plan", isText: true, value: ({ plan }) => plan?.plan ?? null, cell: PlanCell },
    {
      key: "keys",
      head: "keys",
      tip: "Keys that work now",
      value: ({ liveKeys }) => liveKeys,
      cell: ({ liveKeys }) => <span className={liveKeys === 0 ? "text-soft" : ""}>{countText(liveKeys)}</span>,
    },
    ...trafficColumns(asked),
    {
      key: "newest",
      head: "registered",
      value: ({ createdAt }) => createdAt,
      cell: ({ createdAt }) => <Time at={createdAt} />,
    },
  ];
}

/** What comes after the list itself. */
function trafficColumns({ interval, figures }: RegisteredColumnsAsked): readonly Column<ClientOfApi>[] {
  return [
    {
      key: "seen",
      head: "last seen",
      tip: "The minute, hour or day (UTC) of its last request, of the last 90 days",
      value: ({ client }) => figures.get(client)?.lastSeen?.from ?? null,
      cell: ({ client }) => <LastSeen figures={figures.get(client)} />,
    },
    {
      key: "requests",
      head: "requests",
      value: ({ client }) => figures.get(client)?.requests ?? null,
      cell: ({ client }) => <Requests client={client} figures={figures.get(client)} interval={interval} />,
    },
    {
      key: "availability",
      head: "availability",
      value: ({ client }) => figures.get(client)?.availability ?? null,
      cell: ({ client }) => <Availability client={client} figures={figures.get(client)} interval={interval} />,
    },
  ];
}

function PlanCell({ plan }: ClientOfApi) {
  if (plan === null) return <span className="text-soft">none</span>;
  return (
    <>
      <Link to={`/plans/${plan.plan}`} className="door">
        {plan.plan}
      </Link>
      {plan.state !== "active" && (
        <span className={`ml-1 ${plan.state === "suspended" ? "text-warn" : "text-soft"}`}>
          {plan.state === "suspended" ? "▲ " : ""}
          {plan.state}
        </span>
      )}
    </>
  );
}

interface FigureProps {
  readonly client: string;
  /** Undefined while it is not known. */
  readonly figures: FiguresOfClient | undefined;
  readonly interval: Interval;
}

function LastSeen({ figures }: Pick<FigureProps, "figures">) {
  if (figures === undefined) return <Unknown />;
  if (figures.lastSeen === null) return <span className="text-soft">not in 90 days</span>;
  const [from, to] = [Date.parse(figures.lastSeen.from), Date.parse(figures.lastSeen.to)];
  return to - from < DAY_MS ? (
    <Time at={from} />
  ) : (
    <span data-tip={`In this day of UTC.\n${windowTip({ from, to })}`}>{utcDayText(from)}</span>
  );
}

function Requests({ client, figures, interval }: FigureProps) {
  if (figures === undefined) return <Unknown />;
  if (figures.requests === 0) return <span className="text-soft">0</span>;
  return (
    <Door
      tip={`${countText(figures.requests)} requests, ${countText(figures.valid)} of them valid. Exact.\n${windowTip(interval)}`}
      records={{ interval, client }}
    >
      {countText(figures.requests)}
    </Door>
  );
}

function Availability({ client, figures, interval }: FigureProps) {
  if (figures === undefined) return <Unknown />;
  if (figures.availability === null) return <span className="text-soft">–</span>;
  return (
    <Door
      tip={`${countText(figures.bad)} bad of ${countText(figures.valid)} valid requests. Exact.\n${windowTip(interval)}`}
      records={{ interval, client, class: BAD_CLASS }}
      className={figures.bad > 0 ? "font-semibold" : ""}
    >
      {ratioText(figures.availability)}
    </Door>
  );
}

function Unknown() {
  return <span className="text-soft">…</span>;
}
