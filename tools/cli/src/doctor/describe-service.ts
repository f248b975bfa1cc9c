import { type ServiceReport } from './check-service';

/** For a reader: every problem with its cure, then probable misspellings, then the available variables. */
export function describeService(name: string, { problems, warnings, variables }: ServiceReport): string {
  const wrong = problems.map(
    ({ variable, problem, cure }) => `✗ ${variable === undefined ? '' : `${variable} `}${problem}\n  cure: ${cure}`,
  );
  const doubtful = warnings.map((warning) => `! ${warning}`);
  const width = Math.max(...variables.map((variable) => variable.name.length));
  const known = variables.map(({ name: variable, kind, description, default: preset, required, secret }) => {
    const notes = [
      kind,
      ...(required ? ['must be set'] : []),
      ...(preset === undefined ? [] : [`default ${preset}`]),
      ...(secret ? ['secret'] : []),
    ];
    return `  ${variable.padEnd(width)}  ${description} (${notes.join('; ')})`.trimEnd();
  });
  return [
    ...(wrong.length === 0 ? [`✓ ${name} could start with these variables`] : wrong),
    ...doubtful,
    '',
    `Variables that ${name} reads; each may be in a file named by NAME_FILE:`,
    ...known,
  ].join('\n');
}
