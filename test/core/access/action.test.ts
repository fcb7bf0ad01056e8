import { describe, expect, test } from "vitest";
import { ACTIONS, type Action, isAction, needsStepUp, reachOf, rolesThatMay } from "../../../src/core/access/action.ts";
import { tokenActions } from "../../../src/core/access/organisation.ts";
import { ROLES, type Role, roleConflict } from "../../../src/core/access/role.ts";

test("what_is_not_in_the_table_is_refused", () => {
  expect(reachOf([], "order.read")).toBeUndefined();
  expect(reachOf(["king" as Role], "order.read")).toBeUndefined();
  expect(reachOf(["constructor" as Role], "order.read")).toBeUndefined();
  expect(isAction("toString")).toBe(false);
  expect(isAction("order.approve")).toBe(true);
});

test("approving_publishing_and_key_use_ask_for_a_fresh_second_factor", () => {
  const asked = ACTIONS.filter(needsStepUp);
  for (const action of [
    "order.approve",
    "order.approve_held",
    "sealed.approve",
    "release.publish",
    "batch.release",
    "key.use",
  ])
    expect(asked).toContain(action);
  for (const action of ["account.write", "organisation.write", "token.write"]) expect(asked).toContain(action);
});

describe("duties are apart", () => {
  const may = (role: Role) => ACTIONS.filter((action) => reachOf([role], action) !== undefined);

  test("who_makes_accounts_decides_nothing", () => {
    for (const action of may("administrator"))
      expect(action).not.toMatch(/^(order\.|sealed\.|complaint\.|appeal\.|batch\.|release\.(?!read$))/);
  });

  test("who_audits_only_reads", () => {
    for (const action of may("auditor")) expect(action).toMatch(/\.read$/);
  });

  test("a_clerk_decides_nothing", () => {
    for (const action of may("clerk"))
      expect(action).not.toMatch(/approve|reject|withdraw|decide|publish|release(?!\.read)/);
  });

  test("sealed_addresses_are_for_sealed_officers_alone", () => {
    for (const action of ACTIONS.filter((name) => name.startsWith("sealed.")))
      expect(rolesThatMay(action)).toEqual(["sealed_officer"]);
  });

  test("partners_and_subscribers_reach_their_own_only", () => {
    for (const role of ["partner", "subscriber"] as const)
      for (const action of may(role)) expect(reachOf([role], action)).toBe("own");
  });

  test("a_machine_does_nothing_that_asks_for_a_second_factor", () => {
    for (const kind of ["partner", "subscriber"] as const) {
      expect(tokenActions(kind).filter(needsStepUp)).toEqual([]);
      expect(tokenActions(kind).length).toBeGreaterThan(0);
    }
  });
});

test("of_several_roles_the_widest_reach_counts", () => {
  const both: readonly Role[] = ["partner", "auditor"];
  expect(reachOf(both, "order.read")).toBe("any");
  expect(reachOf(["partner", "subscriber"], "order.read")).toBe("own");
});

test("every_role_can_do_something_and_every_action_somebody", () => {
  for (const role of ROLES) expect(ACTIONS.some((action: Action) => reachOf([role], action) !== undefined)).toBe(true);
  for (const action of ACTIONS) expect(rolesThatMay(action).length).toBeGreaterThan(0);
});

test("roles_that_must_be_apart_cannot_be_joined", () => {
  expect(roleConflict(["clerk", "officer", "sealed_officer"])).toBeUndefined();
  for (const role of ["administrator", "auditor", "partner"] as const) {
    expect(roleConflict([role])).toBeUndefined();
    expect(roleConflict([role, "officer"])).toMatch(/cannot be joined/);
  }
  expect(roleConflict([])).toBeDefined();
  expect(roleConflict(["clerk", "clerk"])).toBeDefined();
  expect(roleConflict(["subscriber"])).toBeDefined();
});
