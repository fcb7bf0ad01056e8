import { userInfo } from "node:os";

/** Who stands in the record for what is done at the command line. No account can be called so. */
export const operator = (): string => `cli:${userInfo().username}`;
