import { letterContent, mailAddress } from "#mail";
import { z } from "zod";
import type { Channel } from "./channel.ts";

const address = z.strictObject({ mail: mailAddress });

/** A letter by the server's own SMTP. */
export const mail: Channel = {
  kind: "mail",
  title: "Mail",
  address,
  shown: ({ mail: to }: z.output<typeof address>) => to,
  breaksThrough: false,
  proves: "link",
  for: ["person", "house"],
  send: async ({ id, message, mayBeRepeat, event }, { mail: to }: z.output<typeof address>, { mail: send }) => {
    const acts = message.acts.map(({ text, url }) => `${text}: ${url}`);
    const repeat = mayBeRepeat ? ["This may be a repeat: whether the first one arrived is not known."] : [];
    const paragraphs = [message.title, ...message.sentences, ...acts, ...repeat];
    const content = letterContent({ paragraphs, link: message.link, because: BECAUSE[event] ?? BECAUSE_TOLD });
    return await send({ id, to, subject: message.title, ...content });
  },
};

const BECAUSE_TOLD =
  "You get this because you are among those who are told. How you are reached is set under My settings in the console.";

const BECAUSE: Readonly<Record<string, string>> = {
  verify: "You get this because somebody named this address as a way to be reached. If it was not you, do nothing.",
  test: "You get this because somebody tried this way out.",
};
