import { InvalidArgumentError } from 'commander';

export const examples = (...lines: readonly string[]): string =>
  `\nExamples:\n${lines.map((line) => `  $ npx ${line}`).join('\n')}`;

export function wholeNumber(low: number, high: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (text.trim() !== '' && Number.isInteger(value) && value >= low && value <= high) return value;
    throw new InvalidArgumentError(`Expected a whole number from ${low} to ${high}.`);
  };
}

export function share(text: string): number {
  const value = Number(text);
  if (text.trim() !== '' && value >= 0 && value < 1) return value;
  throw new InvalidArgumentError('Expected a share of at least 0 and less than 1, such as 0.1.');
}

export function positiveShare(text: string): number {
  const value = Number(text);
  if (value > 0 && value < 1) return value;
  throw new InvalidArgumentError('Expected a share between 0 and 1, such as 0.01.');
}

export function probability(text: string): number {
  const value = Number(text);
  if (text.trim() !== '' && value >= 0 && value <= 1) return value;
  throw new InvalidArgumentError('Expected a number from 0 to 1.');
}

export function columnNames(text: string): string[] {
  const names = text.split(',').map((name) => name.trim());
  if (names.every((name) => name !== '')) return names;
  throw new InvalidArgumentError('Expected names of columns separated by commas, such as id,created.');
}

/** What each event counts: `view=1,cart=3`. */
export function eventWeights(text: string): Record<string, number> {
  const pairs = text.split(',').map((pair) => pair.trim().split('='));
  const isPair = ([event = '', weight = '', ...more]: readonly string[]): boolean =>
    event !== '' && weight !== '' && more.length === 0 && Number(weight) >= 0 && Number.isFinite(Number(weight));
  if (pairs.every(isPair)) return Object.fromEntries(pairs.map(([event, weight]) => [event!, Number(weight)]));
  throw new InvalidArgumentError('Expected names and numbers of at least 0, such as view=1,cart=3,purchase=5.');
}

const UNITS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600 };

/** A time: `90s`, `10m`, `2h`. */
export function seconds(text: string): number {
  const [, count, unit] = /^(\d+(?:\.\d+)?)([smh])$/.exec(text.trim()) ?? [];
  const value = Number(count) * UNITS[unit ?? '']!;
  // A timer waits for at most 2 ** 31 ms, about 24 days.
  if (value > 0 && value <= 14 * 24 * 3600) return value;
  throw new InvalidArgumentError('Expected a time of up to 14 days, such as 90s, 10m or 2h.');
}
