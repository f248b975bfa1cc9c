import { LintelError } from '@lintel/contracts';
import { type z } from 'zod';

/**
 * Reads an app's one configuration object; called once, at the edge. An empty variable counts as missing.
 * @throws LintelError INVALID_CONFIGURATION naming every wrong or missing value at once, without the values
 */
export function readConfig<Schema extends z.ZodType>(
  schema: Schema,
  environment: Readonly<Record<string, string | undefined>>,
): z.output<Schema> {
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''));
  const result = schema.safeParse(given);
  if (result.success) return result.data;
  const problems = result.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
  throw new LintelError('INVALID_CONFIGURATION', {
    problem: `${problems.length} of the environment's values ${problems.length === 1 ? 'is' : 'are'} wrong or missing.`,
    received: problems.join('\n            '),
    cure: 'Set the variables named above and start again.',
  });
}
