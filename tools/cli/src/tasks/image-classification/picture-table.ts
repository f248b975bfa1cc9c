import { existsSync } from 'node:fs';
import { basename, join, relative, sep } from 'node:path';
import { LintelError, printable } from '@lintel/contracts';
import { type ImageFolder, type PictureEntry } from '@lintel/datasets';
import { type CommandContext } from '../../command-context';
import { LIST_FILE } from '../pictures/picture-list';
import { readPictureRows } from '../pictures/picture-rows';
import { counted } from '../../terminal/wording';

/** The column of groups, if none is named. */
export const USUAL_GROUP = 'group';

/** What the user says about groups and times. */
export interface GroupingOptions {
  /** A table with one row for each picture. Default: `labels.csv` in the folder, if there is one. */
  readonly table?: string;
  /** Column of the table. Default: `group`, if there is one. */
  readonly group?: string;
  /** Column of the table. */
  readonly time?: string;
  /** A regular expression on the file name, whose groups in brackets name what is pictured. */
  readonly groupPattern?: string;
}

/** A picture with what the table says about it. */
export interface TimedEntry extends PictureEntry {
  /** Any unit, increasing with time. */
  readonly time?: number;
}

export interface GroupedFolder extends ImageFolder {
  readonly entries: readonly TimedEntry[];
  /** Where the groups come from; null if none are given. */
  readonly givenBy: { readonly source: 'table' | 'pattern'; readonly name: string } | null;
}

/**
 * Adds the groups and times that the user gives. Pictures that the table does not name are left out.
 * @throws LintelError INVALID_ARGUMENT (options), NOT_FOUND, DATASET_INVALID (table)
 */
export async function addGroups(
  folder: ImageFolder & { readonly list?: string },
  options: GroupingOptions,
  context: CommandContext,
): Promise<GroupedFolder> {
  const found = join(folder.root, LIST_FILE);
  const path = options.table ?? folder.list ?? (existsSync(found) ? found : undefined);
  if (options.groupPattern !== undefined) {
    if (options.group !== undefined) throw bothGiven(options.groupPattern);
    const grouped = addByPattern(folder, options.groupPattern);
    return path === undefined || options.time === undefined ? grouped : addByTable(grouped, path, options, context);
  }
  if (path !== undefined) return addByTable({ ...folder, givenBy: null }, path, options, context);
  const column = options.group ?? options.time;
  if (column === undefined) return { ...folder, givenBy: null };
  throw new LintelError('INVALID_ARGUMENT', {
    problem: `There is no table about the pictures, so there is no column "${column}".`,
    expected: `${found}, or --table with a CSV file: one row for each picture, its path in the column "file"`,
    received: 'a folder of pictures without a table',
    cure: 'Write such a table, or name groups by the file names with --group-pattern.',
  });
}

async function addByTable(
  folder: GroupedFolder,
  path: string,
  options: GroupingOptions,
  { terminal }: CommandContext,
): Promise<GroupedFolder> {
  const { group: wanted, time } = options;
  const isAsked = [options.table, wanted, time].some((option) => option !== undefined);
  const columns = { group: folder.givenBy ? undefined : wanted, usualGroup: USUAL_GROUP, time };
  const read = await readPictureRows(path, folder.root, columns, !isAsked);
  // Some other list that happens to be in the folder.
  if (read === undefined) return folder;
  const rows = new Map(read.rows.map((row) => [row.path, row]));
  const entries = folder.entries.flatMap((entry): TimedEntry[] => {
    const row = rows.get(entry.path);
    if (row === undefined) return [];
    const group = folder.givenBy ? undefined : row.group;
    return [
      {
        ...entry,
        ...(group === undefined ? {} : { group }),
        ...(time === undefined ? {} : { time: row.time() }),
      },
    ];
  });
  const left = folder.entries.length - entries.length;
  if (entries.length === 0) throw noneNamed(path, folder.entries[0]!, folder.root, read.rows[0]?.name ?? '');
  if (left > 0) {
    terminal.say(`Left out, because ${printable(basename(path))} does not name them: ${counted(left)} pictures`);
  }
  const givenBy =
    folder.givenBy ?? (read.group === undefined ? null : ({ source: 'table', name: read.group } as const));
  return { ...folder, entries, givenBy };
}

function addByPattern(folder: ImageFolder, text: string): GroupedFolder {
  const pattern = compile(text);
  const entries = folder.entries.map((entry) => {
    const match = pattern.exec(basename(entry.path));
    const named = match && (match.length > 1 ? match.slice(1).join(' ') : match[0]);
    return named === null || named === '' ? entry : { ...entry, group: named };
  });
  if (entries.some(({ group }) => group !== undefined)) {
    return { ...folder, entries, givenBy: { source: 'pattern', name: text } };
  }
  throw new LintelError('INVALID_ARGUMENT', {
    problem: 'The pattern for groups fits no file name.',
    expected: `a pattern that occurs in names such as ${basename(entries[0]?.path ?? '')}`,
    received: text,
    cure: "Correct it, such as --group-pattern 'patient(\\d+)'.",
  });
}

function compile(text: string): RegExp {
  try {
    return new RegExp(text, 'u');
  } catch (cause) {
    throw new LintelError('INVALID_ARGUMENT', {
      problem: 'The pattern for groups is not a regular expression.',
      expected: "a regular expression, such as 'patient(\\d+)'",
      received: text,
      cure: cause instanceof Error ? cause.message : 'Correct it.',
      cause,
    });
  }
}

const bothGiven = (pattern: string): LintelError =>
  new LintelError('INVALID_ARGUMENT', {
    problem: 'Groups are given twice.',
    expected: '--group or --group-pattern',
    received: `both, and the pattern ${pattern}`,
    cure: 'Leave one of them out.',
  });

const noneNamed = (path: string, { path: picture }: PictureEntry, root: string, file: string): LintelError =>
  new LintelError('DATASET_INVALID', {
    problem: `${path} names none of the pictures.`,
    expected: `paths within the folder, such as ${relative(root, picture).split(sep).join('/')}`,
    received: file,
    cure: 'Correct the paths in the table.',
  });
