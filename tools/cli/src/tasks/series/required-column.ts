import { LintelError } from '@lintel/contracts';

/** @throws LintelError INVALID_ARGUMENT if the command does not name a column that it needs */
export function requiredColumn(
  name: string | undefined,
  option: '--time' | '--target',
  columns: readonly string[],
): string {
  if (name !== undefined) return name;
  throw new LintelError('INVALID_ARGUMENT', {
    problem: `The command does not say which column ${option === '--time' ? 'holds the times' : 'to forecast'}.`,
    expected: `${option} with one of ${columns.slice(0, 20).join(', ')}`,
    received: `no ${option}`,
    cure: `Add ${option}, such as ${option} ${columns[option === '--time' ? 0 : columns.length - 1] ?? 'COLUMN'}.`,
  });
}
