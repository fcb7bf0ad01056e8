// Generates the next migration from the drizzle schema: `npm run migrations -- --name NAME`.
// drizzle-kit cannot say STRICT or WITHOUT ROWID, so this adds them to the file it wrote: every table is STRICT, and a
// table with a composite primary key is clustered by it.
import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";

const folder = new URL("../migrations/", import.meta.url);
const before = new Set(readdirSync(folder));
execFileSync("drizzle-kit", ["generate", "--config", "scripts/drizzle.config.ts", ...process.argv.slice(2)], {
  stdio: "inherit",
});
for (const name of readdirSync(folder)) {
  if (before.has(name) || !name.endsWith(".sql")) continue;
  const file = new URL(name, folder);
  const sql = readFileSync(file, "utf8");
  writeFileSync(
    file,
    sql.replace(/CREATE TABLE[\s\S]*?\n\);/g, (table) =>
      table.replace(/\n\);$/, /\n\tPRIMARY KEY\(/.test(table) ? "\n) STRICT, WITHOUT ROWID;" : "\n) STRICT;"),
    ),
  );
}
