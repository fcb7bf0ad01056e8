export const FACTOR_KINDS = ["totp", "passkey", "recovery"] as const;
export type FactorKind = (typeof FACTOR_KINDS)[number];

/** What a browser's `navigator.credentials.get` answered (WebAuthn, 5.2.2); binary members are base64url. */
export type PasskeyAssertion = {
  readonly id: string;
  readonly clientDataJSON: string;
  readonly authenticatorData: string;
  readonly signature: string;
  readonly userHandle: string | null;
};

/** What a browser's `navigator.credentials.create` answered (WebAuthn, 5.2.1). */
export type PasskeyAttestation = {
  readonly id: string;
  readonly clientDataJSON: string;
  readonly attestationObject: string;
  readonly transports: readonly string[];
};

/** How a second factor is shown to be there. */
export type Proof =
  | { readonly kind: "totp"; readonly code: string }
  | { readonly kind: "recovery"; readonly code: string }
  | { readonly kind: "passkey"; readonly assertion: PasskeyAssertion };

/** An account's second factors, as its owner sees them. */
export type FactorsView = {
  /** Since when; null when there is none. */
  readonly totp: number | null;
  readonly passkeys: readonly {
    readonly id: string;
    readonly label: string;
    readonly createdAt: number;
    readonly usedAt: number | null;
  }[];
  readonly recoveryCodesLeft: number;
};
