import { useMay } from "../identity/use-may.ts";
import { TextLink } from "../ui/text-link.tsx";

/** Leads to the entries of the audit log about one thing (`plan:gold`), or about a client with its keys and plans. */
export function WhoChanged(search: { subject: string } | { client: string }) {
  if (!useMay()("audit:read")) return null;
  return (
    <TextLink to="/settings/audit" search={search}>
      Who changed it
    </TextLink>
  );
}
