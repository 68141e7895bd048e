import { useState } from "react";
import { HOUR_MS, isoText } from "#kernel";
import { useMay } from "../identity/use-may.ts";
import { useServerNow } from "../time/server-clock.ts";
import { Button } from "../ui/button.tsx";
import { Confirm } from "../ui/confirm.tsx";
import { TextField } from "../ui/text-field.tsx";
import type { OncallPage } from "./page-queries.ts";
import { type PageAct, usePageAct } from "./use-page-act.ts";

const SNOOZES_H = [1, 4, 12] as const;

/** What can be done with an open page, by whoever may respond. */
export function PageActs({ page }: { page: OncallPage }) {
  const [doing, setDoing] = useState<"nothing" | "closing" | "naming">("nothing");
  const act = usePageAct();
  const mayRespond = useMay()("page:respond");
  if (!mayRespond || page.state === "ended" || page.state === "resolved") return null;
  const run = (what: PageAct["what"], method: PageAct["method"], rest: { body?: object; done: string }): void => {
    act.mutate({ page: page.page, what, method, ...rest });
  };
  const isHeld = page.state !== "open";
  return (
    <div className="mt-1 flex flex-wrap items-end gap-1">
      {page.state !== "acknowledged" && (
        <Button
          look="primary"
          className="max-md:min-h-7! max-md:w-full max-md:text-m"
          onClick={() => run("acknowledgement", "PUT", { done: "You have it." })}
        >
          Acknowledge
        </Button>
      )}
      {isHeld && (
        <Button onClick={() => run("acknowledgement", "DELETE", { done: "It is escalated again." })}>
          Give it back
        </Button>
      )}
      <Snoozes run={run} />
      <Button onClick={() => run("escalation", "POST", { done: "The next step runs." })}>Escalate now</Button>
      <Button onClick={() => setDoing(doing === "naming" ? "nothing" : "naming")} aria-expanded={doing === "naming"}>
        Somebody else …
      </Button>
      {page.policyChanged && (
        <Button onClick={() => run("policy", "POST", { done: "It runs by the policy as it is now." })}>
          The policy changed: switch
        </Button>
      )}
      <Button look="danger" onClick={() => setDoing("closing")}>
        Close it …
      </Button>
      {doing === "naming" && <SomebodyElse run={run} />}
      {doing === "closing" && (
        <Confirm
          title={`Close “${page.title}”?`}
          action="Close it"
          close={() => setDoing("nothing")}
          confirm={() => run("resolution", "POST", { done: "It is closed." })}
        >
          {page.firing === 0
            ? "Whoever was told learns of it."
            : `${page.firing} of its alerts still fire. If that lasts, it is told again.`}
        </Confirm>
      )}
    </div>
  );
}

interface SomebodyElseProps {
  readonly run: (what: PageAct["what"], method: PageAct["method"], rest: { body?: object; done: string }) => void;
}

function SomebodyElse({ run }: SomebodyElseProps) {
  const [name, setName] = useState("");
  return (
    <div className="flex w-full flex-wrap items-end gap-1">
      <TextField label="Person" value={name} set={setName} placeholder="ben" />
      <Button
        disabled={name === ""}
        onClick={() => run("reassignment", "POST", { body: { to: name }, done: `${name} is paged.` })}
      >
        Give it to them
      </Button>
      <Button
        disabled={name === ""}
        onClick={() => run("responders", "POST", { body: { person: name }, done: `${name} is asked to help.` })}
      >
        Ask them to help
      </Button>
    </div>
  );
}

type Run = (what: PageAct["what"], method: PageAct["method"], rest: { body?: object; done: string }) => void;

/** It rests for so long, and wakes again by itself. */
function Snoozes({ run }: { run: Run }) {
  const now = useServerNow();
  return SNOOZES_H.map((hours) => (
    <Button
      key={hours}
      onClick={() => run("snooze", "POST", { body: { until: isoText(now + hours * HOUR_MS) }, done: "It rests." })}
    >
      Snooze {hours} h
    </Button>
  ));
}
