import { dataFolder } from "../../src/publish/data-folder.ts";
import { publish } from "../../src/publish/publish.ts";
import { openPublishing } from "../../src/publish/publishing.ts";
import { openDatabase } from "../../src/storage/database.ts";

// Publishes in the data folder argv[2] and kills itself, as power failure would, right after the step argv[3].

const [, , root = "", fatal] = process.argv;
const publishing = openPublishing(root, openDatabase(dataFolder(root).database));
await publish({
  ...publishing,
  onStep: (step) => {
    if (step === fatal) process.kill(process.pid, "SIGKILL");
  },
});
