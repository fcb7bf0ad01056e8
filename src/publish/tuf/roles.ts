/** The roles whose keys the publisher holds; in the order in which they vouch for each other, from below. */
export const ONLINE_ROLES = ["targets", "snapshot", "timestamp"] as const;
export type OnlineRole = (typeof ONLINE_ROLES)[number];

export type RoleName = "root" | OnlineRole;

/** Root: any two of three people. The online roles have one key each, because one machine holds them all anyway. */
export const ROOT_KEYS = 3;
export const ROOT_THRESHOLD = 2;
export const ONLINE_THRESHOLD = 1;
