/** In place of tr46 in a program that is built without its tables: whoever needs them is sent for the whole. */
const missing = (): never => {
  throw new RangeError("the table of international names is not here");
};
export const toASCII = (): never => missing();
export const toUnicode = (): never => missing();
