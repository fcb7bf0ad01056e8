import type { ListName } from "../../core/list-name.ts";
import type { Bounds } from "../list/bound.ts";
import type { Format } from "../render/formats.ts";

/** What the agent is told, after file and flags are merged and checked. All paths are absolute. */
export type Settings = {
  /** The registry, then its mirrors, in the order in which they are tried; no slash at the end. None: only look at the state. */
  readonly registries: readonly string[];
  /** `agent run` with mirrors: the nearest by measurement first, or as listed. Receipts always go to the first listed. */
  readonly prefer: "nearest" | "listed";
  readonly state: string;
  readonly root: string | undefined;
  readonly lists: readonly ListName[];
  /** Lists kept for rollback, the one in force included. */
  readonly keep: number;
  readonly allow: string | undefined;
  readonly token: TokenSource | undefined;
  /** The age private keys that open the sealed list. */
  readonly sealedKeyFile?: string | undefined;
  readonly bounds: Bounds;
  readonly outputs: readonly OutputSettings[];
  /** Where `agent run` hands out its metrics: a loopback address. */
  readonly metrics: { readonly host: string; readonly port: number } | undefined;
};

/** A token as it can stand in an Authorization header (RFC 6750, 2.1). */
export const TOKEN = /^[A-Za-z0-9._~+/-]+=*$/;
export const TOKEN_RULE = "which has letters, digits and .-_~+/= only";

export type TokenSource =
  | { readonly kind: "value"; readonly value: string }
  | { readonly kind: "file"; readonly path: string };

/** How the resolver is asked whether the list is in force. */
export type Verification = {
  /** `127.0.0.1:53` */
  readonly server: string;
  /** What a blocked name answers: NXDOMAIN, or this address. */
  readonly blocked: string;
  readonly timeoutSeconds: number;
};

export type OutputSettings = {
  /** Names the output in reports and in the state folder; unique. */
  readonly name: string;
  readonly list: ListName;
  readonly path: string;
  readonly format: Format;
  readonly sentinel: string;
  /** Permission bits of the file. */
  readonly mode: number;
  /** Program and arguments, run without a shell after the file is in place. */
  readonly reload: readonly [string, ...string[]] | undefined;
  readonly reloadTimeoutSeconds: number;
  /** unbound: the `unbound-control` command, through which differences go instead of a reload. */
  readonly control: readonly [string, ...string[]] | undefined;
  readonly verify: Verification | undefined;
};
