import { isIP } from "node:net";
import { HifazatError } from "../../core/errors.ts";
import type { Control } from "./control.ts";
import type { Unit } from "./units.ts";
import { recentApex } from "./zone.ts";
import { isRefusal } from "./zone-state.ts";

/** Who may transfer the zone, by what, and who is told of news. */
export type Subscription = {
  /** One DNS label; the key is called `NAME.`. */
  readonly name: string;
  /** `address` is for programs without TSIG (Unbound): whoever has the address has the list. */
  readonly proof: "tsig" | "address";
  /** Addresses or networks that transfers may come from; any when empty, which only a key allows. */
  readonly from: readonly string[];
  /** `ADDR` or `ADDR@PORT` of each server that gets a NOTIFY. */
  readonly notify: readonly string[];
};

export const ALGORITHM = "hmac-sha256";
export const keyName = (name: string): string => `${name}.`;

/**
 * Lets a subscriber in, on the running knotd, without reloading the zone. `secret` is base64, for proof by TSIG. Throws
 * `conflict` when the name is taken, `bad_request` for a name or address of another form.
 */
export async function addSubscription(
  control: Control,
  apex: string,
  subscription: Subscription,
  secret: string,
): Promise<void> {
  const { name, proof, from, notify } = subscription;
  check(subscription);
  await configure(control, async () => {
    if ((await subscribers(control, apex)).includes(name))
      throw new HifazatError("conflict", `${name} has access already: revoke it first to give it a new key.`);
    const key: Unit[] = proof === "tsig" ? [{ item: "key", data: keyName(name) }] : [];
    const set = (section: string, id: string, items: readonly Unit[]) =>
      control.callEach("conf-set", [{ section, id }, ...items.map((item) => ({ section, id, ...item }))]);
    if (proof === "tsig") {
      const items = [
        { item: "algorithm", data: ALGORITHM },
        { item: "secret", data: secret },
      ];
      await set("key", keyName(name), items);
    }
    await set("acl", name, [
      ...key,
      ...from.map((address) => ({ item: "address", data: address })),
      { item: "action", data: "transfer" },
    ]);
    for (const zone of zonesOf(apex))
      await control.call({ cmd: "conf-set", section: "zone", id: zone, item: "acl", data: name });
    for (const [index, address] of notify.entries()) {
      // One remote a server: of several addresses of one remote, knotd tells only the first that answers.
      const id = remoteName(name, index);
      await set("remote", id, [{ item: "address", data: address }, ...key]);
      for (const zone of zonesOf(apex))
        await control.call({ cmd: "conf-set", section: "zone", id: zone, item: "notify", data: id });
    }
  });
}

/** Shuts a subscriber out at once. What it has transferred it keeps. Throws `not_found`. */
export async function revokeSubscription(control: Control, apex: string, name: string): Promise<void> {
  await configure(control, async () => {
    const known = (await listSubscriptions(control, apex)).find((subscription) => subscription.name === name);
    if (known === undefined) throw new HifazatError("not_found", `${name} has no access to ${apex}.`);
    const unset = (unit: Unit) => control.call({ cmd: "conf-unset", ...unit });
    const remotes = known.notify.map((_, index) => remoteName(name, index));
    for (const zone of zonesOf(apex)) {
      for (const data of remotes) await unset({ section: "zone", id: zone, item: "notify", data });
      await unset({ section: "zone", id: zone, item: "acl", data: name });
    }
    for (const id of remotes) await unset({ section: "remote", id });
    await unset({ section: "acl", id: name });
    if (known.proof === "tsig") await unset({ section: "key", id: keyName(name) });
  });
}

/** Everybody with access to the zone, by name. Secrets are not read. */
export async function listSubscriptions(control: Control, apex: string): Promise<Subscription[]> {
  const told = await values(control, { section: "zone", id: apex, item: "notify" });
  const subscriptions: Subscription[] = [];
  for (const name of (await subscribers(control, apex)).sort()) {
    const notify: string[] = [];
    for (const id of told.filter((remote) => remote.startsWith(`${name}.`)))
      notify.push(...(await values(control, { section: "remote", id, item: "address" })));
    const keys = await values(control, { section: "acl", id: name, item: "key" });
    const from = await values(control, { section: "acl", id: name, item: "address" });
    subscriptions.push({ name, proof: keys.length > 0 ? "tsig" : "address", from, notify });
  }
  return subscriptions;
}

/** Whoever may have the list may have what came to it lately. */
const zonesOf = (apex: string): string[] => [apex, recentApex(apex)];

const subscribers = (control: Control, apex: string): Promise<string[]> =>
  values(control, { section: "zone", id: apex, item: "acl" });

/** No label has a dot, so no remote of one subscriber is taken for another's. */
const remoteName = (name: string, index: number): string => `${name}.${index + 1}`;

async function values(control: Control, unit: Unit): Promise<string[]> {
  try {
    const units = await control.call({ cmd: "conf-read", ...unit });
    return units.flatMap(({ data }) => (data === undefined ? [] : [data]));
  } catch (error) {
    if (isRefusal(error, "not exists")) return [];
    throw error;
  }
}

/** One transaction of knotd's configuration database: all of it or nothing. */
async function configure(control: Control, work: () => Promise<void>): Promise<void> {
  await control.call({ cmd: "conf-begin" }).catch((error: unknown) => {
    if (!isRefusal(error, "too many transactions")) throw error;
    const message =
      'Somebody is changing the configuration of Knot DNS: end it by "knotc conf-commit" or "conf-abort".';
    throw new HifazatError("zone_busy", message, { cause: error });
  });
  try {
    await work();
    await control.call({ cmd: "conf-commit" });
  } catch (error) {
    await control.call({ cmd: "conf-abort" }).catch(() => {});
    throw error;
  }
}

function check({ name, proof, from, notify }: Subscription): void {
  if (!/^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/.test(name))
    throw refused(`${name} cannot name a subscriber: letters a to z, digits and hyphens, at most 63.`);
  const network = from.find((text) => !isAddress(text, "/", 128));
  if (network !== undefined) throw refused(`${network} is not an address or network (ADDR or ADDR/BITS).`);
  const server = notify.find((text) => !isAddress(text, "@", 65_535));
  if (server !== undefined) throw refused(`${server} is not an address to notify (ADDR or ADDR@PORT).`);
  if (proof === "address" && from.length === 0)
    throw refused("Without a key, say which addresses transfers may come from.");
}

function isAddress(text: string, separator: string, most: number): boolean {
  const [address = "", number, ...rest] = text.split(separator);
  const inRange = number === undefined || (/^\d{1,5}$/.test(number) && Number(number) <= most);
  return isIP(address) !== 0 && inRange && rest.length === 0;
}

const refused = (message: string): HifazatError => new HifazatError("bad_request", message);
