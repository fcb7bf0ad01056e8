import { expect, test } from "vitest";
import { createMetrics } from "../../src/runtime/metrics.ts";

test("what was counted since the start is read again and again", async () => {
  const metrics = createMetrics({ release: () => undefined, waiting: () => 3 });
  metrics.request("/v1/lookup", 200);
  metrics.request("/v1/lookup", 200);
  metrics.request("/v1/lookup", 400);
  metrics.lookups(2, 5, 1);
  metrics.loaded("failed");
  for (let times = 0; times < 2; times++) {
    const text = await metrics.text();
    expect(text).toMatch(/^hifazat_http_requests_total\{route="\/v1\/lookup",status="200"\} 2$/m);
    expect(text).toMatch(/^hifazat_http_requests_total\{route="\/v1\/lookup",status="400"\} 1$/m);
    expect(text).toMatch(/^hifazat_lookups_total\{verdict="blocked"\} 2$/m);
    expect(text).toMatch(/^hifazat_lookups_total\{verdict="clear"\} 5$/m);
    expect(text).toMatch(/^hifazat_release_loads_total\{outcome="failed"\} 1$/m);
    expect(text).toMatch(/^hifazat_release_waiters 3$/m);
    expect(text).toContain("nodejs_eventloop_lag_p99_seconds");
  }
  metrics.close();
});

test("of a release there is its number, its size, its age and how long its signatures hold", async () => {
  let release: { number: number; entries: number; age: number; checked: number; valid: number } | undefined;
  const metrics = createMetrics({ release: () => release, waiting: () => 0 });
  expect(await metrics.text()).not.toMatch(/^hifazat_release(_age_seconds)? /m);
  release = { number: 12, entries: 983_089, age: 1_000, checked: 2, valid: 86_400 };
  const text = await metrics.text();
  expect(text).toMatch(/^hifazat_release 12$/m);
  expect(text).toMatch(/^hifazat_release_entries 983089$/m);
  expect(text).toMatch(/^hifazat_release_age_seconds 1000$/m);
  expect(text).toMatch(/^hifazat_release_checked_age_seconds 2$/m);
  expect(text).toMatch(/^hifazat_release_expiry_seconds 86400$/m);
  metrics.close();
});
