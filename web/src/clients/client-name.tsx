import { Link } from "@tanstack/react-router";
import { OTHER, UNATTRIBUTED } from "../server/wire.ts";

/** A client by its name, as a link to its page; traffic without a name and the sum of the rest are said in words. */
export function ClientName({ api, client }: { api: string; client: string }) {
  if (client === UNATTRIBUTED) return <span className="text-soft">no client named</span>;
  if (client === OTHER) return <span className="text-soft">all others</span>;
  return (
    <Link to={`/apis/${encodeURIComponent(api)}/clients/${encodeURIComponent(client)}`} className="door font-medium">
      <bdi>{client}</bdi>
    </Link>
  );
}
