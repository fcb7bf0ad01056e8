import type { Context } from "hono";
import { admit, ownOrigin } from "../../api/guard.ts";
import { ACCESS_KEY, type StaffEnv, sessionOf } from "../../api/staff-route.ts";
import type { Access } from "../../core/access/permit.ts";
import { HifazatError } from "../../core/errors.ts";
import { failureOf } from "../ui/failure.tsx";
import { type Form, readForm } from "../ui/form-data.ts";
import { languageOf } from "../ui/language.ts";
import { multipart, partText } from "../ui/multipart.ts";
import { sendPage } from "../ui/page.tsx";
import { pageApp } from "../ui/page-app.ts";
import type { ConsoleDeps } from "./deps.ts";
import { ConsolePage } from "./frame.tsx";
import { typedProof } from "./session/proof.ts";

export type ConsoleContext = Context<StaffEnv>;
/** The field in which every form repeats the session's csrf value. */
export const CSRF_FIELD = "csrf";
/** The field in which a form gives a fresh second factor with what asks for one (step-up-field.tsx). */
export const STEP_UP_FIELD = "step_up_code";

/** As `requires`, `forSession` and `forAnyone` of api/staff-route.ts give it. */
export type Declared = { readonly [ACCESS_KEY]: Access };

export type ConsolePages = {
  readonly app: ReturnType<typeof pageApp<StaffEnv>>["app"];
  /** A page to read. */
  readonly page: (path: string, access: Declared, answer: (c: ConsoleContext) => Promise<Response>) => void;
  /** What a form does. It ends by showing a page, or by `seeOther` to one. */
  readonly action: (
    path: string,
    access: Declared,
    answer: (c: ConsoleContext, form: Form) => Promise<Response>,
    options?: ActionOptions,
  ) => void;
  /** A form whose last field is a file of any size: its fields come first, the `csrf` one among them. */
  readonly upload: (
    path: string,
    access: Declared,
    answer: (c: ConsoleContext, fields: Fields, file: UploadedFile | undefined) => Promise<Response>,
  ) => void;
};

export type Fields = Pick<Form, "text">;
/** Read as it comes in. */
export type UploadedFile = { readonly name: string; readonly body: AsyncIterable<Uint8Array> };

/** Bytes of all fields before the file: addresses can be pasted into one. */
const FIELDS_BYTES = 4 * 1_024 * 1_024;

export type ActionOptions = {
  /** How large the form may be. */
  readonly bytes?: number;
  /**
   * Shows the form's page again, with what was typed and why it was refused (`failureOf`): a wrong code, too, or one that
   * is missing. Without it a page of its own says so.
   */
  readonly again?: (c: ConsoleContext, form: Form, error: HifazatError) => Promise<Response>;
};

/**
 * The console's pages and forms. Each says who may use it (core/access/action.ts); who is not signed in is sent to do
 * that and brought back, and a fresh second factor is asked for where one is needed.
 */
export function consolePages(deps: ConsoleDeps): ConsolePages {
  const { app, get, post } = pageApp<StaffEnv>(deps.observe, failed);

  async function failed(c: ConsoleContext, error: unknown, route: string): Promise<Response> {
    const where = error instanceof HifazatError ? DETOURS[error.code] : undefined;
    // After a form there is nothing to come back to but the page it stood on.
    if (where !== undefined) return seeOther(`${where}?next=${encodeURIComponent(cameFrom(c))}`);
    const language = languageOf(c);
    const { status, title, text, unexpected } = failureOf(error, language);
    if (unexpected) deps.observe.failed(route, error);
    return sendPage(
      c,
      <ConsolePage c={c} language={language} assets={await deps.assets()} title={title}>
        <h1 class="govuk-heading-l">{title}</h1>
        <p class="govuk-body">{text}</p>
      </ConsolePage>,
      status,
    );
  }

  return {
    app,
    page(path, access, answer) {
      get(path, async (c) => {
        admit(c, deps, access[ACCESS_KEY], "");
        return answer(c);
      });
    },
    action(path, access, answer, { bytes, again } = {}) {
      post(path, async (c) => {
        const form = await readForm(c, bytes);
        const csrf = form.text(CSRF_FIELD);
        let admitted = false;
        const run = async (): Promise<Response> => {
          try {
            admit(c, deps, access[ACCESS_KEY], csrf);
            admitted = true;
          } catch (error) {
            // Asked for last, so the rest is in order.
            if (!(error instanceof HifazatError) || error.code !== "step_up_required") throw error;
            admit(c, deps, SIGNED_IN, csrf);
            admitted = true;
            const code = form.text(STEP_UP_FIELD);
            if (code === "") throw error;
            await deps.accounts.stepUp(sessionOf(c), typedProof(code), ownOrigin(c, deps.site));
            admit(c, deps, access[ACCESS_KEY], csrf);
          }
          return answer(c, form);
        };
        return run().catch((error: unknown) => {
          if (again !== undefined && admitted && error instanceof HifazatError && error.code !== "internal")
            return again(c, form, error);
          throw error;
        });
      });
    },
    upload(path, access, answer) {
      post(path, async (c) => {
        const texts = new Map<string, string>();
        const fields: Fields = { text: (name) => texts.get(name)?.trim() ?? "" };
        const admitted = () => admit(c, deps, access[ACCESS_KEY], fields.text(CSRF_FIELD));
        let left = FIELDS_BYTES;
        const { body } = c.req.raw;
        if (body !== null)
          for await (const part of multipart(body, c.req.header("content-type") ?? "")) {
            if (part.filename === undefined) {
              const text = await partText(part, left);
              left -= text.length;
              texts.set(part.name, text);
            } else if (part.filename !== "") {
              // Nothing of a file is taken before it is known who sends it.
              admitted();
              return await answer(c, fields, { name: part.filename, body: part.body });
            }
          }
        admitted();
        return answer(c, fields, undefined);
      });
    },
  };
}

const SIGNED_IN = { kind: "session", stages: ["full"] } as const;

const DETOURS: Readonly<Record<string, string>> = {
  unauthenticated: "/console/sign-in",
  second_factor_required: "/console/second-factor",
  step_up_required: "/console/step-up",
};

function cameFrom(c: ConsoleContext): string {
  if (c.req.method === "GET") return c.req.path + (new URL(c.req.url).search || "");
  const referrer = URL.parse(c.req.header("referer") ?? "");
  return referrer === null ? "/console" : referrer.pathname + referrer.search;
}

/** To another page of ours, after a form (303): reloading it does not send the form again. */
export function seeOther(path: string): Response {
  return new Response(null, { status: 303, headers: { location: safePath(path), "cache-control": "no-store" } });
}

/** A path of the console; of anything else, such as another site's address, only the console's entrance is left. */
export const safePath = (path: string): string => (/^\/console(?:[/?][!-~]*)?$/.test(path) ? path : "/console");
