import { describe, expect, test } from "vitest";
import { readHost } from "../../../src/core/target/host.ts";
import { MAX_TARGET_LENGTH } from "../../../src/core/target/limits.ts";
import { read } from "../../../src/core/target/reading.ts";
import { deviationKey, HOST_DEVIATIONS, URL_DEVIATIONS } from "./deviations.ts";
import { withoutShared, wptCases } from "./shared.ts";

type HostCase = { readonly input: string; readonly output: string | null };

type UrlCase = {
  readonly input: string;
  readonly base: string | null;
  readonly failure?: boolean;
  readonly hostname: string;
  readonly port: string;
  readonly pathname: string;
  readonly search: string;
};

describe.skipIf(withoutShared)("names of web-platform-tests (../shared)", () => {
  test("become the A-labels that the URL standard says, but for the listed deviations", () => {
    const observed = new Map<string, Set<string>>();
    const cases = [...wptCases<HostCase>("toascii.json"), ...wptCases<HostCase>("IdnaTestV2.json")];
    for (const { input, output } of cases) {
      const reading = readHost(input);
      if ((reading.kind === "name" ? reading.name : null) === output) continue;
      const instead = reading.kind === "name" ? "accepted" : reading.code;
      observed.set(instead, (observed.get(instead) ?? new Set()).add(deviationKey(input, output)));
    }
    const listed = new Map<string, Set<string>>();
    for (const { instead, expected } of HOST_DEVIATIONS) {
      const keys = listed.get(instead) ?? new Set();
      listed.set(instead, keys);
      for (const key of expected) keys.add(key);
    }
    expect(cases.length).toBeGreaterThan(2_700);
    expect(sorted(observed)).toEqual(sorted(listed));
  });

  test("and no deviation is another name than the one expected, but for its trailing dots", () => {
    for (const { input, output } of [...wptCases<HostCase>("toascii.json"), ...wptCases<HostCase>("IdnaTestV2.json")]) {
      const reading = readHost(input);
      if (reading.kind === "name" && output !== null) expect(reading.name).toBe(output.replace(/\.+$/, ""));
    }
  });
});

describe.skipIf(withoutShared)("URLs of web-platform-tests (../shared)", () => {
  test("mean the host, port, path and query that the URL standard says, but for the listed deviations", () => {
    const cases = wptCases<UrlCase>("urltestdata.json").filter(isAbsoluteWebUrl);
    const observed = cases.flatMap((urlCase) => {
      const instead = deviationOf(urlCase);
      return instead === undefined ? [] : [{ instead, input: urlCase.input }];
    });
    const listed = URL_DEVIATIONS.flatMap(({ instead, inputs }) => inputs.map((input) => ({ instead, input })));
    const key = ({ instead, input }: { instead: string; input: string }) => `${instead} ${JSON.stringify(input)}`;
    expect(cases.length).toBeGreaterThan(370);
    expect(observed.map(key).sort()).toEqual(listed.map(key).sort());
  });
});

/** URLs that name http or https themselves; `http:x` against an http base is relative, which no list line is. */
function isAbsoluteWebUrl({ input, base }: UrlCase): boolean {
  return /^[\0- ]*https?:/i.test(input) && (base === null || /^[\0- ]*https?:[/\\]{2}/i.test(input));
}

function deviationOf(expected: UrlCase): string | undefined {
  const reading = read(expected.input, MAX_TARGET_LENGTH);
  if (reading.kind === "refused") {
    const isIp = !expected.failure && /^(?:\[.*\]|[0-9.]+)$/.test(expected.hostname);
    return expected.failure || (isIp && reading.code === "ip_address") ? undefined : reading.code;
  }
  if (expected.failure) return "accepted";
  const { host, port, path, query } = reading.place;
  const expectedPort = ["", "80", "443"].includes(expected.port) ? undefined : Number(expected.port);
  const isSame =
    host === expected.hostname &&
    port === expectedPort &&
    bytesOf(path) === bytesOf(expected.pathname) &&
    bytesOf(query ?? "") === bytesOf(expected.search.slice(1));
  return isSame ? undefined : "differs";
}

/** What a percent-encoded text stands for, byte for byte: two spellings of one path are the same bytes. */
function bytesOf(text: string): string {
  const hex = Array.from(new TextEncoder().encode(text), (byte) => byte.toString(16).padStart(2, "0")).join(" ");
  // `25 XX YY` are the codes of `%` and two hexadecimal digits.
  return hex.replace(/25 (3\d|4[1-6]|6[1-6]) (3\d|4[1-6]|6[1-6])/g, (_, high: string, low: string) =>
    [high, low].map((code) => String.fromCharCode(Number.parseInt(code, 16)).toLowerCase()).join(""),
  );
}

function sorted(groups: ReadonlyMap<string, ReadonlySet<string>>): Record<string, readonly string[]> {
  return Object.fromEntries([...groups].map(([name, keys]) => [name, [...keys].sort()]));
}
