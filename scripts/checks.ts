import { spawn } from "node:child_process";
import { once } from "node:events";
import { text } from "node:stream/consumers";

// What `npm test` looks at before it runs anything, beside each other. The words of each come together, when it has ended.

const CHECKS = ["types", "lint", "knip"];

async function holds(check: string): Promise<boolean> {
  const child = spawn("npm", ["run", "-s", check], { stdio: ["ignore", "pipe", "pipe"] });
  const [said, complained, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, "close")]);
  process.stdout.write(said);
  process.stderr.write(complained);
  if (code !== 0) console.error(`${check} failed: npm run ${check}`);
  return code === 0;
}

const all = await Promise.all(CHECKS.map(holds));
process.exitCode = all.every(Boolean) ? 0 : 1;
