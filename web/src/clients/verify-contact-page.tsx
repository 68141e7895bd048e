import { useMutation } from "@tanstack/react-query";
import { request } from "../server/request.ts";
import { Button } from "../ui/button.tsx";
import { ErrorState } from "../ui/state.tsx";

interface Verified {
  readonly organisation: string;
  readonly mail: string;
  readonly kind: string;
}

/** Where the link of a letter leads: whoever reads it says that the address is right. Nothing happens before that. */
export function VerifyContactPage() {
  const token = location.hash.slice(1);
  const verify = useMutation({
    mutationFn: () => request<Verified>("/contact-verifications", { method: "POST", body: { token } }),
  });
  return (
    <main className="mx-auto max-w-[560px] p-3">
      <h1 className="mb-1">Is this address right?</h1>
      {verify.data === undefined ? (
        <>
          <p className="mb-1">
            Somebody named your address as a contact of an organisation. Say that it is right, and notices go there.
          </p>
          <Button look="primary" onClick={() => verify.mutate()} disabled={verify.isPending}>
            It is right
          </Button>
        </>
      ) : (
        <p role="status">
          {verify.data.mail} is a verified contact of <bdi>{verify.data.organisation}</bdi> for {verify.data.kind}. You
          can close this page.
        </p>
      )}
      {verify.error !== null && <ErrorState error={verify.error} />}
    </main>
  );
}
