import { enrolSealedKey, removeSealedKey, sealedKeys } from "../sealed/keys.ts";
import { coverage } from "./coverage.ts";
import { type ReceiptPorts, takeReceipt } from "./take-receipt.ts";

/** What subscribers say and what is known of them: what the composition root gives to the API and the pages. */
export function createSubscribers(ports: ReceiptPorts) {
  return {
    coverage: coverage.bind(null, ports),
    takeReceipt: takeReceipt.bind(null, ports),
    sealedKeys: sealedKeys.bind(null, ports),
    enrolSealedKey: enrolSealedKey.bind(null, ports),
    removeSealedKey: removeSealedKey.bind(null, ports),
  };
}
