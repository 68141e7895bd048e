import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { DAY_MS } from "#kernel";
import { kpisQuery, tokensQuery } from "../server/queries.ts";
import { request } from "../server/request.ts";
import type { NewToken } from "../server/wire.ts";
import { useServerNow } from "../time/server-clock.ts";
import { Button } from "../ui/button.tsx";
import { CopyLine } from "../ui/copy-line.tsx";
import { Time } from "../ui/time.tsx";
import { ErrorState } from "../ui/state.tsx";
import { curlLine } from "./curl-line.ts";

const MINUTE_MS = 60_000;

/** A line that sends a record, with a token made on demand; and the word when the first one has arrived. */
export function SendRecords({ api }: { api: string }) {
  const [token, setToken] = useState<string>();
  const client = useQueryClient();
  const make = useMutation({
    mutationFn: () =>
      request<NewToken>("/tokens", {
        method: "POST",
        body: { name: `first records of ${api}`, scopes: ["records:write"] },
      }),
    onSuccess: (made) => {
      setToken(made.token);
      void client.invalidateQueries({ queryKey: tokensQuery.queryKey });
    },
  });
  return (
    <div className="flex flex-col items-start gap-1">
      <p>Send a record from a shell; it appears here within seconds.</p>
      <CopyLine text={curlLine(location.origin, api, token)} />
      {token === undefined ? (
        <Button onClick={() => make.mutate()} disabled={make.isPending}>
          Make a token for this line
        </Button>
      ) : (
        <p className="text-soft">The token is shown only now. It may send records, and nothing else.</p>
      )}
      {make.error !== null && <ErrorState error={make.error} />}
      <FirstRecord api={api} />
    </div>
  );
}

function FirstRecord({ api }: { api: string }) {
  const now = Math.ceil(useServerNow() / MINUTE_MS) * MINUTE_MS;
  const { data } = useQuery({
    ...kpisQuery({ api, interval: { from: now - DAY_MS, to: now }, stepMs: 5 * MINUTE_MS }),
    refetchInterval: 2_000,
  });
  const first = data?.series?.find(({ requests }) => requests > 0);
  return (
    <p role="status">
      {first === undefined ? (
        <>
          <span aria-hidden="true" className="live-dot text-soft">
            ●{" "}
          </span>
          Waiting for the first record …
        </>
      ) : (
        <>
          <span aria-hidden="true" className="text-ok">
            ✓{" "}
          </span>
          Records arrive; the first request of the last 24 h was about <Time at={first.at} />.
        </>
      )}
    </p>
  );
}
