import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { request } from "../server/request.ts";
import { Letters } from "./letters.tsx";
import { usePageSearch } from "../shell/use-search.ts";
import { InvitePerson, Invitations } from "./invitations.tsx";
import { Button } from "../ui/button.tsx";
import { Confirm } from "../ui/confirm.tsx";
import { CopyLine } from "../ui/copy-line.tsx";
import { Section } from "../ui/section.tsx";
import { Answer, EmptyState, ErrorState, Skeleton } from "../ui/state.tsx";
import { TextField } from "../ui/text-field.tsx";
import { say } from "../ui/toasts.tsx";
import { ReadyText } from "../notification/ready-text.tsx";
import { type Readiness, readinessQuery } from "../notification/reach-queries.ts";
import { peopleQuery } from "../identity/people-queries.ts";
import { roleName } from "../identity/role-names.ts";
import { useMay } from "../identity/use-may.ts";
import type { Person } from "../identity/wire.ts";
import { NoPassword } from "./no-password.tsx";
import { PersonIdentities } from "./person-identities.tsx";
import { RoleChoice } from "./role-choice.tsx";

/** Who may do what here. */
export function People() {
  const mayWrite = useMay()("person:write");
  const [{ search }, change] = usePageSearch();
  const query = useInfiniteQuery(peopleQuery(search));
  const readiness = useQuery(readinessQuery).data?.items ?? [];
  return (
    <>
      <p className="max-w-[720px] text-soft">
        People of the provider have roles; developers act for an organisation and see only what is its own.
      </p>
      {mayWrite && <InvitePerson />}
      <Invitations mayWrite={mayWrite} />
      <Section title="People">
        <TextField
          label="Find by name or address"
          value={search ?? ""}
          set={(word) => change({ search: word === "" ? undefined : word }, { replace: true })}
          className="mb-1 max-w-32"
        />
        <Answer query={query} skeleton={<Skeleton className="h-32" />}>
          {({ pages }) => {
            const people = pages.flatMap(({ items }) => items);
            if (people.length === 0) {
              return <EmptyState title="Nobody of this name.">Look for another part of it.</EmptyState>;
            }
            return (
              <ul>
                {people.map((person) => (
                  <PersonRow
                    key={`${person.id} ${person.revision}`}
                    person={person}
                    mayWrite={mayWrite}
                    ready={readiness.find(({ handle }) => handle === person.handle)}
                  />
                ))}
              </ul>
            );
          }}
        </Answer>
        {query.hasNextPage && (
          <Button className="mt-1" onClick={() => void query.fetchNextPage()}>
            More
          </Button>
        )}
      </Section>
      <Letters />
    </>
  );
}

const STATES: Readonly<Record<Person["state"], string>> = {
  active: "",
  disabled: "◌ disabled",
  // What else can be said of them stands in a line of its own.
  invited: "",
};

interface PersonRowProps {
  readonly person: Person;
  readonly mayWrite: boolean;
  readonly ready: Readiness | undefined;
}

function PersonRow({ person, mayWrite, ready }: PersonRowProps) {
  const [isOpen, setOpen] = useState(false);
  const as = [...person.roles.map(roleName), ...person.organisations.map((each) => `developer of ${each}`)];
  return (
    <li className="border-b border-rule py-1">
      <div className="flex flex-wrap items-center gap-x-2 gap-y-0.5">
        <span className="min-w-20 font-medium">{person.name}</span>
        <span className="min-w-24 flex-1 [overflow-wrap:anywhere] text-soft">{person.mail ?? "no address"}</span>
        <span>{as.length === 0 ? "nothing yet" : as.join(", ")}</span>
        <span className="text-soft">
          {[STATES[person.state], person.secondFactor ? "second factor" : ""].filter((each) => each !== "").join(", ")}
        </span>
        {ready !== undefined && person.state === "active" && <ReadyText ready={ready} />}
        {mayWrite && (
          <Button
            onClick={() => setOpen(!isOpen)}
            aria-expanded={isOpen}
            aria-label={`${isOpen ? "Close" : "Change"} ${person.name}`}
          >
            {isOpen ? "Close" : "Change"}
          </Button>
        )}
      </div>
      {person.state === "invited" && <NoPassword person={person} mayWrite={mayWrite} />}
      {isOpen && <PersonForm person={person} />}
    </li>
  );
}

/** What is asked of the server, and what is said when it is done. */
interface Change {
  readonly path: string;
  readonly body: object;
  readonly done: string;
}

function PersonForm({ person }: { person: Person }) {
  const [roles, setRoles] = useState<readonly string[]>(person.roles);
  const client = useQueryClient();
  const url = `/people/${encodeURIComponent(person.id)}`;
  const act = useMutation({
    mutationFn: ({ path, body }: Change) =>
      path === ""
        ? request<{ link?: string | null }>(url, { method: "PUT", body, ifMatch: `"r${person.revision}"` })
        : request<{ link?: string | null } | undefined>(`${url}${path}`, { method: "POST", body }),
    onSuccess: (_answer, { done }) => {
      say(done);
      void client.invalidateQueries({ queryKey: ["people"] });
    },
  });
  const link = act.data?.link;
  return (
    <div className="my-1 flex flex-col gap-1 rounded-s bg-raised p-1.5">
      {person.managedBy !== null && (
        <p className="text-soft">
          The configuration “{person.managedBy}” says name, address and roles; change them there.
        </p>
      )}
      <RoleChoice roles={roles} set={setRoles} disabled={person.managedBy !== null} />
      <PersonIdentities person={person} />
      <PersonButtons person={person} roles={roles} isPending={act.isPending} act={act.mutate} />
      {act.error !== null && <ErrorState error={act.error} />}
      {typeof link === "string" && (
        <div role="status">
          <p>No letter was sent. Hand this link over; it works once, and for an hour.</p>
          <CopyLine text={link} label="Link" />
        </div>
      )}
    </div>
  );
}

interface PersonButtonsProps {
  readonly person: Person;
  readonly roles: readonly string[];
  readonly isPending: boolean;
  readonly act: (change: Change) => void;
}

function PersonButtons({ person, roles, isPending, act }: PersonButtonsProps) {
  const [asking, setAsking] = useState(false);
  const isDisabled = person.state === "disabled";
  return (
    <>
      <div className="flex flex-wrap gap-1">
        <Button
          look="primary"
          disabled={isPending || person.managedBy !== null || sameSet(roles, person.roles)}
          onClick={() => act({ path: "", body: { roles }, done: `The roles of ${person.name} are changed.` })}
        >
          Save the roles
        </Button>
        <Button
          disabled={isPending || isDisabled}
          onClick={() => act({ path: "/password-reset", body: {}, done: "The link is made." })}
        >
          Reset the password
        </Button>
        {person.secondFactor && (
          <Button
            disabled={isPending}
            onClick={() => act({ path: "/second-factor/reset", body: {}, done: "The second factor is gone." })}
          >
            Take the second factor away
          </Button>
        )}
        {isDisabled ? (
          <Button onClick={() => act({ path: "/enable", body: {}, done: `${person.name} may sign in again.` })}>
            Enable
          </Button>
        ) : (
          <Button look="danger" onClick={() => setAsking(true)}>
            Disable
          </Button>
        )}
      </div>
      {asking && (
        <Confirm
          title={`Disable ${person.name}?`}
          action="Disable"
          close={() => setAsking(false)}
          confirm={() => act({ path: "/disable", body: {}, done: `${person.name} is disabled.` })}
        >
          All sessions of {person.name} end at once. The account can be enabled again.
        </Confirm>
      )}
    </>
  );
}

function sameSet(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((each) => other.includes(each));
}
