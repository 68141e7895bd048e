import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { request } from "../server/request.ts";
import { Button } from "../ui/button.tsx";
import { Section } from "../ui/section.tsx";
import { Answer, ErrorState, Skeleton } from "../ui/state.tsx";
import { say } from "../ui/toasts.tsx";
import { forgetWays, type Method, methodsQuery, type OrderedTest, type Sent, testQuery } from "./reach-queries.ts";
import { SentState } from "./sent-state.tsx";

/** Tries out each way to oneself, and shows live what became of each. */
export function PageMe() {
  const methods = useQuery(methodsQuery).data?.items ?? [];
  const page = useMutation({ mutationFn: () => request<OrderedTest>("/me/page", { method: "POST", body: {} }) });
  const isAble = methods.some(({ verifiedAt, disabled }) => verifiedAt !== null && !disabled);
  return (
    <Section title="Try it out">
      <p className="mb-1 max-w-[720px] text-soft">
        Sends a test by each verified way, as a page would come. Say of each whether it arrived.
      </p>
      <Button look="primary" onClick={() => page.mutate()} disabled={!isAble || page.isPending}>
        Page me now
      </Button>
      {!isAble && <p className="text-soft">There is no verified way to you yet.</p>}
      {page.error !== null && <ErrorState error={page.error} />}
      {page.data !== undefined && <Outcome subject={page.data.subject} methods={methods} />}
    </Section>
  );
}

function Outcome({ subject, methods }: { subject: string; methods: readonly Method[] }) {
  const query = useQuery(testQuery("/me/notifications", subject));
  return (
    <div role="status" className="mt-1">
      <Answer query={query} skeleton={<Skeleton className="h-8" />}>
        {({ items }) => (
          <ul aria-label="What became of it">
            {items.map((sent) => (
              <li key={sent.id} className="flex flex-wrap items-center gap-x-2 gap-y-0.5 border-b border-rule py-1">
                <span className="min-w-24 [overflow-wrap:anywhere]">
                  {sent.kind} {sent.address}
                </span>
                <span className="min-w-24 flex-1">
                  <SentState sent={sent} />
                </span>
                <Arrived sent={sent} methods={methods} />
              </li>
            ))}
          </ul>
        )}
      </Answer>
    </div>
  );
}

/** Only its owner can tell that something reached him: a provider that says yes may be wrong. */
function Arrived({ sent, methods }: { sent: Sent; methods: readonly Method[] }) {
  const method = methods.find(({ kind, address }) => kind === sent.kind && address === sent.address);
  const client = useQueryClient();
  const prove = useMutation({
    mutationFn: (id: string) => request(`/me/methods/${encodeURIComponent(id)}/proof`, { method: "PUT", body: {} }),
    onSuccess: () => {
      say("Good to know. It is kept when you said so.");
      forgetWays(client);
    },
  });
  if (method === undefined || sent.state !== "sent") return null;
  return (
    <Button disabled={prove.isPending || prove.isSuccess} onClick={() => prove.mutate(method.id)}>
      It arrived
    </Button>
  );
}
