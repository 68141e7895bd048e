/** What a person should know of routes: what names nobody, what means something else here. */
export function RoutingRemarks({ remarks }: { remarks: readonly string[] }) {
  if (remarks.length === 0) return null;
  return (
    <ul className="mt-1 border-l-2 border-rule pl-1">
      {remarks.map((text) => (
        <li key={text}>
          <bdi>{text}</bdi>
        </li>
      ))}
    </ul>
  );
}
