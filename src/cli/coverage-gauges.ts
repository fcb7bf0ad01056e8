import type { Coverage } from "../api/coverage/deps.ts";
import { COVERAGE_STATES } from "../core/receipt/coverage.ts";
import type { Gauges } from "../runtime/metrics.ts";

/** How far the subscribers are, without saying which: one row a state, however many there are. */
export const coverageGauges = ({ counts }: Coverage): Gauges => [
  {
    name: "hifazat_subscribers",
    help: "Subscribers by how far they are with the public list",
    values: COVERAGE_STATES.map((state) => ({ labels: { state }, value: counts[state] })),
  },
  {
    name: "hifazat_subscribers_wrong_identity",
    help: "Subscribers that said they enforce a list which was not published",
    values: [{ labels: {}, value: counts.wrongIdentity }],
  },
];
