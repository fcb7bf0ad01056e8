/** For a thread that opens the database: what its modules are loaded with (quick-modules.ts). */
export const DATABASE_THREAD: { readonly execArgv: string[] } = {
  execArgv: [...process.execArgv, "--import", new URL("./quick-modules.ts", import.meta.url).href],
};
