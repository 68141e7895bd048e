import { useInfiniteQuery } from "@tanstack/react-query";
import { useState } from "react";
import { countText } from "#kernel";
import { useMay } from "../identity/use-may.ts";
import { usePageSearch } from "../shell/use-search.ts";
import { Button } from "../ui/button.tsx";
import { Confirm } from "../ui/confirm.tsx";
import { Section } from "../ui/section.tsx";
import { Sentence } from "../ui/sentence.tsx";
import { Answer, EmptyState, ErrorState, Skeleton } from "../ui/state.tsx";
import { Time } from "../ui/time.tsx";
import { SilenceForm } from "./silence-form.tsx";
import { type Silence, silencesQuery, useSilenceChange, type WrittenMatcher } from "./silence-queries.ts";

/** What nobody is told of for a time, because somebody said so. */
export function SilencesPage() {
  const [{ match }, change] = usePageSearch();
  const mayWrite = useMay()("silence:write");
  const [adding, setAdding] = useState(match !== undefined);
  const query = useInfiniteQuery(silencesQuery("current"));
  const close = (): void => {
    setAdding(false);
    if (match !== undefined) change({ match: undefined }, { replace: true });
  };
  return (
    <>
      <h1 className="mb-0.5">Silences</h1>
      <Answer query={query} skeleton={<Skeleton className="h-32" />}>
        {({ pages }) => {
          const silences = pages.flatMap(({ items }) => items);
          return (
            <>
              <Sentence>{silencesSentence(silences)}</Sentence>
              {silences.length === 0 && !adding && (
                <EmptyState title="Nothing is silenced">
                  <p>
                    A silence keeps alerts from being told for a time: while a database moves, say. Whoever was told
                    that something fires hears of its end all the same.
                  </p>
                </EmptyState>
              )}
              <ul>
                {silences.map((silence) => (
                  <SilenceLine key={silence.id} silence={silence} mayWrite={mayWrite} />
                ))}
              </ul>
            </>
          );
        }}
      </Answer>
      {mayWrite && !adding && (
        <Button className="mt-2" look="primary" onClick={() => setAdding(true)}>
          Silence something
        </Button>
      )}
      {mayWrite && adding && (
        <Section title="A new silence">
          <SilenceForm {...(match === undefined ? {} : { first: matchersOf(match) })} close={close} />
        </Section>
      )}
      <Ended />
    </>
  );
}

function SilenceLine({ silence, mayWrite }: { silence: Silence; mayWrite: boolean }) {
  const [doing, setDoing] = useState<"nothing" | "changing" | "ending">("nothing");
  const end = useSilenceChange();
  const { id, text, author, reason, startsAt, endsAt, state, hides, revision, isReminderDue } = silence;
  return (
    <li className="border-b border-rule py-1">
      <p className="flex flex-wrap items-baseline gap-x-1">
        <span className="font-semibold">
          <bdi>{text}</bdi>
        </span>
        <span className="text-soft">
          {author}: <bdi>{reason}</bdi>
        </span>
        <span className="ml-auto text-soft">
          {state === "pending" ? (
            <>
              from <Time at={startsAt} /> to <Time at={endsAt} />
            </>
          ) : (
            <>
              until <Time at={endsAt} />
            </>
          )}
        </span>
      </p>
      <p className="text-soft">
        {hides === 0
          ? "It hides nothing now."
          : `It hides ${countText(hides)} ${hides === 1 ? "alert" : "alerts"} now.`}
        {isReminderDue && <span className="text-warn"> ▲ Nobody looked at it for a week: is it still wanted?</span>}
      </p>
      {mayWrite && doing !== "changing" && (
        <div className="mt-0.5 flex gap-1">
          <Button onClick={() => setDoing("changing")}>Change it</Button>
          <Button look="danger" onClick={() => setDoing("ending")}>
            End it now …
          </Button>
        </div>
      )}
      {doing === "changing" && <SilenceForm silence={silence} close={() => setDoing("nothing")} />}
      {doing === "ending" && (
        <Confirm
          title="End this silence now?"
          action="End it"
          close={() => setDoing("nothing")}
          confirm={() =>
            end.mutate({ path: `/silences/${id}`, method: "DELETE", revision, done: "The silence is over." })
          }
        >
          {hides === 0
            ? "Nothing that it hides fires now. It stays in the list of those that are over."
            : `${countText(hides)} ${hides === 1 ? "alert that it hides fires" : "alerts that it hides fire"}: whoever their routes name is told of them at once.`}
        </Confirm>
      )}
      {end.error !== null && <ErrorState error={end.error} />}
    </li>
  );
}

function Ended() {
  const [isOpen, setOpen] = useState(false);
  const query = useInfiniteQuery({ ...silencesQuery("ended"), enabled: isOpen });
  return (
    <details className="mt-4" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary className="py-0.5 text-accent">Those that are over</summary>
      {isOpen && (
        <Answer query={query} skeleton={<Skeleton className="h-16" />}>
          {({ pages }) => {
            const ended = pages.flatMap(({ items }) => items);
            if (ended.length === 0) return <p className="text-soft">None yet.</p>;
            return (
              <>
                <ul>
                  {ended.map(({ id, text, author, reason, endsAt, endedBy }) => (
                    <li key={id} className="border-b border-rule py-0.5">
                      <bdi>{text}</bdi>{" "}
                      <span className="text-soft">
                        {author}: <bdi>{reason}</bdi>, over <Time at={endsAt} />
                        {endedBy !== null && `, ended by ${endedBy}`}
                      </span>
                    </li>
                  ))}
                </ul>
                {query.hasNextPage && (
                  <Button className="mt-1" onClick={() => void query.fetchNextPage()}>
                    Older silences
                  </Button>
                )}
              </>
            );
          }}
        </Answer>
      )}
    </details>
  );
}

function silencesSentence(silences: readonly Silence[]): string {
  const active = silences.filter(({ state }) => state === "active");
  if (active.length === 0) return "Everything that fires is told to whom its routes name.";
  const hidden = active.reduce((sum, { hides }) => sum + hides, 0);
  const holds = active.length === 1 ? "1 silence holds" : `${countText(active.length)} silences hold`;
  return hidden === 0 ? `${holds}, and hides nothing that fires now.` : `${holds} and hides what fires now.`;
}

/** From the address: a line for each label, `api=orders`. */
function matchersOf(match: string): readonly WrittenMatcher[] {
  return match.split("\n").flatMap((line) => {
    const at = line.indexOf("=");
    return at <= 0 ? [] : [{ label: line.slice(0, at), operator: "=" as const, value: line.slice(at + 1) }];
  });
}
