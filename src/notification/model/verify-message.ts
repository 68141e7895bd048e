import type { NotificationMessage } from "./notification-message.ts";

/** What is sent to verify an address. `link` leads to the page on which its owner says so; `code` is typed in. */
export function verifyMessage({
  base,
  at,
  proof,
}: {
  readonly base: string;
  readonly at: number;
  readonly proof:
    | { readonly kind: "link"; readonly url: string }
    | { readonly kind: "code"; readonly code: string }
    | { readonly kind: "test" };
}): NotificationMessage {
  const console = { text: "How I am reached", url: `${base}/reach` };
  const said = { acts: [], at, labels: {} };
  switch (proof.kind) {
    case "link":
      return {
        ...said,
        title: "Is this you?",
        sentences: ["Somebody wants to be told here when something fires. Say that it is you, and it is so."],
        link: { text: "Say that it is you", url: proof.url },
      };
    case "code":
      return {
        ...said,
        title: `Your code is ${proof.code}`,
        sentences: ["Type it in where you added this way. It holds for 15 minutes."],
        link: console,
      };
    case "test":
      return {
        ...said,
        title: "This way works",
        sentences: ["You are told here when something fires. Nothing fires now."],
        link: console,
      };
  }
}

/** What **Page me now** and a channel's test say. */
export function testMessage({
  base,
  at,
  by,
  path,
}: {
  readonly base: string;
  readonly at: number;
  readonly by: string;
  readonly path: string;
}): NotificationMessage {
  return {
    title: "This is a test: nothing fires",
    sentences: [`${by} tried out whether this way works. There is nothing to do.`],
    link: { text: "Say that it arrived", url: `${base}${path}` },
    acts: [],
    at,
    labels: {},
  };
}
