import { register as agent } from "./commands/agent.ts";
import { register as audit } from "./commands/audit.ts";
import { register as backup } from "./commands/backup.ts";
import { register as blockpage } from "./commands/blockpage.ts";
import { register as complaints } from "./commands/complaints.ts";
import { register as decide } from "./commands/decide.ts";
import { register as importOrder } from "./commands/import.ts";
import { register as init } from "./commands/init.ts";
import { register as keys } from "./commands/keys.ts";
import { register as lookup } from "./commands/lookup.ts";
import { register as normalise } from "./commands/normalise.ts";
import { register as officer } from "./commands/officer.ts";
import { register as partner } from "./commands/partner.ts";
import { register as publish } from "./commands/publish.ts";
import { register as serve } from "./commands/serve.ts";
import { register as source } from "./commands/source.ts";
import { register as store } from "./commands/store.ts";
import { register as subscriber } from "./commands/subscriber.ts";
import { register as token } from "./commands/token.ts";
import { register as zone } from "./commands/zone.ts";
import type { Register } from "./run-program.ts";

/** Every command, in the order of the help. */
export const COMMANDS: readonly Register[] = [
  agent,
  audit,
  backup,
  blockpage,
  complaints,
  decide,
  importOrder,
  init,
  keys,
  lookup,
  normalise,
  officer,
  partner,
  publish,
  serve,
  source,
  store,
  subscriber,
  token,
  zone,
];
