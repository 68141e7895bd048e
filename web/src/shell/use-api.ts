import { useQuery } from "@tanstack/react-query";
import { useEffect } from "react";
import { apisQuery } from "../server/queries.ts";
import { usePageParam } from "./use-page-param.ts";

const LAST = "plimsoll.api";

/** The API of the page's address. */
export function usePageApi(): string {
  return usePageParam("api") ?? "";
}

/** The API that the navigation leads to: the page's, else the one seen last, else the first. Undefined when there is none. */
export function useCurrentApi(): string | undefined {
  const asked = usePageApi();
  const { data } = useQuery(apisQuery);
  useEffect(() => {
    if (asked !== "") localStorage.setItem(LAST, asked);
  }, [asked]);
  if (asked !== "") return asked;
  const names = data?.items.map(({ api }) => api) ?? [];
  const last = localStorage.getItem(LAST);
  return names.find((name) => name === last) ?? names[0];
}

/** The name that people gave an API; its id where they gave none. */
export function useApiTitle(api: string): string {
  const { data } = useQuery(apisQuery);
  return data?.items.find((each) => each.api === api)?.title ?? api;
}
