/** Passkeys: the page's form gets what the authenticator answers, and is sent as any other. Without script a code does. */

for (const button of document.querySelectorAll<HTMLButtonElement>("[data-passkey]")) {
  const form = button.form;
  if (form === null || !("PublicKeyCredential" in window)) continue;
  form.hidden = false;
  button.hidden = false;
  button.addEventListener("click", async () => {
    const failed = form.querySelector<HTMLElement>("[data-passkey-failed]");
    if (failed !== null) failed.hidden = true;
    try {
      const credential = await get(form);
      field(form, "passkey").value = JSON.stringify(credential);
      form.requestSubmit();
    } catch {
      if (failed !== null) failed.hidden = false;
    }
  });
}

async function get(form: HTMLFormElement): Promise<unknown> {
  const options = await ask("/v1/session/passkey-options", form);
  const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(options as PublicKeyCredentialRequestOptionsJSON);
  return asJson(await navigator.credentials.get({ publicKey }));
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
