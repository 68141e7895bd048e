import type { Configuration } from "openid-client";
import { type Clock, HOUR_MS, Refusal, SECOND_MS } from "#kernel";
import { mailAddress } from "#mail";
import type { VouchedFor } from "../model/oidc-entry.ts";
import { oidcFetch } from "./oidc-fetch.ts";
import { notUnderstood, refusalOf } from "./oidc-refusals.ts";

/** The identity provider of this house, as the settings name it. */
export interface OidcSettings {
  /** As the provider writes itself: https, or http on this machine. */
  readonly issuer: string;
  readonly clientId: string;
  /** Absent for a public client, which PKCE alone protects. */
  readonly clientSecret: string | undefined;
  /** How the secret is shown to the provider: as the password of the request, or in its body. */
  readonly clientAuthentication: "basic" | "post";
  /** What people call it. */
  readonly label: string;
  /** For each answer, in seconds; 10 unless said. */
  readonly answerSecondsMax?: number;
}

/** What is kept while somebody is at the provider, to know the answer by. */
export interface OidcChecks {
  readonly state: string;
  readonly nonce: string;
  /** Of PKCE: whoever only sees the code cannot use it. */
  readonly verifier: string;
}

/** The library calls it deprecated so that it stands out. The settings take plain http on this machine only. */
interface ForThisMachine {
  readonly allowInsecureRequests: (configuration: Configuration) => void;
}

const ANSWER_SECONDS_MAX = 10;
/** What a provider says of itself is read again after this time. */
const KNOWN_MS = HOUR_MS;
/** So long nobody asks again one that did not answer. */
const AWAY_MS = 5 * SECOND_MS;
const SUBJECT_MAX = 255;

/** The conversation with the provider: authorization code with PKCE, state and nonce. Nothing is asked of it before somebody wants to sign in. */
export class OidcProvider {
  readonly settings: OidcSettings;
  readonly #redirectUri: string;
  readonly #clock: Clock;
  #known: { readonly configuration: Promise<Configuration>; until: number } | undefined;

  /** `redirectUri`: where the provider sends people back to. */
  constructor(settings: OidcSettings, redirectUri: string, clock: Clock) {
    this.settings = settings;
    this.#redirectUri = redirectUri;
    this.#clock = clock;
  }

  /** Where to send a browser, and what to keep meanwhile. Refuses where the provider does not answer. */
  async begin(): Promise<{ readonly url: string; readonly checks: OidcChecks }> {
    const oidc = await import("openid-client");
    const configuration = await this.#configuration();
    const checks = { state: oidc.randomState(), nonce: oidc.randomNonce(), verifier: oidc.randomPKCECodeVerifier() };
    const url = oidc.buildAuthorizationUrl(configuration, {
      redirect_uri: this.#redirectUri,
      scope: "openid email",
      state: checks.state,
      nonce: checks.nonce,
      code_challenge: await oidc.calculatePKCECodeChallenge(checks.verifier),
      code_challenge_method: "S256",
    });
    return { url: url.href, checks };
  }

  /**
   * Whom the provider vouches for, by what the browser brought back in its query. Verified are the state, the issuer, the
   * audience, the times, the nonce and the signature of the ID token, by the machine's clock.
   */
  async finish(query: string, { state, nonce, verifier }: OidcChecks): Promise<VouchedFor> {
    const { authorizationCodeGrant } = await import("openid-client");
    const configuration = await this.#configuration();
    const url = new URL(this.#redirectUri);
    url.search = query;
    try {
      const tokens = await authorizationCodeGrant(configuration, url, {
        expectedState: state,
        expectedNonce: nonce,
        pkceCodeVerifier: verifier,
        idTokenExpected: true,
      });
      const claims = tokens.claims();
      if (claims === undefined || claims.sub.length > SUBJECT_MAX) throw notUnderstood(this.settings.label);
      const said = claims["email"] === undefined ? await this.#userInfo(tokens.access_token, claims.sub) : claims;
      return { issuer: claims.iss, subject: claims.sub, mail: verifiedMail(said) };
    } catch (error) {
      throw error instanceof Refusal ? error : await refusalOf(error, this.settings.label);
    }
  }

  /** Many providers tell the address only there. */
  async #userInfo(accessToken: string, subject: string): Promise<Readonly<Record<string, unknown>>> {
    const { fetchUserInfo } = await import("openid-client");
    const configuration = await this.#configuration();
    if (configuration.serverMetadata().userinfo_endpoint === undefined) return {};
    return fetchUserInfo(configuration, accessToken, subject);
  }

  /** Those who come at once ask once. */
  async #configuration(): Promise<Configuration> {
    const now = this.#clock.now();
    if (this.#known !== undefined && now < this.#known.until) return this.#known.configuration;
    const known = { configuration: this.#discover(), until: now + KNOWN_MS };
    this.#known = known;
    known.configuration.catch(() => (known.until = now + AWAY_MS));
    return known.configuration;
  }

  async #discover(): Promise<Configuration> {
    const oidc = await import("openid-client");
    const { issuer, clientId, clientSecret, clientAuthentication, label, answerSecondsMax } = this.settings;
    const shown = clientAuthentication === "post" ? oidc.ClientSecretPost : oidc.ClientSecretBasic;
    const authentication = clientSecret === undefined ? oidc.None() : shown(clientSecret);
    const forThisMachine: ForThisMachine = oidc;
    const isPlain = issuer.startsWith("http:");
    try {
      return await oidc.discovery(new URL(issuer), clientId, undefined, authentication, {
        [oidc.customFetch]: oidcFetch,
        timeout: answerSecondsMax ?? ANSWER_SECONDS_MAX,
        execute: [oidc.enableNonRepudiationChecks, ...(isPlain ? [forThisMachine.allowInsecureRequests] : [])],
      });
    } catch (error) {
      throw await refusalOf(error, label);
    }
  }
}

/** Only what the provider itself has verified: others may have typed anybody's address there. */
function verifiedMail(said: Readonly<Record<string, unknown>>): string | null {
  const parsed = mailAddress.safeParse(said["email"]);
  return said["email_verified"] === true && parsed.success ? parsed.data : null;
}
