import { CopyLine } from "../ui/copy-line.tsx";

/** The secret that was made for a new way just now; nothing where none was. */
export function NewSecret({ secret }: { secret: string | null }) {
  if (secret === null) return null;
  return (
    <div role="status">
      <p>
        Messages are signed with this secret. <b>Copy it now: it is not shown again.</b>
      </p>
      <CopyLine text={secret} label="Secret" />
    </div>
  );
}
