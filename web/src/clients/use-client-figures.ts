import { useQueries } from "@tanstack/react-query";
import type { ClientFigures, ClientOfApi } from "../server/wire.ts";
import { useRange } from "../time/use-range.ts";
import { clientFiguresQuery } from "./client-list-queries.ts";

/** What a client asked of an API in the page's range, and when it was seen last. */
export type FiguresOfClient = ClientFigures["items"][number];

/** By client its traffic in the page's range: asked for page by page, beside the list, which does not wait for it. */
export function useClientFigures(
  api: string,
  pages: readonly { readonly items: readonly ClientOfApi[] }[],
): ReadonlyMap<string, FiguresOfClient> {
  const { interval } = useRange();
  const answers = useQueries({
    queries: pages.map(({ items }) => ({
      ...clientFiguresQuery(
        api,
        interval,
        items.map(({ client }) => client),
      ),
      enabled: items.length > 0,
    })),
  });
  return new Map(answers.flatMap(({ data }) => data?.items.map((each) => [each.client, each] as const) ?? []));
}
