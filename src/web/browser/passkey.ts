/**
 * Passkeys: the page's form gets what the authenticator answers, and is sent as any other. `data-passkey` says whether one
 * is used or made. Without script a code does.
 */

const OPTIONS = { get: "/v1/session/passkey-options", create: "/v1/second-factors/passkey-options" } as const;

for (const button of document.querySelectorAll<HTMLButtonElement>("[data-passkey]")) {
  const form = button.form;
  if (form === null || !("PublicKeyCredential" in window)) continue;
  form.hidden = false;
  button.hidden = false;
  const creates = button.dataset.passkey === "create";
  const isNameless = () => creates && field(form, "label").value.trim() === "";
  // Enter in the name's field means the button; without a name the page itself says what is missing.
  if (creates)
    form.addEventListener("submit", (event) => {
      if (isNameless() || field(form, "passkey").value !== "") return;
      event.preventDefault();
      button.click();
    });
  button.addEventListener("click", async () => {
    if (isNameless()) return form.requestSubmit();
    const failed = form.querySelector<HTMLElement>("[data-passkey-failed]");
    if (failed !== null) failed.hidden = true;
    try {
      const credential = await (creates ? create(form) : get(form));
      field(form, "passkey").value = JSON.stringify(credential);
      form.requestSubmit();
    } catch {
      if (failed !== null) failed.hidden = false;
    }
  });
}

async function get(form: HTMLFormElement): Promise<unknown> {
  const options = await ask(OPTIONS.get, form);
  const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(options as PublicKeyCredentialRequestOptionsJSON);
  return asJson(await navigator.credentials.get({ publicKey }));
}

async function create(form: HTMLFormElement): Promise<unknown> {
  const options = await ask(OPTIONS.create, form);
  const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(options as PublicKeyCredentialCreationOptionsJSON);
  return asJson(await navigator.credentials.create({ publicKey }));
}

async function ask(path: string, form: HTMLFormElement): Promise<unknown> {
  const response = await fetch(path, { method: "POST", headers: { "csrf-token": field(form, "csrf").value } });
  if (!response.ok) throw new Error(String(response.status));
  return response.json();
}

function asJson(credential: Credential | null): unknown {
  if (credential instanceof PublicKeyCredential) return credential.toJSON();
  throw new Error("no credential");
}

function field(form: HTMLFormElement, name: string): HTMLInputElement {
  const found = form.elements.namedItem(name);
  if (found instanceof HTMLInputElement) return found;
  throw new Error(`no field ${name}`);
}
