import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, sign } from "node:crypto";
import { Key, Signature } from "@tufjs/models";
import { HifazatError } from "../../core/errors.ts";

/** An Ed25519 key pair as TUF uses it. The private half stays inside `sign`. */
export type SigningKey = {
  /** SHA-256 of the canonical JSON of the public key (specification 4.2.2). */
  readonly id: string;
  readonly public: Key;
  readonly sign: (bytes: Uint8Array) => Signature;
};

/** Makes a key pair: the key, and its PKCS#8 PEM for the disk. */
export function generateKey(): { key: SigningKey; pem: string } {
  const { privateKey } = generateKeyPairSync("ed25519");
  return { key: signingKey(privateKey), pem: privateKey.export({ format: "pem", type: "pkcs8" }) };
}

/** Reads a PKCS#8 PEM. Throws `key_invalid` for anything but an Ed25519 private key; `where` names it to the reader. */
export function parseKey(pem: string, where: string): SigningKey {
  let privateKey: KeyObject;
  try {
    privateKey = createPrivateKey(pem);
  } catch {
    // The cause is left out on purpose: it could quote key material.
    throw new HifazatError("key_invalid", `${where} is not a private key in PKCS#8 PEM.`);
  }
  if (privateKey.asymmetricKeyType !== "ed25519")
    throw new HifazatError("key_invalid", `${where} is not an Ed25519 key.`);
  return signingKey(privateKey);
}

function signingKey(privateKey: KeyObject): SigningKey {
  const { x } = createPublicKey(privateKey).export({ format: "jwk" });
  const keyVal = { public: Buffer.from(x ?? "", "base64url").toString("hex") };
  // Canonical JSON: members in this order, no spaces; all values are plain ASCII.
  const canonical = JSON.stringify({ keytype: "ed25519", keyval: keyVal, scheme: "ed25519" });
  const id = createHash("sha256").update(canonical).digest("hex");
  return {
    id,
    public: new Key({ keyID: id, keyType: "ed25519", scheme: "ed25519", keyVal }),
    sign: (bytes) => new Signature({ keyID: id, sig: sign(null, bytes, privateKey).toString("hex") }),
  };
}
