import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useMay } from "../identity/use-may.ts";
import { request } from "../server/request.ts";
import { Button } from "../ui/button.tsx";
import { Confirm } from "../ui/confirm.tsx";
import { ErrorState } from "../ui/state.tsx";
import { say } from "../ui/toasts.tsx";

interface ReleaseProps {
  readonly kind: "api" | "plan" | "organisation";
  readonly name: string;
  /** The text that owns it; nothing is shown when none does. */
  readonly managedBy: string | null;
}

/** Takes a thing out of the hands of the text that owns it, so that it is changed here. */
export function ReleaseFromText({ kind, name, managedBy }: ReleaseProps) {
  const [asking, setAsking] = useState(false);
  const mayRelease = useMay()("configuration:write");
  const client = useQueryClient();
  const release = useMutation({
    mutationFn: () => request("/configuration/release", { method: "POST", body: { kind, name } }),
    onSuccess: async () => {
      say(`${name} is changed here from now on.`);
      await client.invalidateQueries();
    },
  });
  if (managedBy === null || !mayRelease) return null;
  return (
    <p className="my-1">
      <Button onClick={() => setAsking(true)} disabled={release.isPending}>
        Let go of it …
      </Button>
      {release.error !== null && <ErrorState error={release.error} />}
      {asking && (
        <Confirm
          title={`Let the text “${managedBy}” go of ${name}?`}
          action="Let go of it"
          close={() => setAsking(false)}
          confirm={() => release.mutate()}
        >
          It is changed here then. When the text that names it is applied again, the text has it back.
        </Confirm>
      )}
    </p>
  );
}
