import { BaseSequencer, type TestSpecification } from "vitest/node";

/** What takes longest, longest first: begun last, one of them would go on long after the other worker has ended. */
const DEAR = [
  "web/every-page",
  "web/journeys/",
  "day/",
  "edge/worker",
  "agent/crash/",
  "agent/cli",
  "agent/resolvers/",
  "distribute/zone-transfer/",
  "publish/kill",
  "publish/stores",
  "publish/keys",
  "cli/",
  "serve/",
  "server/",
];

export default class DearFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification): number => {
      const at = DEAR.findIndex((part) => moduleId.includes(`/test/${part}`));
      return at === -1 ? DEAR.length : at;
    };
    return (await super.sort(files)).sort((one, other) => rank(one) - rank(other));
  }
}
