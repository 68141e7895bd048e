import { useMutation, useQueryClient } from "@tanstack/react-query";
import { lazy, Suspense, useState } from "react";
import { request } from "../server/request.ts";
import { Button } from "../ui/button.tsx";
import { CopyLine } from "../ui/copy-line.tsx";
import { Section } from "../ui/section.tsx";
import { ErrorState, Skeleton } from "../ui/state.tsx";
import { say } from "../ui/toasts.tsx";
import { CodeField, PasswordField } from "./password-fields.tsx";
import { accountQuery } from "./people-queries.ts";
import type { Account, Enrolment, RecoveryCodes } from "./wire.ts";

const QrCode = lazy(async () => ({ default: (await import("./qr-code.tsx")).QrCode }));

/** A code beside the password: switched on in three steps, off by password and code. */
export function SecondFactor({ account }: { account: Account }) {
  const [codes, setCodes] = useState<readonly string[]>();
  return (
    <Section title="Second factor">
      {codes !== undefined && <NewCodes codes={codes} />}
      {account.secondFactor.isOn ? (
        <SwitchOff left={account.secondFactor.recoveryCodesLeft} switchedOff={() => setCodes(undefined)} />
      ) : (
        <SwitchOn confirmed={setCodes} />
      )}
    </Section>
  );
}

function NewCodes({ codes }: { codes: readonly string[] }) {
  return (
    <div role="status" className="mb-2 max-w-[400px]">
      <p>
        These are your recovery codes. Each signs you in once when the phone is lost.{" "}
        <b>Keep them now: they are not shown again.</b>
      </p>
      <CopyLine text={codes.join("\n")} label="Recovery codes" />
    </div>
  );
}

function SwitchOn({ confirmed }: { confirmed: (codes: readonly string[]) => void }) {
  const [password, setPassword] = useState("");
  const enrol = useMutation({
    mutationFn: () => request<Enrolment>("/account/second-factor", { method: "POST", body: { password } }),
  });
  if (enrol.data !== undefined) return <ShowSecret enrolment={enrol.data} confirmed={confirmed} />;
  return (
    <form
      className="flex max-w-[400px] flex-col gap-1"
      onSubmit={(event) => {
        event.preventDefault();
        enrol.mutate();
      }}
    >
      <p>With a second factor nobody signs in with your password alone. It takes a program for codes on your phone.</p>
      <PasswordField label="Your password, to begin" value={password} set={setPassword} />
      {enrol.error !== null && <ErrorState error={enrol.error} />}
      <Button type="submit" className="self-start" disabled={password === "" || enrol.isPending}>
        Switch it on
      </Button>
    </form>
  );
}

function ShowSecret({ enrolment, confirmed }: { enrolment: Enrolment; confirmed: (codes: readonly string[]) => void }) {
  const [code, setCode] = useState("");
  const client = useQueryClient();
  const confirm = useMutation({
    mutationFn: () => request<RecoveryCodes>("/account/second-factor/confirm", { method: "POST", body: { code } }),
    onSuccess: ({ recoveryCodes }) => {
      confirmed(recoveryCodes);
      void client.invalidateQueries({ queryKey: accountQuery.queryKey });
    },
  });
  return (
    <form
      className="flex max-w-[400px] flex-col gap-1"
      onSubmit={(event) => {
        event.preventDefault();
        confirm.mutate();
      }}
    >
      <p>Let your phone read this, or type the secret there. Then give the code that it shows.</p>
      <Suspense fallback={<Skeleton className="size-28" />}>
        <QrCode text={enrolment.uri} />
      </Suspense>
      <CopyLine text={enrolment.secret} label="Secret" />
      <CodeField label="The code that your phone shows" value={code} set={setCode} />
      {confirm.error !== null && <ErrorState error={confirm.error} />}
      <Button type="submit" look="primary" className="self-start" disabled={code === "" || confirm.isPending}>
        Confirm
      </Button>
    </form>
  );
}

function SwitchOff({ left, switchedOff }: { left: number; switchedOff: () => void }) {
  const [password, setPassword] = useState("");
  const [code, setCode] = useState("");
  const client = useQueryClient();
  const off = useMutation({
    mutationFn: () => request("/account/second-factor/disable", { method: "POST", body: { password, code } }),
    onSuccess: () => {
      switchedOff();
      say("Your second factor is off.");
      void client.invalidateQueries({ queryKey: accountQuery.queryKey });
    },
  });
  return (
    <form
      className="flex max-w-[400px] flex-col gap-1"
      onSubmit={(event) => {
        event.preventDefault();
        off.mutate();
      }}
    >
      <p>It is on. {left === 1 ? "One recovery code is" : `${left} recovery codes are`} left.</p>
      <PasswordField label="Your password, to switch it off" value={password} set={setPassword} />
      <CodeField value={code} set={setCode} />
      {off.error !== null && <ErrorState error={off.error} />}
      <Button
        type="submit"
        look="danger"
        className="self-start"
        disabled={password === "" || code === "" || off.isPending}
      >
        Switch it off
      </Button>
    </form>
  );
}
