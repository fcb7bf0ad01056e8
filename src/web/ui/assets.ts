/**
 * The files that pages load: style sheets, fonts, scripts. `href` is the address with the hash of the content in it, so
 * that a browser may keep it for ever. Whoever composes the application makes them (runtime/web-assets.ts).
 */
export type Assets = {
  readonly href: (name: AssetName) => string;
  readonly file: (name: string) => AssetFile | undefined;
};

export const ASSET_NAMES = ["ltr.css", "rtl.css"] as const;
export type AssetName = (typeof ASSET_NAMES)[number] | `${string}.js` | `${string}.woff2`;

export type AssetFile = {
  readonly type: string;
  readonly body: Uint8Array<ArrayBuffer>;
  /** The same under gzip; undefined for what is compressed already. */
  readonly gzip: Uint8Array<ArrayBuffer> | undefined;
};

export const ASSETS_PATH = "/assets/";
