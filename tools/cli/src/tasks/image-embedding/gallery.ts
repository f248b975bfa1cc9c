import { stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { LintelError } from '@lintel/contracts';
import { openImageFolder, subset, type HashedDataset, type ImageFolder, type PictureEntry } from '@lintel/datasets';
import { type CommandContext } from '../../command-context';
import { asImageFolder, findPictureList, openPictureList, type PictureListOptions } from '../pictures/picture-list';
import { type Pictures } from '../pictures/pictures';
import { counted } from '../../terminal/wording';

export interface GalleryOptions extends PictureListOptions {
  readonly data: string;
}

/**
 * Lists pictures for a search. `DIR/gallery/<class>/*` and `DIR/query/<class>/*` say which pictures search which; the
 * same do a train and a test part, of a folder or of a list. In all other data every picture searches all others.
 * @throws LintelError of `openImageFolder` and `openPictureList`, INVALID_ARGUMENT (groups of a folder)
 */
export async function findGallery(options: GalleryOptions, { terminal }: CommandContext): Promise<ImageFolder> {
  const folder = await listGallery(options);
  const { entries, classNames, unreadable } = folder;
  const queries = entries.filter(isQuery).length;
  terminal.say(
    `${counted(entries.length)} pictures of ${counted(classNames.length)} classes` +
      (queries > 0 ? `, ${counted(queries)} of which search the others` : ''),
  );
  for (const { problem } of unreadable.slice(0, 5)) terminal.say(`Left out: ${problem}`);
  return folder;
}

const isQuery = ({ part }: Pick<PictureEntry, 'part'>): boolean => part === 'test' || part === 'validation';

async function listGallery(options: GalleryOptions): Promise<ImageFolder> {
  const { data, target, group, skipUnreadable } = options;
  const list = await findPictureList(data);
  if (list !== undefined) return asImageFolder(await openPictureList(list, { target, group, skipUnreadable }));
  if (target !== undefined || group !== undefined) throw noColumns(data);
  const onUnreadable = skipUnreadable ? ('skip' as const) : ('refuse' as const);
  const root = resolve(data);
  const [gallery, query] = ['gallery', 'query'].map((name) => join(root, name)) as [string, string];
  if (!(await isFolder(gallery)) || !(await isFolder(query))) return openImageFolder(data, { onUnreadable });
  const parts = [
    await openImageFolder(gallery, { onUnreadable }),
    await openImageFolder(query, { onUnreadable, minClasses: 1 }),
  ];
  const classNames = [...new Set(parts.flatMap((part) => part.classNames))].sort();
  return {
    root,
    classNames,
    entries: parts.flatMap(({ entries }, at) =>
      entries.map((entry) => ({
        ...entry,
        label: classNames.indexOf(entry.className),
        part: at === 0 ? ('train' as const) : ('test' as const),
      })),
    ),
    ignored: parts.flatMap(({ ignored }) => ignored),
    unreadable: parts.flatMap(({ unreadable }) => unreadable),
  };
}

/** The pictures that are searched, and those that search them; no queries: each searches all others. */
export function galleryParts({ dataset, entries }: Pick<Pictures, 'dataset' | 'entries'>): {
  readonly gallery: HashedDataset;
  readonly queries: HashedDataset | undefined;
} {
  const rows = [...entries.keys()];
  const asking = rows.filter((row) => isQuery(entries[row]!));
  if (asking.length === 0 || asking.length === rows.length) return { gallery: dataset, queries: undefined };
  const part = (chosen: readonly number[]): HashedDataset => subset(dataset, chosen) as HashedDataset;
  return { gallery: part(rows.filter((row) => !isQuery(entries[row]!))), queries: part(asking) };
}

const isFolder = (path: string): Promise<boolean> =>
  stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );

const noColumns = (data: string): LintelError =>
  new LintelError('INVALID_ARGUMENT', {
    problem: `${data} has no columns, so --target and --group mean nothing.`,
    expected: 'a CSV list of pictures, or a folder with labels.csv',
    received: 'a folder of class folders',
    cure: 'List the pictures with their classes and groups in labels.csv, or leave the options out.',
  });
