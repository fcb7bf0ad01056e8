import fc from "fast-check";
import { expect, test } from "vitest";
import { z } from "zod";
import { resolved, type Schema, valuesOf } from "./arbitrary.ts";
import { wholeApp } from "./whole-app.ts";

// Fuzz of every route from the OpenAPI document of the whole app: whatever is sent, the server does not fail, answers with a
// status and a type that the document names for the route, and with JSON that fits the document's schema.

const RUNS = Number(process.env.FUZZ_RUNS ?? 12);
/** The same in every run of the suite; FUZZ_SEED and FUZZ_RUNS look further. */
const SEED = Number(process.env.FUZZ_SEED ?? 1);

type Content = Readonly<Record<string, { readonly schema?: Schema }>>;
type Parameter = { readonly name: string; readonly in: string; readonly required?: boolean; readonly schema?: Schema };
type Operation = {
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: { readonly content: Content };
  readonly responses: Readonly<Record<string, { readonly content?: Content }>>;
};

type Whole = Awaited<ReturnType<typeof wholeApp>>;

async function documentOf({ app }: Pick<Whole, "app">) {
  const response = await app.request("https://registry.example/openapi.json");
  const { paths, components } = (await response.json()) as {
    paths: Record<string, Record<string, unknown>>;
    components: { schemas: Record<string, unknown> };
  };
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({
      method: method.toUpperCase(),
      path,
      operation: resolved(operation, components.schemas) as Operation,
    })),
  );
}

type Route = Awaited<ReturnType<typeof documentOf>>[number];

function requestOf({ method, path, operation }: Route, known: readonly string[]) {
  const parameters = (operation.parameters ?? []).map((parameter) =>
    fc
      .option(valuesOf(parameter.schema ?? {}, known), parameter.required ? { freq: 1_000_000 } : { freq: 2 })
      .map((value) => ({ ...parameter, value: value === null ? undefined : asText(value) })),
  );
  const [type = "", { schema = {} } = {}] = Object.entries(operation.requestBody?.content ?? {})[0] ?? [];
  const body = valuesOf(schema, known).map((value) => (type.includes("json") ? JSON.stringify(value) : asText(value)));
  return fc.record({ parameters: fc.tuple(...parameters), body }).map(({ parameters: given, body: sent }) => {
    const inPath = (name: string) => given.find((each) => each.in === "path" && each.name === name)?.value;
    const filled = path.replaceAll(/\{(\w+)\}/g, (_, name) => encodeURIComponent(inPath(name) || "x"));
    const query = new URLSearchParams();
    for (const { name, value, ...each } of given)
      if (each.in === "query" && value !== undefined) query.set(name, value);
    return {
      url: `https://registry.example${filled}${query.size === 0 ? "" : `?${query}`}`,
      init: {
        method,
        headers: { "csrf-token": "csrf", ...(type === "" ? {} : { "content-type": type }) },
        ...(type === "" ? {} : { body: sent }),
      },
    };
  });
}

const asText = (value: unknown): string => (typeof value === "string" ? value : JSON.stringify(value)).toWellFormed();

const checkers = new Map<Schema, z.ZodType>();
function fits(schema: Schema, value: unknown): void {
  const known = checkers.get(schema) ?? z.fromJSONSchema(schema as Parameters<typeof z.fromJSONSchema>[0]);
  checkers.set(schema, known);
  const { error } = known.safeParse(value);
  if (error) throw new Error(`the answer does not fit its schema: ${z.prettifyError(error)}\n${JSON.stringify(value)}`);
}

async function check({ operation }: Route, response: Response): Promise<void> {
  const declared = operation.responses[response.status];
  const body = await response.text();
  if (declared === undefined) throw new Error(`${response.status} is not declared: ${body.slice(0, 300)}`);
  expect(response.status).toBeLessThan(500);
  const [type] = (response.headers.get("content-type") ?? "").split(";");
  if (declared.content === undefined || body === "") return;
  const content = declared.content[type ?? ""];
  if (content === undefined) throw new Error(`${response.status} with ${type} is not declared`);
  if (type?.includes("json") && !type.includes("ndjson") && content.schema !== undefined)
    fits(content.schema, JSON.parse(body));
}

test("whatever_is_sent_every_answer_is_a_declared_one", async () => {
  const whole = await wholeApp();
  const wrong: string[] = [];
  for (const route of await documentOf(whole))
    await fc
      .assert(
        fc.asyncProperty(requestOf(route, whole.known), async ({ url, init }) => {
          await check(route, await whole.app.request(url, init));
        }),
        { numRuns: RUNS, seed: SEED, endOnFailure: true },
      )
      .catch((error: Error) => wrong.push(`${route.method} ${route.path}: ${error.message} ${String(error.cause)}`));
  expect(wrong).toEqual([]);
  expect(whole.failures()).toEqual([]);
});
