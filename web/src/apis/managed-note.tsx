/** Says that a text owns what is shown, and where it is changed. */
export function ManagedNote({ managedBy }: { managedBy: string | null | undefined }) {
  if (managedBy === null || managedBy === undefined) return null;
  return (
    <p className="mt-1 mb-2 border-l-2 border-accent pl-1">
      Owned by the text “{managedBy}”: title, owner, addresses and objectives are changed there and applied with{" "}
      <code>plimsoll apply</code>. Maintenance, and versions and environments that no text names, are changed here.
    </p>
  );
}
