import { type DatasetFindings, printable } from '@lintel/contracts';
import { type CommandContext } from '../../command-context';
import { counted, percent } from '../../terminal/wording';

const SHOWN = 5;

/** Describes problems of the data that affect the training or the evaluation. */
export function warn(findings: DatasetFindings, { terminal }: Pick<CommandContext, 'terminal'>): void {
  for (const line of describeFindings(findings)) terminal.say(line);
}

/** Warnings for people, the most serious first; empty if there are no problems. */
function describeFindings(findings: DatasetFindings): string[] {
  const { contradictions, leaks, copies, smallClasses, largestClass, similarClasses, sameNames } = findings;
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
    ...section(
      `${counted(sameNames.length)} pictures occur twice under one name, with different endings. If one of them is a mask, move it out of the class:`,
      sameNames.map(listed),
    ),
    ...describeLookAlikes(findings),
    ...section('Classes whose names differ only in case or spaces:', similarClasses.map(listed)),
  ];
}

/** Things that were pictured several times, which a random split would put on both sides. */
function describeLookAlikes({ lookAlikes, groups, classes }: DatasetFindings): string[] {
  if (!lookAlikes || lookAlikes.groups.length === 0) return [];
  const { groups: found, acrossClasses, acrossParts, variesIn } = lookAlikes;
  const all = classes.reduce((sum, { pictures: count }) => sum + count, 0);
  const alike = found.reduce((sum, files) => sum + files.length, 0);
  const isGiven = groups !== null && groups.source !== 'look-alikes';
  return [
    ...section(
      `${counted(alike)} of ${counted(all)} pictures (${percent(alike / all)}) look like another one, as if the same thing had been pictured several times. With such pictures on both sides of a split the result is too good:`,
      found.map(listed),
    ),
    ...(variesIn
      ? [
          `  Their names differ in "${printable(variesIn.name)}" (${variesIn.values.slice(0, SHOWN).map(printable).join(', ')}${variesIn.values.length > SHOWN ? ', …' : ''}): perhaps the exposure, the view or the visit, and not the thing itself`,
        ]
      : []),
    ...(acrossParts > 0 ? [`  ${counted(acrossParts)} of these groups are in more than one part of the folder`] : []),
    ...(acrossClasses > 0 ? [`  ${counted(acrossClasses)} of these groups are in more than one class`] : []),
    ...(isGiven ? [] : [`  If you know which pictures show the same thing, say so: ${CURE}`]),
  ];
}

const CURE = '--table FILE.csv --group COLUMN (columns: file, COLUMN), or --group-pattern REGEX on the file names';

/**
 * How the pictures are divided, and why.
 * @param labelled number of pictures, if they may have any number of labels
 */
export function describeSplit(
  { groups, classes }: DatasetFindings,
  splitBy: 'random' | 'group' | 'time',
  labelled?: number,
): string {
  const all = classes.reduce((sum, { pictures: count }) => sum + count, 0);
  const largest = classes.reduce((most, one) => (one.pictures > most.pictures ? one : most));
  const balance =
    labelled !== undefined
      ? `Labels: ${classes.length}; the most frequent, ${printable(largest.className)}, is on ${percent(largest.pictures / labelled)} of ${counted(labelled)} pictures.`
      : `Classes: ${classes.length}; the largest, ${printable(largest.className)}, has ${percent(largest.pictures / all)} of the pictures, which is the accuracy of always answering it.`;
  const origin = {
    table: `the column "${printable(groups?.name ?? '')}"`,
    pattern: `the pattern ${printable(groups?.name ?? '')}`,
    'file-names': `"${printable(groups?.name ?? '')}" in the file names`,
    'look-alikes': 'what is seen on them',
  }[groups?.source ?? 'look-alikes'];
  if (!groups) return `${balance}\nSplit: ${splitBy === 'time' ? 'by time' : 'at random'}; no groups are known.`;
  const kept = `${counted(groups.groups)} groups by ${origin}, the largest with ${pictures(groups.largest)}`;
  const lines = [
    balance,
    groups.isUsed
      ? `Split: ${splitBy === 'time' ? 'by time, and ' : ''}by group, so that pictures of one group stay together (${kept}).`
      : `Warning: the split is ${splitBy === 'time' ? 'by time' : 'at random'}, because the groups that were found are too large to be kept together (${kept}). The result may be too good. Name the groups: ${CURE}`,
  ];
  if (groups.acrossParts > 0) {
    lines.push(
      `Warning: ${counted(groups.acrossParts)} groups are in more than one part that the folder declares, so the result is too good. Move the pictures of a group into one part.`,
    );
  }
  return lines.join('\n');
}

const pictures = (count: number): string => `${counted(count)} ${count === 1 ? 'picture' : 'pictures'}`;
const listed = (names: readonly string[]): string =>
  names.slice(0, SHOWN).map(printable).join(' = ') + (names.length > SHOWN ? ` = ${names.length - SHOWN} more` : '');

function section(title: string, lines: readonly string[]): string[] {
  if (lines.length === 0) return [];
  const more = lines.length > SHOWN ? [`  and ${counted(lines.length - SHOWN)} more`] : [];
  return [`Warning: ${title}`, ...lines.slice(0, SHOWN).map((line) => `  ${line}`), ...more];
}
