import { setTimeout as pause } from "node:timers/promises";
import { askResolver } from "../../../agent/output/ask-resolver.ts";
import { runHook } from "../../../agent/output/hook.ts";
import { openDownloader } from "../../../agent/registry/download.ts";
import { postJson } from "../../../agent/registry/post.ts";
import type { SyncPorts } from "../../../agent/sync.ts";

const USER_AGENT = "hifazat-agent/1";

/** The real world, as the agent sees it. */
export function agentPorts(): SyncPorts {
  return {
    clock: () => new Date(),
    openDownloader: (identity) => openDownloader({ ...identity, userAgent: USER_AGENT }),
    postJson,
    runHook,
    askResolver,
    pause,
    step: () => {},
  };
}
