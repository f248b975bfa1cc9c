import { readFileSync } from 'node:fs';

export type Environment = Readonly<Record<string, string | undefined>>;

export interface ConfigProblem {
  /** Absent if the problem concerns several variables. */
  readonly variable?: string;
  /** Never contains a value. */
  readonly problem: string;
  readonly cure: string;
}

export interface GivenValues {
  readonly values: Record<string, string>;
  readonly problems: readonly ConfigProblem[];
}

/**
 * Reads the values of the named variables. A value can also be in a file whose path is in NAME_FILE, which is how
 * orchestrators pass secrets; a line break at the end of the file is ignored. An empty variable counts as missing.
 */
export function readVariables(names: readonly string[], environment: Environment): GivenValues {
  const values: Record<string, string> = {};
  const problems: ConfigProblem[] = [];
  for (const name of names) {
    const own = environment[name];
    const variable = `${name}_FILE`;
    // If the schema has a variable with that name, it is a variable and not the file of another one.
    const file = names.includes(variable) ? undefined : environment[variable];
    if (own) values[name] = own;
    if (!file) continue;
    if (own) {
      const cure = `Unset ${name} or ${variable}.`;
      problems.push({ variable: name, problem: `is set twice, as ${name} and as ${variable}`, cure });
      continue;
    }
    try {
      const text = readFileSync(file, 'utf8').replace(/\r?\n$/, '');
      if (text !== '') values[name] = text;
    } catch (error) {
      const { code = 'unreadable' } = error as NodeJS.ErrnoException;
      const cure = `Give this user the right to read that file, or correct ${variable}.`;
      problems.push({ variable: name, problem: `the file that ${variable} names cannot be read (${code})`, cure });
    }
  }
  return { values, problems };
}
