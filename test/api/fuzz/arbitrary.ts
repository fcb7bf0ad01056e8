import fc, { type Arbitrary } from "fast-check";

/** A JSON schema as OpenAPI 3.1 has it, with every reference put in its place. */
export type Schema = { readonly [key: string]: unknown } & {
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly allOf?: readonly Schema[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly additionalProperties?: Schema | boolean;
};

export function resolved(value: unknown, components: Readonly<Record<string, unknown>>): unknown {
  if (Array.isArray(value)) return value.map((each) => resolved(each, components));
  if (typeof value !== "object" || value === null) return value;
  if ("$ref" in value) return resolved(components[String(value.$ref).split("/").at(-1) ?? ""], components);
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, resolved(each, components)]));
}

/** Mostly what the schema asks for, sometimes anything. `known`: texts that name something. */
export function valuesOf(schema: Schema, known: readonly string[]): Arbitrary<unknown> {
  return fc.oneof(
    { weight: 12, arbitrary: fitting(schema, known) },
    { weight: 1, arbitrary: fc.jsonValue({ maxDepth: 1 }) },
  );
}

function fitting(schema: Schema, known: readonly string[]): Arbitrary<unknown> {
  if (schema.const !== undefined) return fc.constant(schema.const);
  if (schema.enum !== undefined) return fc.constantFrom(...schema.enum);
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices !== undefined) return fc.oneof(...choices.map((each) => valuesOf(each, known)));
  const types = schema.type === undefined ? [] : [schema.type].flat();
  if (types.length === 0) return fc.jsonValue({ maxDepth: 2 });
  return fc.oneof(...types.map((type) => typed(type, schema, known)));
}

function typed(type: string, schema: Schema, known: readonly string[]): Arbitrary<unknown> {
  switch (type) {
    case "null":
      return fc.constant(null);
    case "boolean":
      return fc.boolean();
    case "integer":
      return fc.oneof(fc.integer({ min: 0, max: 9 }), fc.maxSafeInteger());
    case "number":
      return fc.double({ noNaN: true, noDefaultInfinity: true });
    case "array":
      return fc.array(valuesOf(schema.items ?? {}, known), { maxLength: 3 });
    case "object":
      return fc.record(
        Object.fromEntries(Object.entries(schema.properties ?? {}).map(([key, each]) => [key, valuesOf(each, known)])),
        { requiredKeys: [...(schema.required ?? [])] },
      );
    default:
      return text(schema, known);
  }
}

const SEEN = [
  "decency",
  "x.example",
  "https://y.example/p?q=1",
  "2026-11-01",
  "2026-11-24T00:00:00Z",
  "",
  "0".repeat(64),
];

function text(schema: Schema, known: readonly string[]): Arbitrary<string> {
  const hostile = fc.constantFrom(
    "\u0000",
    "'; DROP TABLE orders;--",
    "../../etc/passwd",
    "\u202e",
    "🙂".repeat(50),
    "%00",
  );
  const pattern = typeof schema.pattern === "string" ? [fc.stringMatching(new RegExp(schema.pattern))] : [];
  const example = typeof schema.example === "string" ? [fc.constant(schema.example)] : [];
  return fc.oneof(
    fc.constantFrom(...known, ...SEEN),
    fc.string({ maxLength: 30, unit: "binary" }),
    hostile,
    ...pattern,
    ...example,
  );
}
