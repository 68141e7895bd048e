import { Link } from "@tanstack/react-router";
import type { Objective } from "../server/wire.ts";
import { Mark } from "../ui/mark.tsx";
import { objectiveLook } from "./objective-look.ts";

/** An objective by its name, with its mark, leading to its page. */
export function ObjectiveName({ objective }: { objective: Objective }) {
  return (
    <Link
      to={`/apis/${encodeURIComponent(objective.api)}/objectives/${encodeURIComponent(objective.id)}`}
      className="door inline-flex items-center gap-1 font-medium"
    >
      <Mark spent={1 - objective.remaining} tone={objectiveLook(objective).tone} className="size-3 flex-none" />
      {objective.id}
    </Link>
  );
}
