import { generateX25519Identity, identityToRecipient } from "age-encryption";
import type { Role } from "../../src/core/access/role.ts";
import { type Caller, callerAt, type Tally } from "./caller.ts";
import { type Officer, officerOf } from "./officer.ts";
import type { RunningRegistry } from "./registry.ts";

/** The six who work at once. */
const STAFF = {
  clerk: "clerk",
  officer: "officer",
  second: "officer",
  senior: "senior_officer",
  sealed: "sealed_officer",
  sealedSecond: "sealed_officer",
} as const satisfies Record<string, Role>;

export type Staff = Readonly<Record<keyof typeof STAFF | "admin", Officer>>;

export type People = {
  readonly staff: Staff;
  /** FIA with a token of its own: decency and hate speech only. */
  readonly partner: Caller & { readonly token: string };
  readonly isp: { readonly token: string; readonly sealedKey: string };
  /** Somebody of the public; each is somewhere else. */
  readonly citizen: (number: number) => Caller;
  readonly close: () => Promise<void>;
};

/**
 * Makes accounts and organisations over HTTP, from the one-time code that the first start printed. `signsIn`: everybody
 * ends the session of their enrolment and signs in anew.
 */
export async function peopleOf(
  registry: RunningRegistry,
  startText: string,
  tally: Tally,
  signsIn: boolean,
): Promise<People> {
  const callers: Caller[] = [];
  const at = (address: string): Caller => {
    const caller = callerAt(registry, address, tally);
    callers.push(caller);
    return caller;
  };
  const person = (name: string, number: number) => officerOf(name, at(`127.10.0.${number}`), registry.now);
  const admin = person("admin", 1);
  await admin.enrol(/one-time code, shown only now: (\S+)/.exec(startText)?.[1] ?? "");
  if (signsIn) await admin.signIn();
  const made = await Promise.all(
    Object.entries(STAFF).map(async ([name, role], index) => {
      const account = { name: `d.${name.toLowerCase()}`, displayName: name, roles: [role] };
      const { code } = await admin.decide("/v1/accounts", account);
      const officer = person(account.name, index + 2);
      await officer.enrol(code);
      if (signsIn) await officer.signIn();
      return [name, officer] as const;
    }),
  );
  const staff = { admin, ...(Object.fromEntries(made) as Record<keyof typeof STAFF, Officer>) };

  const organisation = async (name: string, kind: string, categories: string[]): Promise<string> => {
    await admin.decide("/v1/organisations", { name, displayName: name.toUpperCase(), kind, categories });
    return (await admin.decide("/v1/tokens", { organisation: name, label: "day" })).token;
  };
  const partnerToken = await organisation("fia", "partner", ["decency", "hate-speech"]);
  const token = await organisation("isp-one", "subscriber", []);
  const sealedKey = await generateX25519Identity();
  const key = await identityToRecipient(sealedKey);
  await staff.sealed.decide("/v1/organisations/isp-one/sealed-keys", { key });
  return {
    staff,
    partner: { ...at("127.10.1.1"), token: partnerToken },
    isp: { token, sealedKey },
    citizen: (number) => at(`127.20.${number >> 7}.${(number & 127) + 1}`),
    close: async () => {
      await Promise.all(callers.map((caller) => caller.close()));
    },
  };
}
