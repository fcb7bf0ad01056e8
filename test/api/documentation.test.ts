import { expect, test } from "vitest";
import { testApi } from "../fixtures/public-api.ts";

const { app } = testApi([]);
type Document = { openapi: string; paths: Record<string, Record<string, { responses: object }>> };
const document = async () => (await (await app.request("/openapi.json")).json()) as Document;
/** Pages about the interface are not part of it. */
const UNDOCUMENTED = ["/openapi.json", "/docs", "/docs/:name"];

test("every route is documented, and nothing else is", async () => {
  const { openapi, paths } = await document();
  expect(openapi).toBe("3.1.0");
  const documented = Object.entries(paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
  );
  const routed = app.routes
    .filter(({ method, path }) => method !== "OPTIONS" && !UNDOCUMENTED.includes(path))
    .map(({ method, path }) => `${method} ${path.replace(/:(\w+)/g, "{$1}").replace("/*", "/{name}")}`);
  expect(documented.sort()).toEqual(routed.sort());
});

test("every reference in the document leads somewhere", async () => {
  const text = JSON.stringify(await document());
  const { components } = JSON.parse(text) as { components: { schemas: object } };
  const references = [...text.matchAll(/"#\/components\/schemas\/([^"]+)"/g)].map((match) => match[1] ?? "");
  expect(references.length).toBeGreaterThan(0);
  for (const name of references) expect(components.schemas).toHaveProperty(name);
});

test("the documentation page loads from here only", async () => {
  const page = await app.request("/docs");
  expect(page.headers.get("content-security-policy")).toContain("default-src 'none'");
  expect(page.headers.get("content-security-policy")).not.toContain("unsafe");
  const html = await page.text();
  expect(html).not.toMatch(/https?:\/\//);
  expect(html).not.toMatch(/<script(?! src=)|<style| on\w+=/);
  const parts = [...html.matchAll(/(?:src|href)="([^"]+)"/g)].map((match) => match[1] ?? "");
  for (const part of parts) expect((await app.request(part)).status).toBe(200);
  expect((await app.request("/docs/package.json")).status).toBe(404);
  expect((await app.request("/docs/..%2Fpackage.json")).status).toBe(404);
});
