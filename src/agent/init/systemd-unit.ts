import { dirname } from "node:path";
import { exitCodeOf } from "../sync-report.ts";

export type UnitFacts = {
  /** Program and arguments of `agent run`. */
  readonly command: readonly string[];
  readonly user: string;
  readonly state: string;
  /** The files it renders; it may write to their folders and nowhere else. */
  readonly outputs: readonly string[];
};

/**
 * Folders that no package makes. systemd makes them and gives them to the agent's user, with all that a sync by another user
 * left there; a path of ReadWritePaths that is not there keeps the unit from starting. What is secret has its own mode.
 */
const OURS = /^\/var\/lib\/(hifazat[\w-]*)$/;

/**
 * A hardened unit. KillMode=mixed lets a running hook finish when the agent is stopped; W^X is not asked for, because V8
 * compiles at run time. What a start cannot mend, such as a bad setting, is not started again every five seconds: the unit then
 * stands as failed until somebody has mended it.
 */
export function systemdUnit({ command, user, state, outputs }: UnitFacts): string {
  const folders = [...new Set([state, ...outputs.map((file) => dirname(file))])];
  const ours = folders.flatMap((folder) => OURS.exec(folder)?.[1] ?? []);
  const writable = folders.filter((folder) => !OURS.test(folder));
  return `[Unit]
Description=Hifazat agent: follows the registry and feeds the resolver
Wants=network-online.target
After=network-online.target

[Service]
Type=exec
User=${user}
ExecStart=${command.map(quoted).join(" ")}
Restart=always
RestartSec=5
RestartPreventExitStatus=${exitCodeOf("config_invalid")}
KillMode=mixed
TimeoutStopSec=300
UMask=0077
${[
  ...(ours.length === 0 ? [] : [`StateDirectory=${ours.join(" ")}`, "StateDirectoryMode=0755"]),
  ...(writable.length === 0 ? [] : [`ReadWritePaths=${writable.map(quoted).join(" ")}`]),
].join("\n")}
ProtectSystem=strict
ProtectHome=yes
PrivateTmp=yes
PrivateDevices=yes
ProtectClock=yes
ProtectControlGroups=yes
ProtectHostname=yes
ProtectKernelLogs=yes
ProtectKernelModules=yes
ProtectKernelTunables=yes
NoNewPrivileges=yes
CapabilityBoundingSet=
LockPersonality=yes
RestrictAddressFamilies=AF_INET AF_INET6 AF_UNIX
RestrictNamespaces=yes
RestrictRealtime=yes
RestrictSUIDSGID=yes
SystemCallArchitectures=native
SystemCallFilter=@system-service
MemoryHigh=1G

[Install]
WantedBy=multi-user.target
`;
}

/** systemd.syntax: a word in quotes, with percent and dollar signs doubled. */
function quoted(word: string): string {
  const safe = word.replaceAll("%", "%%").replaceAll("$", "$$$$");
  return /^[A-Za-z0-9_@%+=:,./-]+$/.test(safe) ? safe : `"${safe.replaceAll("\\", "\\\\").replaceAll('"', '\\"')}"`;
}
