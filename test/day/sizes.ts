import type { Size } from "./day.ts";

/** The day of issue 3: with the orders made of complaints and the one at the end, 40 orders. */
export const WHOLE_DAY: Size = {
  complaints: 350,
  ordinary: 31,
  rows: 429_343,
  emergencies: 3,
  appeals: 12,
  removals: 2,
  sealedOrders: 2,
  signIns: true,
  quiet: 5_000,
};

/** The same in little, for the tests. */
export const SMALL_DAY: Size = {
  complaints: 16,
  ordinary: 5,
  rows: 300,
  emergencies: 1,
  appeals: 2,
  removals: 1,
  sealedOrders: 1,
  signIns: false,
  quiet: 100,
};
