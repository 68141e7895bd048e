import type { z } from "zod";
import type {
  accountSchema,
  enrolmentSchema,
  enteredSchema,
  invitationSchema,
  membersSchema,
  offerSchema,
  ownSessionSchema,
  personSchema,
  recoveryCodesSchema,
  sentInvitationSchema,
  signInOptionsSchema,
  teamSchema,
} from "../../../src/identity/contract.ts";
import type { letterSchema } from "../../../src/mail/contract.ts";

/** People and accounts as their module writes them. */
export type Account = z.output<typeof accountSchema>;
export type Enrolment = z.output<typeof enrolmentSchema>;
export type Entered = z.output<typeof enteredSchema>;
export type Invitation = z.output<typeof invitationSchema>;
export type Letter = z.output<typeof letterSchema>;
export type Members = z.output<typeof membersSchema>;
export type Offer = z.output<typeof offerSchema>;
export type OwnSession = z.output<typeof ownSessionSchema>;
export type Person = z.output<typeof personSchema>;
export type RecoveryCodes = z.output<typeof recoveryCodesSchema>;
export type SentInvitation = z.output<typeof sentInvitationSchema>;
export type Team = z.output<typeof teamSchema>;
export type SignInOptions = z.output<typeof signInOptionsSchema>;
