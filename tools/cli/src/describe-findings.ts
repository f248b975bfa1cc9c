import { type DatasetFindings, printable } from '@lintel/contracts';
import { type CommandContext } from './command-context';
import { counted } from './terminal/wording';

const SHOWN = 5;

/** Describes problems of the data that affect the training or the evaluation. */
export function warn(findings: DatasetFindings, { terminal }: Pick<CommandContext, 'terminal'>): void {
  for (const line of describeFindings(findings)) terminal.say(line);
}

/** Warnings for people, the most serious first; empty if there are no problems. */
function describeFindings(findings: DatasetFindings): string[] {
  const { contradictions, leaks, copies, smallClasses, largestClass, similarClasses } = findings;
  const copied = copies.reduce((sum, files) => sum + files.length - 1, 0);
  return [
    ...section(
      `${pictures(contradictions.length)} in more than one class, of which at most one is right:`,
      contradictions.map(listed),
    ),
    ...(['test', 'validation'] as const).flatMap((part) => {
      const own = leaks.filter((leak) => leak.part === part);
      return section(
        `${pictures(own.length)} of the ${part} part ${own.length === 1 ? 'is a copy' : 'are copies'} of pictures of an earlier part, so the ${part} accuracy is too high:`,
        own.map(({ file, copyOf }) => `${printable(file)} = ${printable(copyOf)}`),
      );
    }),
    ...section(
      `${pictures(copied)} ${copied === 1 ? 'is an exact copy' : 'are exact copies'} of another; copies stay on one side of a split:`,
      copies.map(listed),
    ),
    ...section(
      `Too few pictures to learn or measure these classes, compared with ${counted(largestClass)} in the largest:`,
      smallClasses.map(({ className, pictures: count }) => `${printable(className)}: ${counted(count)}`),
    ),
    ...section('Classes whose names differ only in case or spaces:', similarClasses.map(listed)),
  ];
}

const pictures = (count: number): string => `${counted(count)} ${count === 1 ? 'picture' : 'pictures'}`;
const listed = (names: readonly string[]): string =>
  names.slice(0, SHOWN).map(printable).join(' = ') + (names.length > SHOWN ? ` = ${names.length - SHOWN} more` : '');

function section(title: string, lines: readonly string[]): string[] {
  if (lines.length === 0) return [];
  const more = lines.length > SHOWN ? [`  and ${counted(lines.length - SHOWN)} more`] : [];
  return [`Warning: ${title}`, ...lines.slice(0, SHOWN).map((line) => `  ${line}`), ...more];
}
