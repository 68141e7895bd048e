import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { faultAt } from "../server/problem.ts";
import { request } from "../server/request.ts";
import { Button } from "../ui/button.tsx";
import { Confirm } from "../ui/confirm.tsx";
import { KeptInText } from "../ui/kept-in-text.tsx";
import { Section } from "../ui/section.tsx";
import { Answer, EmptyState, ErrorState, Skeleton } from "../ui/state.tsx";
import { TextLink } from "../ui/text-link.tsx";
import { TextField } from "../ui/text-field.tsx";
import { say } from "../ui/toasts.tsx";
import { teamsQuery } from "../identity/people-queries.ts";
import { useMay } from "../identity/use-may.ts";
import type { Team } from "../identity/wire.ts";

/** Who is told, and on call, together. */
export function Teams() {
  const mayWrite = useMay()("team:write");
  const query = useQuery(teamsQuery);
  return (
    <>
      <p className="max-w-[720px] text-soft">
        A team owns APIs, and is told and on call together. People are named by their handles.
      </p>
      {mayWrite && <TeamForm />}
      <Section title="Teams">
        <Answer query={query} skeleton={<Skeleton className="h-16" />}>
          {({ items }) =>
            items.length === 0 ? (
              <EmptyState title="There is no team yet.">
                {mayWrite ? "Give one a name above." : "An administrator can make one."}
              </EmptyState>
            ) : (
              <ul>
                {items.map((team) => (
                  <TeamRow key={`${team.team} ${team.revision}`} team={team} mayWrite={mayWrite} />
                ))}
              </ul>
            )
          }
        </Answer>
      </Section>
    </>
  );
}

function TeamRow({ team, mayWrite }: { team: Team; mayWrite: boolean }) {
  const [isOpen, setOpen] = useState(false);
  const [asking, setAsking] = useState(false);
  const client = useQueryClient();
  const remove = useMutation({
    mutationFn: () =>
      request(`/teams/${encodeURIComponent(team.team)}`, { method: "DELETE", ifMatch: `"r${team.revision}"` }),
    onSuccess: () => {
      say(`The team ${team.title} is gone.`);
      void client.invalidateQueries({ queryKey: teamsQuery.queryKey });
    },
  });
  return (
    <li className="border-b border-rule py-1">
      <div className="flex flex-wrap items-center gap-x-2 gap-y-0.5">
        <span className="min-w-20 font-medium">{team.title}</span>
        <span className="flex-1">
          {team.people.length === 0 ? "nobody yet" : team.people.map(({ name }) => name).join(", ")}
        </span>
        {team.schedule !== null && (
          <TextLink to={`/oncall/${encodeURIComponent(team.schedule)}`}>on call by {team.schedule}</TextLink>
        )}
        <KeptInText managedBy={team.managedBy} />
        {mayWrite && team.managedBy === null && (
          <>
            <Button onClick={() => setOpen(!isOpen)} aria-expanded={isOpen} aria-label={`Change ${team.title}`}>
              {isOpen ? "Close" : "Change"}
            </Button>
            <Button look="danger" onClick={() => setAsking(true)} aria-label={`Remove ${team.title}`}>
              Remove
            </Button>
          </>
        )}
      </div>
      {remove.error !== null && <ErrorState error={remove.error} />}
      {isOpen && <TeamForm team={team} />}
      {asking && (
        <Confirm
          title={`Remove the team ${team.title}?`}
          action="Remove it"
          close={() => setAsking(false)}
          confirm={() => remove.mutate()}
        >
          Its people stay. What names the team finds nobody any more.
        </Confirm>
      )}
    </li>
  );
}

/** Of a new team, or of one that is there. */
function TeamForm({ team }: { team?: Team }) {
  const [name, setName] = useState(team?.team ?? "");
  const [schedule, setSchedule] = useState(team?.schedule ?? "");
  const [people, setPeople] = useState(team?.people.map(({ handle }) => handle).join(", ") ?? "");
  const client = useQueryClient();
  const save = useMutation({
    mutationFn: () => {
      const handles = people.split(/[\s,]+/).filter((each) => each !== "");
      const { revision } = team ?? {};
      return request<Team>(`/teams/${encodeURIComponent(name)}`, {
        method: "PUT",
        body: { people: handles, schedule: schedule.trim() === "" ? null : schedule.trim() },
        ...(revision === undefined ? {} : { ifMatch: `"r${revision}"` }),
      });
    },
    onSuccess: (saved) => {
      if (team === undefined) {
        setName("");
        setPeople("");
        setSchedule("");
      }
      say(`The team ${saved.title} is kept.`);
      void client.invalidateQueries({ queryKey: teamsQuery.queryKey });
    },
  });
  return (
    <form
      className="my-1 flex flex-wrap items-end gap-1"
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate();
      }}
    >
      {team === undefined && (
        <TextField label="Name of a new team" value={name} set={setName} placeholder="orders" className="w-24" />
      )}
      <TextField label="Handles of its people" value={people} set={setPeople} placeholder="ana, ben" className="w-40" />
      <TextField
        label="Schedule that says who is on call"
        value={schedule}
        set={setSchedule}
        placeholder="primary"
        fault={faultAt(save.error, "/schedule")}
        className="w-32"
      />
      <Button look="primary" type="submit" disabled={name === "" || save.isPending}>
        {team === undefined ? "Make the team" : "Save"}
      </Button>
      {save.error !== null && <ErrorState error={save.error} />}
    </form>
  );
}
