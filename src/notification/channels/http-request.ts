import { type Answer, answerOf } from "#messaging";
import type { Channel, ChannelPorts, Outgoing } from "./channel.ts";
import { filledTemplate, type HttpTemplate, httpTemplate } from "./template/http-template.ts";
import { templateValues } from "./template/template-values.ts";
import { masked } from "./text/masked.ts";
import { plainDress } from "./text/plain-dress.ts";
import { spoken } from "./text/spoken.ts";

/** Of {{text}}, in letters: what most chats take. */
const TEXT_MAX = 2_000;

/** A request of the house's own, for whatever has no file here: another chat, a light on the wall. */
export const httpRequest: Channel = {
  kind: "http",
  title: "HTTP request",
  address: httpTemplate,
  shown: ({ method, url }: HttpTemplate) => `${method} ${URL.parse(url)?.host ?? ""}/${masked(url)}`,
  breaksThrough: false,
  proves: "test",
  for: ["house"],
  send: async (out: Outgoing, template: HttpTemplate, { post, now }: ChannelPorts): Promise<Answer> => {
    const text = spoken(out, { dress: plainDress, max: TEXT_MAX });
    return answerOf(await post(filledTemplate(template, templateValues(out, { to: "", text }))), now());
  },
};
