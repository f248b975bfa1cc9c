import { existsSync } from 'node:fs';
import { basename, join, relative, sep } from 'node:path';
import { LintelError, printable } from '@lintel/contracts';
import { rowName, type Table, timeIn } from '@lintel/core-ml/tables';
import { type ImageFolder, type PictureEntry } from '@lintel/datasets';
import { type CommandContext } from './command-context';
import { readTableFile } from './commands/table-model';
import { LIST_FILE } from './picture-list';
import { counted } from './terminal/wording';

const FILE_COLUMNS = ['file', 'path', 'filename', 'image', 'picture'];

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
  folder: ImageFolder,
  options: GroupingOptions,
  context: CommandContext,
): Promise<GroupedFolder> {
  const found = join(folder.root, LIST_FILE);
  const path = options.table ?? (existsSync(found) ? found : undefined);
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
  const table = await readTableFile(path);
  const isAsked = [options.table, options.group, options.time].some((option) => option !== undefined);
  // Some other list that happens to be in the folder.
  if (!isAsked && !FILE_COLUMNS.some((name) => table.columns.includes(name))) return folder;
  const files = column(table, path, FILE_COLUMNS.find((name) => table.columns.includes(name)) ?? 'file');
  const groupName = wanted ?? (table.columns.includes('group') ? 'group' : undefined);
  const groups = groupName === undefined || folder.givenBy ? undefined : column(table, path, groupName);
  const times = time === undefined ? undefined : column(table, path, time);
  const rows = new Map(files.map((file, row) => [normalised(String(file)), row]));
  const entries = folder.entries.flatMap((entry): TimedEntry[] => {
    const row = rows.get(normalised(relative(folder.root, entry.path).split(sep).join('/')));
    if (row === undefined) return [];
    const group = groups && String(groups[row] ?? '').trim();
    return [
      {
        ...entry,
        ...(group === undefined || group === '' ? {} : { group }),
        ...(times ? { time: timeOf(times[row] ?? null, `${path}, ${rowName(table, row)}`) } : {}),
      },
    ];
  });
  const left = folder.entries.length - entries.length;
  if (entries.length === 0) throw noneNamed(path, folder.entries[0]!, folder.root, String(files[0]));
  if (left > 0) {
    terminal.say(`Left out, because ${printable(basename(path))} does not name them: ${counted(left)} pictures`);
  }
  const givenBy = groups ? ({ source: 'table', name: groupName! } as const) : folder.givenBy;
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

function column(table: Table, path: string, name: string): Table['cells'][number] {
  const at = table.columns.indexOf(name);
  if (at >= 0) return table.cells[at]!;
  throw new LintelError('DATASET_INVALID', {
    problem: `${path} has no column "${name}".`,
    expected: `a table with a column "file" (the path of each picture within the folder), and those of --group and --time`,
    received: table.columns.join(', '),
    cure: `Add the column, or name another one: ${table.columns.join(', ')}.`,
  });
}

/** A number, or an ISO 8601 time. */
function timeOf(cell: Table['cells'][number][number], place: string): number {
  const time = timeIn(cell, 'unix-seconds') ?? timeIn(cell, 'iso');
  if (time !== undefined) return time;
  throw new LintelError('DATASET_INVALID', {
    problem: `${place}: there is no time.`,
    expected: 'a number, or a time such as 2026-04-01T13:30:00',
    received: String(cell ?? ''),
    cure: 'Correct the row, or remove it: the picture is then left out.',
  });
}

const normalised = (path: string): string => path.trim().replaceAll('\\', '/').replace(/^\.\//, '').normalize('NFC');

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
