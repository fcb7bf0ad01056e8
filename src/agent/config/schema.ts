import { isIPv4, isIPv6 } from "node:net";
import { z } from "zod";
import { LIST_NAMES } from "../../core/list-name.ts";
import { DEFAULT_MAX_DROP_SHARE } from "../list/bound.ts";
import { FORMAT_NAMES } from "../render/formats.ts";
import { splitAddress } from "./address.ts";
import { TOKEN, TOKEN_RULE } from "./settings.ts";

/** The shape of agent.toml; README 2 is its reference. Members it does not know are errors: a typing error must not be a default. */

export const DEFAULT_KEEP = 5;
export const DEFAULT_APEX = "rpz.hifazat";
/** In a top-level domain that is reserved for examples, so it is nobody's name; TXT at it says the release. */
export const DEFAULT_SENTINEL = "hifazat-sentinel.example";
const DEFAULT_RELOAD_SECONDS = 120;
/** BIND needs 11 to 16 seconds to load a million entries after its reload command has ended. */
const DEFAULT_VERIFY_SECONDS = 60;

const text = z.string().min(1);
const name = text.regex(
  /^(?=.{1,200}$)(?:[a-z0-9_-]{1,63}\.)*[a-z0-9_-]{1,63}$/,
  "must be a lower-case domain name without a final dot",
);
const share = z.number().min(0, "must be a share from 0 to 1").max(1, "must be a share from 0 to 1");
const a = z.string().refine(isIPv4, "must be an IPv4 address");
const aaaa = z.string().refine(isIPv6, "must be an IPv6 address");
const url = z.string().refine(isRegistryUrl, "must be an http or https URL without user, query or fragment");

const command = z.array(text).min(1, "must name a program");
const LOOPBACK = 'must be a loopback address and port, such as "127.0.0.1:9479"';

const common = {
  name: text.regex(/^[A-Za-z0-9_-]{1,64}$/, "may only have letters, digits, - and _").optional(),
  list: z.enum(LIST_NAMES).default("general"),
  path: text,
  sentinel: name.refine((value) => value.includes("."), "must have two labels or more").default(DEFAULT_SENTINEL),
  mode: z
    .string()
    .regex(/^0?[0-7]{3}$/, 'must be octal permission bits, such as "0644"')
    .optional(),
  reload: command.optional(),
  reload_timeout: z.number().min(1).max(3_600).default(DEFAULT_RELOAD_SECONDS),
};

const verify = z
  .strictObject({
    server: text.refine(isServer, 'must be an address and port, such as "127.0.0.1:53"'),
    blocked: z.union([z.literal("nxdomain"), a, aaaa], 'must be "nxdomain" or an address').optional(),
    timeout: z.number().min(0).max(3_600).default(DEFAULT_VERIFY_SECONDS),
  })
  .optional();
/** Formats of DNS programs can be asked about; what the others feed is no resolver. */
const asked = { ...common, verify };

/** Answers of formats that can give some: the addresses of a block page, or none for NXDOMAIN. */
const answers = { a: a.optional(), aaaa: aaaa.optional() };

const output = z.discriminatedUnion(
  "format",
  [
    z.strictObject({ format: z.literal("plain"), ...asked, hosts: z.boolean().default(false) }),
    z.strictObject({ format: z.literal("rpz"), ...asked, ...answers, apex: name.default(DEFAULT_APEX) }),
    z.strictObject({ format: z.literal("unbound"), ...asked, ...answers, control: command.optional() }),
    z.strictObject({ format: z.literal("dnsmasq"), ...asked }),
    z.strictObject({ format: z.literal("hosts"), ...asked, a: a.default("0.0.0.0"), aaaa: aaaa.default("::") }),
    z.strictObject({ format: z.literal("squid"), ...common }),
    z.strictObject({ format: z.literal("nginx"), ...common }),
    z.strictObject({ format: z.literal("csv"), ...common }),
    z.strictObject({ format: z.literal("jsonl"), ...common }),
    z.strictObject({ format: z.literal("cdb"), ...asked }),
  ],
  { error: () => `must be one of ${FORMAT_NAMES.join(", ")}` },
);

export const agentFile = z.strictObject({
  registry: z.union([url, z.array(url)]).default([]),
  prefer: z.enum(["nearest", "listed"]).default("nearest"),
  state: text,
  root: text.optional(),
  lists: z.array(z.enum(LIST_NAMES)).min(1).default(["general"]),
  keep: z.int().min(2, "must be 2 or more, or there is nothing to roll back to").max(1_000).default(DEFAULT_KEEP),
  allow: text.optional(),
  token: z.string().regex(TOKEN, `must be a token, ${TOKEN_RULE}`).optional(),
  token_file: text.optional(),
  sealed_key_file: text.optional(),
  bounds: z
    .strictObject({
      max_drop_share: share.default(DEFAULT_MAX_DROP_SHARE),
      max_growth_share: z.number().min(0).optional(),
    })
    .default({ max_drop_share: DEFAULT_MAX_DROP_SHARE }),
  metrics: z.strictObject({ listen: z.string().refine(isLoopback, LOOPBACK) }).optional(),
  output: z.array(output).default([]),
});

export type AgentFile = z.infer<typeof agentFile>;
export type OutputTable = AgentFile["output"][number];

function isServer(value: string): boolean {
  const { host, port } = splitAddress(value);
  return port !== undefined && (isIPv4(host) || isIPv6(host));
}

/** Metrics say what an ISP has in force; who may see that is decided by whoever forwards this port. */
function isLoopback(value: string): boolean {
  const { host, port } = splitAddress(value);
  return port !== undefined && (host === "::1" || (isIPv4(host) && host.startsWith("127.")));
}

function isRegistryUrl(value: string): boolean {
  if (!URL.canParse(value)) return false;
  const parsed = new URL(value);
  const plain = parsed.username === "" && parsed.password === "" && parsed.search === "" && parsed.hash === "";
  return plain && (parsed.protocol === "https:" || parsed.protocol === "http:");
}
