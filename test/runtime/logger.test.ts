import { expect, test } from "vitest";
import { HifazatError } from "../../src/core/errors.ts";
import { createLogger, describeRequestError } from "../../src/runtime/logger.ts";

const SECRET = "asked.example";

function logged(write: (logger: ReturnType<typeof createLogger>) => void): string {
  const lines: string[] = [];
  write(createLogger("info", { write: (line) => void lines.push(line) }));
  return lines.join("");
}

function foreseenByNobody(): Error {
  try {
    new URL(SECRET);
  } catch (error) {
    return new TypeError(`cannot read ${SECRET}\n    at ${SECRET}`, { cause: error });
  }
  throw new Error("a URL after all");
}

test("an error inside a request is logged by kind and place, without what was asked", () => {
  const line = logged((logger) =>
    logger.error({ failure: describeRequestError(foreseenByNobody()) }, "request failed"),
  );
  expect(line).not.toContain(SECRET);
  expect(line).toContain("ERR_INVALID_URL");
  expect(line).toContain("logger.test.ts");
});

test("an error outside of a request keeps its message and its cause, but none of its other members", () => {
  const line = logged((logger) => {
    const cause = Object.assign(new Error("the disk is full"), { input: SECRET });
    logger.error({ err: new HifazatError("index_malformed", "the index is damaged", { cause }) });
  });
  expect(JSON.parse(line)).toMatchObject({
    level: "error",
    err: { kind: "index_malformed", message: "the index is damaged", cause: { message: "the disk is full" } },
  });
  expect(line).not.toContain(SECRET);
});

test("members that could hold a question go out empty", () => {
  const members = { url: SECRET, query: SECRET, body: SECRET, req: { url: SECRET }, nested: { input: SECRET } };
  expect(logged((logger) => logger.info(members))).not.toContain(SECRET);
});
