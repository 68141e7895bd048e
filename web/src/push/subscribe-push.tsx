import { queryOptions, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import type { z } from "zod";
import type { kindSchema, newMethodSchema } from "../../../src/notification/contract.ts";
import { forgetWays } from "../notification/reach-queries.ts";
import { request } from "../server/request.ts";
import type { Page } from "../server/wire.ts";
import { Button } from "../ui/button.tsx";
import { Answer, ErrorState, Skeleton } from "../ui/state.tsx";
import { say } from "../ui/toasts.tsx";
import { standingNow, subscribeBrowser } from "./browser-push.ts";
import { type PushStanding, pushText } from "./push-standing.ts";

type Kind = z.output<typeof kindSchema>;
type NewMethod = z.output<typeof newMethodSchema>;

/** What this browser and the house have for push. */
const pushQuery = queryOptions({
  queryKey: ["channel-kinds", "push"],
  queryFn: async ({ signal }) => {
    const { items } = await request<Page<Kind>>("/channel-kinds", { signal });
    return { standing: await standingNow(), publicKey: items.find(({ kind }) => kind === "push")?.setting ?? null };
  },
});

/** Adds this browser to the ways by which oneself is reached; says what stands in the way where something does. */
export function SubscribePush() {
  const query = useQuery(pushQuery);
  return (
    <Answer query={query} skeleton={<Skeleton className="h-8" />}>
      {({ standing, publicKey }) => <Offer standing={standing} publicKey={publicKey} />}
    </Answer>
  );
}

function Offer({ standing, publicKey }: { standing: PushStanding; publicKey: string | null }) {
  const client = useQueryClient();
  const add = useMutation({
    mutationFn: async (key: string) => {
      const address = await subscribeBrowser(key);
      return await request<NewMethod>("/me/methods", { method: "POST", body: { kind: "push", address } });
    },
    onSuccess: () => say("This browser was added. A test comes at once."),
    onSettled: () => {
      void client.invalidateQueries({ queryKey: pushQuery.queryKey });
      forgetWays(client);
    },
  });
  const isAble = standing === "on" || standing === "off";
  return (
    <div className="flex max-w-80 flex-col items-start gap-1">
      <p className={isAble ? "" : "text-soft"}>{pushText(standing)}</p>
      {isAble && publicKey !== null && (
        <Button
          look={standing === "off" ? "primary" : "plain"}
          disabled={add.isPending}
          onClick={() => add.mutate(publicKey)}
        >
          {standing === "off" ? "Notify this browser" : "Add this browser again"}
        </Button>
      )}
      {add.error !== null && <ErrorState error={add.error} />}
    </div>
  );
}
