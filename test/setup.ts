import fc from "fast-check";

/** Properties are tried on the same examples in every run: a change fails, chance does not. HIFAZAT_SEED tries others. */
fc.configureGlobal({ seed: Number(process.env.HIFAZAT_SEED ?? 20_261_128) });
