import { ownOrigin } from "../../../api/guard.ts";
import { forSession, sessionOf } from "../../../api/staff-route.ts";
import { STAGES } from "../../../core/access/session.ts";
import { Button } from "../../ui/button.tsx";
import { languageOf } from "../../ui/language.ts";
import type { ConsoleDeps } from "../deps.ts";
import { Csrf } from "../frame.tsx";
import type { ConsoleContext, ConsolePages } from "../pages.tsx";
import { goOn, goOnSignedIn, Next, refusedAt, sendFormPage } from "./parts.tsx";
import { givenProof } from "./proof.ts";
import { ProofFields } from "./proof-fields.tsx";
import { SESSION_WORDS } from "./words.ts";

/** The second half of signing in: a code, a recovery code or a passkey. */
export function secondFactorPages(pages: ConsolePages, deps: ConsoleDeps): void {
  pages.page("/console/second-factor", forSession(STAGES), async (c) => {
    const next = c.req.query("next") ?? "";
    switch (sessionOf(c).stage) {
      case "enrolling":
        return goOn(c, "/console/enrol/second-factor");
      case "full":
        return goOn(c, next);
      case "second_factor":
        return show(c, deps, next);
    }
  });

  pages.action(
    "/console/second-factor",
    forSession(["second_factor"]),
    async (c, form) => {
      const proof = givenProof(form);
      const next = form.text("next");
      const { missing } = SESSION_WORDS[languageOf(c)].secondFactor;
      if (proof === undefined) return show(c, deps, next, { errors: [{ field: "code", text: missing }] });
      const start = await deps.accounts.completeSignIn(sessionOf(c), proof, ownOrigin(c, deps.site));
      return goOnSignedIn(c, deps, start, next);
    },
    { again: async (c, form, error) => show(c, deps, form.text("next"), refusedAt(c, "code", error)) },
  );
}

function show(
  c: ConsoleContext,
  deps: ConsoleDeps,
  next: string,
  failed: Partial<ReturnType<typeof refusedAt>> = {},
): Promise<Response> {
  const words = SESSION_WORDS[languageOf(c)].secondFactor;
  return sendFormPage(c, deps, {
    title: words.title,
    scripts: ["passkey.js"],
    ...failed,
    children: (language, errors) => (
      <>
        <form method="post" action="/console/second-factor">
          <Csrf c={c} />
          <Next next={next} />
          <ProofFields
            {...{ language, errors, heading: words.title }}
            passkeys={deps.accounts.factors(sessionOf(c)).passkeys.length > 0}
          />
        </form>
        <form method="post" action="/console/sign-out">
          <Csrf c={c} />
          <Button look="secondary">{words.other}</Button>
        </form>
      </>
    ),
  });
}
