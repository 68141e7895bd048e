import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { countText, dateText, ratioText } from "#kernel";
import { Button } from "../ui/button.tsx";
import { Confirm } from "../ui/confirm.tsx";
import { Answer, ErrorState, Skeleton } from "../ui/state.tsx";
import { TextLink } from "../ui/text-link.tsx";
import { ChoosePlan } from "./choose-plan.tsx";
import { DecideRequest } from "./decide-request.tsx";
import { type Subscription, subscriptionsQuery, type Usage, usageQuery } from "./plan-queries.ts";
import { registeredClientQuery } from "../clients/register-queries.ts";
import { ReasonDialog } from "./reason-dialog.tsx";
import { useMay } from "../identity/use-may.ts";
import { usePlanChange } from "./use-plan-change.ts";

/** Plan and usage of a client for an API: what it has, what it used, and changing it. */
export function ClientPlan({ api, client }: { api: string; client: string }) {
  const query = useQuery(registeredClientQuery(client));
  return (
    <Answer query={query} skeleton={<Skeleton className="h-16" />}>
      {(registered) => (registered === null ? <NotRegistered /> : <RegisteredPlan api={api} client={client} />)}
    </Answer>
  );
}

function RegisteredPlan({ api, client }: { api: string; client: string }) {
  const query = useInfiniteQuery(subscriptionsQuery({ api, client }));
  return (
    <Answer query={query} skeleton={<Skeleton className="h-16" />}>
      {({ pages }) => {
        const live = pages.flatMap(({ items }) => items).find(({ state }) => state !== "ended");
        if (live === undefined) return <ChoosePlan api={api} client={client} />;
        return (
          <>
            <ClientUsage api={api} client={client} live={live} />
            <PlanVerbs live={live} />
          </>
        );
      }}
    </Answer>
  );
}

function NotRegistered() {
  return <p className="text-soft">Only a registered client can be on a plan. Say whose it is first.</p>;
}

function ClientUsage({ api, client, live }: { api: string; client: string; live: Subscription }) {
  const { data } = useQuery(usageQuery(api, client));
  const share = Math.min(1, data?.share ?? 0);
  return (
    <>
      <p>
        On <TextLink to={`/plans/${live.plan}`}>{live.plan}</TextLink>
        {live.state !== "active" && (
          <b className="text-warn"> ▲ {live.state === "requested" ? "waits for approval" : live.state}</b>
        )}
        {live.wanted === null && <Reason text={live.reason} />}
        {live.next !== null && (
          <span className="text-soft">
            ; {live.next.plan} from {dateText(Date.parse(live.next.from))}
          </span>
        )}
        {live.wanted !== null && (
          <>
            ; <b className="text-warn">▲ {live.wanted.plan} waits for approval</b>
            <Reason text={live.reason} />
          </>
        )}
      </p>
      <div className="min-h-8">
        {data !== undefined && data !== null && (
          <>
            <p className="text-pretty">{usageSentence(data)}</p>
            {data.quota !== null && (
              <progress
                className="h-1 w-full max-w-80 appearance-none overflow-hidden rounded-s [&::-webkit-progress-bar]:bg-rule [&::-webkit-progress-value]:bg-accent"
                max={1}
                value={share}
                aria-label="Used of the quota"
              />
            )}
          </>
        )}
      </div>
    </>
  );
}

/** Why the last thing was asked or done. */
function Reason({ text }: { text: string }) {
  return text === "" ? null : <bdi className="text-soft">: “{text}”</bdi>;
}

/** "600 of 1,000 requests of this month are used (60 %); at the pace of the last 24 h they are gone on 13 January 2027." */
function usageSentence({ used, quota, share, period, usedUpAt, projected, charge }: Usage): string {
  const due = charge === null ? "" : ` Due so far: ${charge.text}.`;
  if (quota === null || share === null) {
    return `${countText(used)} requests this ${period.unit}; its plan has no quota.${due}`;
  }
  const first = `${countText(used)} of ${countText(quota)} requests of this ${period.unit} are used (${ratioText(share)})`;
  if (used >= quota) return `${first}: the quota is gone until ${dateText(Date.parse(period.to))}.${due}`;
  if (usedUpAt === null) return `${first}; at the pace of the last 24 h it will be ${countText(projected)}.${due}`;
  return `${first}; at the pace of the last 24 h they are gone on ${dateText(Date.parse(usedUpAt))}.${due}`;
}

/** The name of the text is for the provider's people. */
function managedText({ managedBy }: Subscription): string {
  if (managedBy === null) return "Your provider keeps this plan in a configuration: ask there for another one.";
  return `Its plan is kept in the text “${managedBy}”.`;
}

function PlanVerbs({ live }: { live: Subscription }) {
  const [doing, setDoing] = useState<"nothing" | "changing" | "suspending" | "ending">("nothing");
  const [mayAsk, mayDecide] = [useMay()("subscription:request"), useMay()("subscription:write")];
  const change = usePlanChange();
  const path = `/subscriptions/${live.id}`;
  const { revision, client } = live;
  const close = (): void => setDoing("nothing");
  if (doing === "changing") return <ChoosePlan api={live.api} client={client} live={live} close={close} />;
  return (
    <div className="mt-1 flex flex-wrap gap-1">
      {(live.state === "requested" || live.wanted !== null) && <DecideRequest row={live} />}
      {live.isManaged && <p className="text-soft">{managedText(live)}</p>}
      {mayAsk && !live.isManaged && <Button onClick={() => setDoing("changing")}>Change plan …</Button>}
      {mayDecide && live.state === "active" && <Button onClick={() => setDoing("suspending")}>Suspend …</Button>}
      {mayDecide && live.state === "suspended" && (
        <Button
          onClick={() =>
            change.mutate({ path: `${path}/suspension`, method: "DELETE", revision, done: `${client} is resumed.` })
          }
        >
          Resume
        </Button>
      )}
      {mayAsk && !live.isManaged && (
        <Button look="danger" onClick={() => setDoing("ending")}>
          End …
        </Button>
      )}
      {change.error !== null && <ErrorState error={change.error} />}
      {doing === "suspending" && (
        <ReasonDialog
          title={`Suspend ${client}?`}
          action="Suspend it"
          close={close}
          act={(reason) =>
            change.mutate({
              path: `${path}/suspension`,
              method: "PUT",
              body: { reason },
              revision,
              done: `${client} is suspended.`,
            })
          }
        />
      )}
      {doing === "ending" && (
        <Confirm
          title={`End the plan of ${client}?`}
          action="End it"
          close={close}
          confirm={() =>
            change.mutate({ path, method: "DELETE", revision, done: `${client} has no plan for ${live.api} any more.` })
          }
        >
          It cannot be brought back: {client} would have to ask for a plan anew. Its keys and its history stay.
        </Confirm>
      )}
    </div>
  );
}
