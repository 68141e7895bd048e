import { QueryCache, QueryClient } from "@tanstack/react-query";
import { Problem } from "./problem.ts";

const RETRIES_MAX = 2;
const RETRY_AFTER_MS = 400;
/** What is in error is asked again so often, while it is looked at. */
const ASK_AGAIN_MS = 10_000;

/** Keeps answers, and asks again what failed without an answer; `onSignedOut` is told once a session is over. */
export function queryClient(onSignedOut: () => void): QueryClient {
  return new QueryClient({
    queryCache: new QueryCache({
      onError: (error, query) => {
        if (error instanceof Problem && error.status === 401 && query.queryKey[0] !== "session") onSignedOut();
      },
    }),
    defaultOptions: {
      queries: {
        staleTime: 5_000,
        gcTime: 10 * 60_000,
        retry: (failures, error) => isPassing(error) && failures < RETRIES_MAX,
        retryDelay: RETRY_AFTER_MS,
        refetchInterval: ({ state }) => (state.error !== null && isPassing(state.error) ? ASK_AGAIN_MS : false),
      },
    },
  });
}

/** No answer, or the server's own fault: it may be over the next time. */
function isPassing(error: Error): boolean {
  return error instanceof Problem && (error.status === 0 || error.status >= 500);
}
