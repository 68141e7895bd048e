/** Beside the name of a thing: which text owns it, so that it is not changed here. Nothing when none does. */
export function KeptInText({ managedBy }: { managedBy: string | null }) {
  return managedBy === null ? null : <span className="text-soft">kept in the text “{managedBy}”</span>;
}
