import { letterContent } from "#mail";

/** The house as letters name it: where a link leads shows which one it is. */
const HOUSE = "Plimsoll";

/** A letter's subject and what it says. */
export interface Words {
  readonly subject: string;
  readonly content: ReturnType<typeof letterContent>;
}

/** To somebody who is asked to come. What the inviter typed is not in it: it may go to a stranger. */
export function invitationWords({ link, days, forOrganisation }: InvitationFacts): Words {
  const what = forOrganisation
    ? "You were invited to act for an organisation: to see its clients, their keys, plans and traffic."
    : "You were invited to run an API together with others.";
  return {
    subject: `An invitation to ${HOUSE}`,
    content: letterContent({
      paragraphs: [what, `The link works once, and for ${days} days.`],
      link: { text: "Accept the invitation", url: link },
      because: "If you do not know why this came to you, you need not do anything: without the link nothing happens.",
    }),
  };
}

interface InvitationFacts {
  readonly link: string;
  readonly days: number;
  readonly forOrganisation: boolean;
}

/** To somebody who forgot the password, or for whom somebody else said so. */
export function resetWords(link: string): Words {
  return {
    subject: `A new password for ${HOUSE}`,
    content: letterContent({
      paragraphs: ["Somebody, probably you, asked for a new password.", "The link works once, and for one hour."],
      link: { text: "Choose a new password", url: link },
      because: "If it was not you, you need not do anything: your password stays as it is.",
    }),
  };
}

/** To the owner, after something that only the owner should have done. */
export function changedWords(what: string): Words {
  return {
    subject: `${HOUSE}: ${what}`,
    content: letterContent({
      paragraphs: [`This was changed in your account: ${what}.`],
      because: "If it was not you, ask an administrator to disable your account, and choose a new password.",
    }),
  };
}
