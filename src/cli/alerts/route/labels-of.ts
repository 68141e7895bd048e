import type { LabelSet } from "#alerting";
import { Refusal } from "#kernel";

/** The labels of an alert from `name=value`; what stands behind the first = is the value, as it is. Refuses all that is none. */
export function labelsOf(texts: readonly string[]): LabelSet {
  const labels = new Map<string, string>();
  const faults: string[] = [];
  for (const text of texts) {
    const at = text.indexOf("=");
    const name = text.slice(0, Math.max(at, 0));
    if (name === "") faults.push(`--label "${text}" is no label. Write it as name=value.`);
    else if (labels.has(name)) faults.push(`--label ${name} is given twice. An alert has a label once.`);
    labels.set(name, text.slice(at + 1));
  }
  if (faults.length > 0) throw new Refusal("invalid", "label.malformed", faults.join("\nplimsoll: "));
  return labels;
}
