import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useMay } from "../identity/use-may.ts";
import { Problem } from "../server/problem.ts";
import { request } from "../server/request.ts";
import type { Contact, Organisation } from "../server/wire.ts";
import { Button } from "../ui/button.tsx";
import { SelectField } from "../ui/select-field.tsx";
import { Confirm } from "../ui/confirm.tsx";
import { CopyLine } from "../ui/copy-line.tsx";
import { Section } from "../ui/section.tsx";
import { ErrorState } from "../ui/state.tsx";
import { TextField } from "../ui/text-field.tsx";
import { say } from "../ui/toasts.tsx";
import { ContactLine } from "./contact-line.tsx";

const KINDS: readonly Contact["kind"][] = ["operations", "billing", "legal", "security", "product"];

/** How an organisation is reached: added, verified, removed. */
export function OrganisationContacts({ organisation, level = 2 }: { organisation: Organisation; level?: 2 | 3 }) {
  const may = useMay();
  const canWrite = may("organisation:write") && organisation.managedBy === null;
  const path = `/organisations/${encodeURIComponent(organisation.organisation)}/contacts`;
  return (
    <Section title="Its contacts" level={level}>
      <ul>
        {organisation.contacts.map((contact) => (
          <ContactLine key={contact.id} contact={contact}>
            {canWrite && <ContactChanges contact={contact} path={`${path}/${encodeURIComponent(contact.id)}`} />}
          </ContactLine>
        ))}
      </ul>
      {canWrite && <AddContact path={path} />}
    </Section>
  );
}

function ContactChanges({ contact, path }: { contact: Contact; path: string }) {
  const [asking, setAsking] = useState(false);
  const [link, setLink] = useState<string>();
  const queries = useQueryClient();
  const remove = useMutation({
    mutationFn: () => request(path, { method: "DELETE" }),
    onSuccess: () => queries.invalidateQueries({ queryKey: ["clients"] }),
  });
  const verify = useMutation({
    mutationFn: () => request<{ link: string | null }>(`${path}/verification`, { method: "POST", body: {} }),
    onSuccess: (answer) => {
      if (answer.link === null) say(`A letter is on its way to ${contact.mail}.`);
      else setLink(answer.link);
    },
  });
  const error = remove.error ?? verify.error;
  return (
    <>
      {contact.verifiedAt === null && <Button onClick={() => verify.mutate()}>Verify</Button>}
      <Button onClick={() => setAsking(true)}>Remove</Button>
      {link !== undefined && (
        <div className="w-full" role="status">
          <p>This server sends no mail. Pass this link on to {contact.mail}; it works once, for seven days.</p>
          <CopyLine text={link} label="Link" />
        </div>
      )}
      {error !== null && <ErrorState error={error} />}
      {asking && (
        <Confirm
          title={`Remove ${contact.mail}?`}
          action="Remove it"
          close={() => setAsking(false)}
          confirm={() => remove.mutate()}
        >
          It gets no more notices. Whoever is added again has to be verified again.
        </Confirm>
      )}
    </>
  );
}

function AddContact({ path }: { path: string }) {
  const [mail, setMail] = useState("");
  const [kind, setKind] = useState<string>("operations");
  const queries = useQueryClient();
  const add = useMutation({
    mutationFn: () => request(path, { method: "POST", body: { kind, mail: mail.trim() } }),
    onSuccess: () => {
      setMail("");
      void queries.invalidateQueries({ queryKey: ["clients"] });
    },
  });
  const fault = add.error instanceof Problem ? add.error.faults.find(({ pointer }) => pointer === "/mail") : undefined;
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        add.mutate();
      }}
      className="mt-1 flex flex-wrap items-start gap-1"
    >
      <TextField
        label="Mail"
        value={mail}
        set={setMail}
        placeholder="ops@acme.example"
        fault={fault?.detail}
        className="w-32"
      />
      <SelectField label="For" value={kind} set={setKind} options={KINDS} />
      <Button look="primary" type="submit" disabled={mail.trim() === "" || add.isPending} className="mt-2.5">
        Add a contact
      </Button>
      {add.error !== null && fault === undefined && <ErrorState error={add.error} />}
    </form>
  );
}
