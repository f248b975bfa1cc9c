import { readFileSync } from 'node:fs';

export type Environment = Readonly<Record<string, string | undefined>>;

export interface ConfigProblem {
  /** Absent where it is about several variables together. */
  readonly variable?: string;
  /** Never holds a value. */
  readonly problem: string;
  readonly cure: string;
}

export interface GivenValues {
  readonly values: Record<string, string>;
  readonly problems: readonly ConfigProblem[];
}

/**
 * The values of the named variables. Each may lie in a file that NAME_FILE names, as orchestrators hand over secrets;
 * the line break at its end is no part of it. An empty variable counts as missing.
 */
export function readVariables(names: readonly string[], environment: Environment): GivenValues {
  const values: Record<string, string> = {};
  const problems: ConfigProblem[] = [];
  for (const name of names) {
    const own = environment[name];
    const variable = `${name}_FILE`;
    // Where the schema has a variable of that name, it is what it says and no file of another.
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
