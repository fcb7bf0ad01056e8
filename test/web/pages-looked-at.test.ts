import { expect, test } from "vitest";
import { PAGES } from "../../scripts/screenshots/pages.ts";
import type { Found } from "../../scripts/screenshots/registry.ts";
import { accessPorts } from "../fixtures/access.ts";
import { consoleApp } from "../fixtures/console-app.ts";

/** What is no page, and pages that are only come to by doing something: walks and journeys do it. */
const OTHERWISE = new Set([
  // They lead elsewhere.
  ...["/console", "/console/account/totp", "/console/account/totp/confirm", "/console/account/passkeys"],
  ...["/console/cases/complaints/:reference/take", "/console/cases/complaints/:reference/put-back"],
  ...["/console/cases/appeals/:reference/take", "/console/cases/appeals/:reference/put-back"],
  // Files and data.
  ...["/console/orders/:id/items.csv", "/console/orders/:id/uploads/:check/bad.csv"],
  ...["/console/orders/:id/uploads/:check/state", "/console/audit/export"],
  // Walks.
  ...["/console/second-factor", "/console/enrol/second-factor", "/console/account/new-passkey"],
  "/console/orders/:id/uploads/:check",
  // The sealed desk's complaint has a referral from its first moment, and its page is looked at there.
  "/console/cases/complaints/:reference/referrals/:number",
  // Journeys: only who has two factors may take one away, only a colleague's proposal can be confirmed.
  ...["/console/account/factors/:id/remove", "/console/cases/appeals/:reference/confirm"],
]);

test("every page of the console is among those that are looked at in Chromium; a sealed desk's is that of its twin", () => {
  const ports = accessPorts();
  try {
    const { app } = consoleApp(ports);
    const twin = (path: string) => path.replace("/sealed-", "/");
    const looked = Object.values(PAGES)
      .flatMap((list) => list(FOUND))
      .filter((shot) => typeof shot === "string")
      .map((shot) => twin(shot.split("?", 1)[0] ?? ""));
    const missed = app.routes
      .filter(({ method, path }) => method === "GET" && !OTHERWISE.has(twin(path)) && !OTHERWISE.has(path))
      .filter(({ path }) => {
        const pattern = new RegExp(`^${twin(path).replaceAll(/:\w+(?:\{[^}]*\})?/g, "[^/]+")}$`);
        return !looked.some((shot) => pattern.test(shot));
      });
    expect(missed.map(({ path }) => path)).toEqual([]);
  } finally {
    ports.limits.close();
    ports.db.sqlite.close();
  }
});

const SENT = { reference: "reference", followUpCode: "code" };
const FOUND: Found = {
  ...{ complaint: SENT, sealedComplaint: SENT, appeal: SENT, blocked: "blocked.example", entry: "e1" },
  officer: { name: "o", password: "p", recoveryCodes: [], cookie: "", into: async () => {} },
  member: () => Promise.reject(new Error("nobody signs in here")),
  newcomer: () => ({ name: "n", code: "c" }),
  another: () => 1,
};
