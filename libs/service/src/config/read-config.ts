import { LintelError } from '@lintel/contracts';
import { type z } from 'zod';
import { describeConfig, type ConfigVariable } from './describe-config';
import { misspeltVariables } from './misspelt-variables';
import { readVariables, type ConfigProblem, type Environment } from './read-variables';

/** A check that involves several variables. @throws LintelError INVALID_CONFIGURATION */
export type ConfigCheck<Config> = (config: Config) => unknown;

export interface ConfigReading<Config> {
  /** Absent if there is a problem. */
  readonly config?: Config;
  readonly problems: readonly ConfigProblem[];
  /** Variables that are probably misspelt. */
  readonly warnings: readonly string[];
}

/** Reads an app's configuration and reports all problems, without the values. */
export function inspectConfig<Schema extends z.ZodObject>(
  schema: Schema,
  environment: Environment,
  checks: readonly ConfigCheck<z.output<Schema>>[] = [],
): ConfigReading<z.output<Schema>> {
  const variables = new Map(describeConfig(schema).map((variable) => [variable.name, variable]));
  const given = readVariables([...variables.keys()], environment);
  const warnings = misspeltVariables(variables.keys(), Object.keys(environment));
  const result = schema.safeParse(given.values);
  if (!result.success) {
    const unread = new Set(given.problems.map(({ variable }) => variable));
    const wrong = result.error.issues
      .map(({ path, message }) => ({ name: path.join('.'), message }))
      // The variable is not missing: its file could not be read.
      .filter(({ name }) => !unread.has(name))
      .map(({ name, message }) => problemOf(name, message, given.values[name], variables.get(name)));
    return { problems: [...given.problems, ...wrong], warnings };
  }
  const problems = [...given.problems, ...checks.flatMap((check) => problemsOf(() => check(result.data)))];
  return problems.length > 0 ? { problems, warnings } : { config: result.data, problems, warnings };
}

/**
 * Reads the configuration of an app. Called once, at startup.
 * @throws LintelError INVALID_CONFIGURATION that lists every wrong or missing variable, without the values
 */
export function readConfig<Schema extends z.ZodObject>(
  schema: Schema,
  environment: Environment,
  checks: readonly ConfigCheck<z.output<Schema>>[] = [],
): z.output<Schema> {
  const { config, problems } = inspectConfig(schema, environment, checks);
  if (config !== undefined) return config;
  const lines = problems.map(({ variable, problem }) => (variable === undefined ? problem : `${variable}: ${problem}`));
  throw new LintelError('INVALID_CONFIGURATION', {
    problem: `${problems.length} of the environment's values ${problems.length === 1 ? 'is' : 'are'} wrong or missing.`,
    received: lines.join('\n            '),
    cure: cureOf(problems),
  });
}

function cureOf(problems: readonly ConfigProblem[]): string {
  const [first] = problems;
  return problems.length === 1 && first !== undefined && first.variable === undefined
    ? first.cure
    : 'Set the variables named above and start again; `lintel doctor --service NAME` explains each.';
}

function problemOf(
  name: string,
  message: string,
  value: string | undefined,
  variable: ConfigVariable | undefined,
): ConfigProblem {
  const tells = variable?.secret === true && value !== undefined && message.includes(value);
  const about = variable === undefined || variable.description === '' ? '' : `: ${variable.description}`;
  const wanted = variable === undefined || variable.kind === 'text' ? '' : ` (${variable.kind})`;
  return {
    variable: name,
    problem: tells ? 'has a value that is not allowed' : message,
    cure: `Set ${name}${wanted}${about}`,
  };
}

function problemsOf(check: () => unknown): ConfigProblem[] {
  try {
    check();
    return [];
  } catch (error) {
    if (!(error instanceof LintelError)) throw error;
    const { problem, received, cure } = error;
    return [{ problem: received === undefined ? problem : `${problem} (${received})`, cure }];
  }
}
