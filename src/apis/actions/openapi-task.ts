import { Refusal, type RefusalKind } from "#kernel";
import { openApiDiff, type OpenApiDiff } from "../model/diff/openapi-diff.ts";
import { type DocumentSummary, documentSummary } from "../model/document-summary.ts";
import { readOpenApi } from "../model/openapi.ts";
import { parseText } from "../model/parsed-text.ts";

/** What is asked about documents, in texts. */
export type OpenApiTask =
  | { readonly do: "read"; readonly text: string; readonly file: string }
  | { readonly do: "compare"; readonly before: string; readonly after: string };

/** What comes of it, as values that can go from one thread to another. */
export type OpenApiOutcome =
  | { readonly done: "read"; readonly summary: DocumentSummary }
  | { readonly done: "compare"; readonly diff: OpenApiDiff }
  | {
      readonly done: "refused";
      readonly kind: RefusalKind;
      readonly code: string;
      readonly detail: string;
      readonly params: Refusal["params"];
    };

/** Does a task here and now. Reading ten megabytes takes seconds, so a server has it done by a thread of its own. */
export function openApiTask(task: OpenApiTask): OpenApiOutcome {
  try {
    if (task.do === "read") {
      return { done: "read", summary: documentSummary(readOpenApi(task.text, task.file, { alone: true })) };
    }
    return { done: "compare", diff: openApiDiff(valueOf(task.before), valueOf(task.after)) };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const { kind, code, detail, params } = error;
    return { done: "refused", kind, code, detail, params };
  }
}

/** A text that was read before; one that cannot be read any more counts as empty. */
function valueOf(text: string): unknown {
  const parsed = parseText(text);
  return "fault" in parsed ? {} : parsed.value;
}
