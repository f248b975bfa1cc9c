/** The functions of one row: numbers in, a number out; NaN is missing. Comparisons give 1 or 0. */
export interface RowFunction {
  /** `time`: seconds since 1970. A time is also accepted where a number is. */
  readonly inputs: 'number' | 'time';
  readonly least: number;
  readonly most: number;
  readonly apply: (...values: number[]) => number;
}

const numbers = (count: number, apply: (...values: number[]) => number): RowFunction => ({
  inputs: 'number',
  least: count,
  most: count,
  apply,
});
const several = (apply: (...values: number[]) => number): RowFunction => ({
  inputs: 'number',
  least: 2,
  most: 20,
  apply,
});
const ofTime = (apply: (date: Date) => number): RowFunction => ({
  inputs: 'time',
  least: 1,
  most: 1,
  apply: (seconds) => apply(new Date(seconds * 1000)),
});
const truth = (value: number): boolean => value !== 0;

/** Functions whose answer is missing if an input is, or if it is not finite, such as a division by zero. */
export const STRICT_FUNCTIONS: ReadonlyMap<string, RowFunction> = new Map(
  Object.entries({
    '+': numbers(2, (a, b) => a + b),
    '-': numbers(2, (a, b) => a - b),
    '*': numbers(2, (a, b) => a * b),
    '/': numbers(2, (a, b) => a / b),
    '^': numbers(2, (a, b) => a ** b),
    negate: numbers(1, (a) => -a),
    '==': numbers(2, (a, b) => Number(a === b)),
    '!=': numbers(2, (a, b) => Number(a !== b)),
    '<': numbers(2, (a, b) => Number(a < b)),
    '<=': numbers(2, (a, b) => Number(a <= b)),
    '>': numbers(2, (a, b) => Number(a > b)),
    '>=': numbers(2, (a, b) => Number(a >= b)),
    and: numbers(2, (a, b) => Number(truth(a) && truth(b))),
    or: numbers(2, (a, b) => Number(truth(a) || truth(b))),
    not: numbers(1, (a) => Number(!truth(a))),
    min: several(Math.min),
    max: several(Math.max),
    abs: numbers(1, (a) => Math.abs(a)),
    log: numbers(1, (a) => Math.log(a)),
    exp: numbers(1, (a) => Math.exp(a)),
    sqrt: numbers(1, (a) => Math.sqrt(a)),
    round: numbers(1, (a) => Math.round(a)),
    floor: numbers(1, (a) => Math.floor(a)),
    sin: numbers(1, (a) => Math.sin(a)),
    cos: numbers(1, (a) => Math.cos(a)),
    hour: ofTime((date) => date.getUTCHours()),
    /** 0 is Monday. */
    weekday: ofTime((date) => (date.getUTCDay() + 6) % 7),
    day: ofTime((date) => date.getUTCDate()),
    month: ofTime((date) => date.getUTCMonth() + 1),
    year: ofTime((date) => date.getUTCFullYear()),
  }),
);

/** Functions that decide themselves what a missing input means. */
export const LENIENT_FUNCTIONS: ReadonlyMap<string, RowFunction> = new Map(
  Object.entries({
    missing: numbers(1, (a) => Number(Number.isNaN(a))),
    coalesce: several((...values) => values.find((value) => !Number.isNaN(value)) ?? NaN),
    if: numbers(3, (condition, yes, no) => (Number.isNaN(condition) ? NaN : truth(condition) ? yes : no)),
  }),
);

/** Functions that look at other rows of the same group, in order of time: `lag(usage, 4)` is the fourth row before. */
export const ROW_SHIFTS: ReadonlyMap<string, 1 | -1> = new Map([
  ['lag', 1],
  ['lead', -1],
]);
