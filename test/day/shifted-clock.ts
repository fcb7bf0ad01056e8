// Loaded before everything else (node --import): all clocks of the process, and of its threads, are ahead by
// DAY_SHIFT_MS. So a server can be started next week without a switch for that in the product.
const ahead = Number(process.env.DAY_SHIFT_MS ?? 0);
const RealDate = Date;

class ShiftedDate extends RealDate {
  constructor(...given: [] | [number | string | Date]) {
    if (given.length === 0) super(RealDate.now() + ahead);
    else super(...(given as ConstructorParameters<typeof RealDate>));
  }
  static override now(): number {
    return RealDate.now() + ahead;
  }
}
globalThis.Date = ShiftedDate as DateConstructor;
