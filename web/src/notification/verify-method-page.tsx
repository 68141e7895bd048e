import { useMutation } from "@tanstack/react-query";
import { request } from "../server/request.ts";
import { Button } from "../ui/button.tsx";
import { ErrorState } from "../ui/state.tsx";

/** Where the link of a message leads that verifies a way: whoever reads it says so. Nothing happens before that. */
export function VerifyMethodPage() {
  const token = location.hash.slice(1);
  const verify = useMutation({
    mutationFn: () => request<{ address: string }>("/method-verifications", { method: "POST", body: { token } }),
  });
  return (
    <main className="mx-auto max-w-[560px] p-3">
      <h1 className="mb-1">Is this you?</h1>
      {verify.data === undefined ? (
        <>
          <p className="mb-1">
            Somebody wants to be told here when something fires. Say that it is you, and it is so. If it is not, close
            this page.
          </p>
          <Button look="primary" onClick={() => verify.mutate()} disabled={verify.isPending}>
            It is me
          </Button>
        </>
      ) : (
        <p role="status">
          <bdi>{verify.data.address}</bdi> is verified. You can close this page.
        </p>
      )}
      {verify.error !== null && <ErrorState error={verify.error} />}
    </main>
  );
}
