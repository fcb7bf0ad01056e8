import { InvalidArgumentError, Option } from "commander";
import type { Control } from "../../../distribute/zone-transfer/control.ts";
import { DEFAULT_ZONE, recentApex, type Zone } from "../../../distribute/zone-transfer/zone.ts";

export type ZoneOptions = Zone;
export type SocketOptions = { readonly socket: string };

export const apexOption = (): Option =>
  new Option("--apex <name>", "the zone's name; short, because every listed name stands below it")
    .default(DEFAULT_ZONE.apex)
    .argParser(apexName);

export const sentinelOption = (): Option =>
  new Option("--sentinel <name>", "the name that answers TXT with the release")
    .default(DEFAULT_ZONE.sentinel)
    .argParser(domainName);

export const socketOption = (): Option =>
  new Option("--socket <path>", "knotd's control socket").default("/run/knot/knot.sock").env("HIFAZAT_KNOT_SOCKET");

export const collect = (value: string, before: readonly string[]): string[] => [...before, value];

/** Runs `work` with a connection to knotd, which serves nobody else meanwhile. */
export async function withControl<T>({ socket }: SocketOptions, work: (control: Control) => Promise<T>): Promise<T> {
  const { openControl } = await import("../../../distribute/zone-transfer/control.ts");
  const control = await openControl(socket);
  try {
    return await work(control);
  } finally {
    await control.close();
  }
}

function apexName(text: string): string {
  const name = domainName(text);
  const [first = ""] = recentApex(name).split(".");
  if (first.length > 63)
    throw new InvalidArgumentError(
      `Its first part must have at most 56 characters: a zone beside it is ${recentApex("it")}.`,
    );
  return name;
}

function domainName(text: string): string {
  const name = text.toLowerCase().replace(/\.$/, "");
  if (name.length > 100 || !/^(?:[a-z0-9_-]{1,63}\.)*[a-z0-9_-]{1,63}$/.test(name))
    throw new InvalidArgumentError("It must be a domain name of at most 100 characters.");
  return name;
}
