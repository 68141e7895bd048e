import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { sessionQuery } from "../server/queries.ts";
import { request } from "../server/request.ts";
import type { Page } from "../server/wire.ts";
import { say } from "../ui/toasts.tsx";
import { type OncallPage, openPagesQuery, pagePath, PAGES_KEY } from "./page-queries.ts";

/** One thing that is done with a page, and what is said when it is done. */
export interface PageAct {
  readonly page: string;
  readonly what: "acknowledgement" | "snooze" | "reassignment" | "escalation" | "responders" | "resolution" | "policy";
  readonly method: "PUT" | "POST" | "DELETE";
  readonly body?: object;
  readonly done: string;
}

/**
 * Acts on a page. An acknowledgement shows at once, before the server has it, and is taken back with the reason if it
 * does not come to be.
 */
export function usePageAct() {
  const client = useQueryClient();
  const { data: session } = useQuery(sessionQuery);
  const name = session?.person?.name ?? "you";
  return useMutation({
    mutationFn: ({ page, what, method, body }: PageAct) =>
      request<OncallPage>(`${pagePath(page)}/${what}`, {
        method,
        ...(method === "DELETE" ? {} : { body: body ?? {} }),
      }),
    onMutate: async ({ page, what, method }) => {
      if (what !== "acknowledgement" || method !== "PUT") return undefined;
      await client.cancelQueries({ queryKey: PAGES_KEY });
      const before = client.getQueryData<Page<OncallPage>>(openPagesQuery.queryKey);
      if (before === undefined) return undefined;
      const items = before.items.map((one) => (one.page === page ? taken(one, name) : one));
      client.setQueryData(openPagesQuery.queryKey, { ...before, items });
      return before;
    },
    onSuccess: (_page, { done }) => say(done),
    onError: (error, _act, before) => {
      if (before !== undefined) client.setQueryData(openPagesQuery.queryKey, before);
      say(error.message);
    },
    onSettled: () => void client.invalidateQueries({ queryKey: PAGES_KEY }),
  });
}

function taken(page: OncallPage, name: string): OncallPage {
  return { ...page, state: "acknowledged", sentence: `${page.title}: ${name} takes it now.`, next: null };
}
