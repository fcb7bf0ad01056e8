import { expect, test } from "vitest";
import { finishInterrupted } from "../../src/publish/finish.ts";
import { publish } from "../../src/publish/publish.ts";
import type { Publishing } from "../../src/publish/publishing.ts";
import { approved } from "../fixtures/orders.ts";
import { copyOf, newRegistry, openRegistry } from "./registry.ts";
import { enrolSubscriber, SEALED_TERMS } from "./sealed-subscriber.ts";
import { downloadFrom, tornFiles } from "./tree.ts";

// The fault table: every call that writes × {it fails, it fails after persisting}. After each fault clients must see a
// whole release, old or new, and the next start must bring the release out.

const WRITES = {
  store: ["put", "adopt", "replace", "remove"],
  staging: ["write", "clear"],
  ledger: ["commit", "markPublished"],
} as const;

type When = "fails" | "fails after persisting";
class Fault extends Error {}

/** The publisher whose `at`th write fails (from 0); `calls` collects the names of all writes. */
function faulty(publishing: Publishing, at: number, when: When, calls: string[]): Publishing {
  const ports = Object.entries(WRITES).map(([port, names]) => {
    const real = publishing[port as keyof typeof WRITES] as unknown as Record<string, (...args: unknown[]) => unknown>;
    const wrapped = names.map((name) => {
      const call = (...args: unknown[]): unknown => {
        const fault = calls.push(`${port}.${name}`) - 1 === at;
        if (fault && when === "fails") throw new Fault(name);
        const done = real[name]?.(...args);
        if (!fault) return done;
        if (!(done instanceof Promise)) throw new Fault(name);
        return done.then(() => Promise.reject(new Fault(name)));
      };
      return [name, call] as const;
    });
    return [port, { ...real, ...Object.fromEntries(wrapped) }] as const;
  });
  return { ...publishing, ...Object.fromEntries(ports) };
}

async function withSecondReleaseDue(): Promise<string> {
  const { root, db, publishing } = await newRegistry();
  approved(db, ["a.example"]);
  await publish(publishing);
  approved(db, ["b.example"], { number: "PTA/2026/2" });
  // With a sealed list, so that its file has its place in the table.
  approved(db, ["sealed-name.example"], { ...SEALED_TERMS, number: "FIA/2026/1" });
  await enrolSubscriber(db, "isp-one");
  db.sqlite.pragma("wal_checkpoint(TRUNCATE)");
  return root;
}

test("every_fault_leaves_a_whole_release_and_the_next_start_finishes", async () => {
  const root = await withSecondReleaseDue();
  const calls: string[] = [];
  const whole = openRegistry(copyOf(root));
  await publish(faulty(whole.publishing, -1, "fails", calls));
  expect(new Set(calls)).toEqual(
    new Set(Object.entries(WRITES).flatMap(([port, names]) => names.map((name) => `${port}.${name}`))),
  );

  const seen = new Set<number | undefined>();
  for (const [at, name] of calls.entries()) {
    for (const when of ["fails", "fails after persisting"] as const) {
      const where = `write ${at} (${name}) ${when}`;
      const copy = copyOf(root);
      const { db, publishing } = openRegistry(copy);
      await expect(publish(faulty(publishing, at, when, [])), where).rejects.toThrow(Fault);
      expect(tornFiles(copy), where).toEqual([]);
      const between = (await downloadFrom(copy))?.manifest.release;
      expect([1, 2], where).toContain(between);
      seen.add(between);

      const committed = publishing.ledger.head()?.number === 2;
      const finished = await finishInterrupted(publishing);
      if (committed) expect(publishing.ledger.head(), where).toMatchObject({ number: 2, state: "published" });
      else expect(finished, where).toEqual({ kind: "nothing" });
      await publish(publishing);
      const after = await downloadFrom(copy);
      expect(after?.manifest.release, where).toBe(2);
      expect(after?.list, where).toBe("a.example\tdomain\tdecency\nb.example\tdomain\tdecency\n");
      expect(db.sqlite.prepare("SELECT number, state FROM releases").raw().all(), where).toEqual([
        [1, "published"],
        [2, "published"],
      ]);
      expect(await publish(publishing), where).toEqual({ kind: "unchanged", release: 2 });
      expect(tornFiles(copy), where).toEqual([]);
    }
  }
  // Otherwise the table would have missed one side of the timestamp.
  expect(seen).toEqual(new Set([1, 2]));
});

test("fault_while_finishing_is_finished_by_the_next_start", async () => {
  const root = await withSecondReleaseDue();
  const { db, publishing } = openRegistry(root);
  const calls: string[] = [];
  const afterCommit = { ...publishing, onStep: (step: string) => stopAt("committed", step) };
  await expect(publish(afterCommit)).rejects.toThrow(Fault);
  db.sqlite.pragma("wal_checkpoint(TRUNCATE)");
  await finishInterrupted(faulty(openRegistry(copyOf(root)).publishing, -1, "fails", calls));
  for (const at of calls.keys()) {
    for (const when of ["fails", "fails after persisting"] as const) {
      const copy = copyOf(root);
      const { publishing: second } = openRegistry(copy);
      await expect(finishInterrupted(faulty(second, at, when, []))).rejects.toThrow(Fault);
      await finishInterrupted(second);
      expect((await downloadFrom(copy))?.manifest.release).toBe(2);
      expect(second.ledger.head()).toMatchObject({ number: 2, state: "published" });
    }
  }
});

test("release_whose_staged_files_are_lost_is_built_again", async () => {
  const root = await withSecondReleaseDue();
  const { publishing } = openRegistry(root);
  const afterCommit = { ...publishing, onStep: (step: string) => stopAt("committed", step) };
  await expect(publish(afterCommit)).rejects.toThrow(Fault);
  await publishing.staging.clear();
  // Decisions made meanwhile wait for the next release.
  approved(openRegistry(root).db, ["later.example"], { number: "PTA/2026/3" });
  expect(await finishInterrupted(publishing)).toEqual({ kind: "published", release: 2 });
  const download = await downloadFrom(root);
  expect(download?.list).toBe("a.example\tdomain\tdecency\nb.example\tdomain\tdecency\n");
  expect(publishing.ledger.row(2)?.manifestSha256).toBe(
    (await import("../../src/publish/sha256.ts")).sha256(
      download?.files.get("general/manifest.json") ?? new Uint8Array(),
    ),
  );
});

test("staged_file_that_was_damaged_is_never_published", async () => {
  const root = await withSecondReleaseDue();
  const { publishing } = openRegistry(root);
  const afterCommit = { ...publishing, onStep: (step: string) => stopAt("committed", step) };
  await expect(publish(afterCommit)).rejects.toThrow(Fault);
  const { readdirSync, writeFileSync } = await import("node:fs");
  const staged = `${publishing.folder.staging}/release-2`;
  for (const name of readdirSync(staged)) writeFileSync(`${staged}/${name}`, "damaged");
  await finishInterrupted(publishing);
  expect(tornFiles(root)).toEqual([]);
  expect((await downloadFrom(root))?.manifest.release).toBe(2);
});

test("release_of_a_changed_database_is_not_completed", async () => {
  const root = await withSecondReleaseDue();
  const { db, publishing } = openRegistry(root);
  const afterCommit = { ...publishing, onStep: (step: string) => stopAt("committed", step) };
  await expect(publish(afterCommit)).rejects.toThrow(Fault);
  await publishing.staging.clear();
  db.sqlite.prepare('UPDATE releases SET lists = \'{"general":{"entries":1,"identity":"00"}}\' WHERE number = 2').run();
  await expect(finishInterrupted(publishing)).rejects.toMatchObject({ code: "identity_mismatch" });
  expect((await downloadFrom(root))?.manifest.release).toBe(1);
});

function stopAt(wanted: string, step: string): void {
  if (step === wanted) throw new Fault(step);
}
