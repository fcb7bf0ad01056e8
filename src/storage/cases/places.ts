/**
 * Where each encrypted text of a case belongs (seal.ts): one moved to another row, or given another meaning, does not
 * open.
 */
export const addressPlace = (reference: string, seq: number): string => `${reference}/address/${seq}`;
export const statementPlace = (reference: string): string => `${reference}/statement`;
export const contactPlace = (reference: string): string => `${reference}/contact`;
/** What officers write in the case. */
export const notePlace = (reference: string): string => `${reference}/note`;
