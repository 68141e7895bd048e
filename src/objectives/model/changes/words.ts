import { percentOfPpm } from "#kernel";

/** What a change of an objective, as `changes.ts` knows it, means for its figures. */
export function changeText(
  change: { readonly name: string } & (
    | { readonly is: "target"; readonly fromPpm: number; readonly toPpm: number }
    | { readonly is: "sums" }
    | { readonly is: "generation"; readonly because: readonly string[] }
  ),
): string {
  const { name } = change;
  if (change.is === "target") {
    return (
      `The target of ${name} changes from ${percentOfPpm(change.fromPpm)} to ${percentOfPpm(change.toPpm)}. It applies to all that ` +
      "was counted already, so its budget changes at once; alerts that fired, and results that were told, stay as they were."
    );
  }
  if (change.is === "sums") {
    return `${name} sums the same requests in other windows or for other clients. Nothing that was counted changes.`;
  }
  return (
    `${name} begins a new generation, as its ${change.because.join(" and its ")} changed: what was counted until now is no answer ` +
    "to what it asks. It is counted again as far back as minute counts or records reach; what lies before is not observed. " +
    "Results of the old generation stay as they were."
  );
}
