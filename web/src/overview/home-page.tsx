import { useQuery } from "@tanstack/react-query";
import { Navigate } from "@tanstack/react-router";
import { apisQuery } from "../server/queries.ts";
import { useCurrentApi } from "../shell/use-api.ts";
import { Answer, Skeleton } from "../ui/state.tsx";

/** Leads to the API seen last; without one, to the guide. */
export function HomePage() {
  const apis = useQuery(apisQuery);
  const api = useCurrentApi();
  return (
    <Answer query={apis} skeleton={<Skeleton className="h-40" />}>
      {() => <Navigate to={api === undefined ? "/start" : `/apis/${encodeURIComponent(api)}`} replace />}
    </Answer>
  );
}
