import { extname, relative } from 'node:path';
import { type DatasetFindings } from '@lintel/contracts';
import { hashesAsText } from '../loaders/example-hashes';
import { type PictureEntry } from '../loaders/image-folder';
import { PARTS } from '../splits/split-shares';
import { fieldThatVaries } from './name-fields';

/** With fewer pictures a class can hardly be learned, and its test part has only one or two pictures. */
const FEW_PICTURES = 10;
/** A class smaller than a fiftieth of the largest is easily ignored by the model. */
const SMALL_SHARE = 1 / 50;

/** What is known about the pictures beside their files. */
export interface PictureKnowledge {
  /** The indices of pictures that show the same thing; null if this was not checked. */
  readonly lookAlikes?: readonly (readonly number[])[] | null;
  /** The group of each picture, and where it comes from. */
  readonly grouping?: PictureGrouping | null;
}

export interface PictureGrouping extends Pick<NonNullable<DatasetFindings['groups']>, 'source' | 'name' | 'isUsed'> {
  /** One per picture. */
  readonly groups: readonly string[];
}

/**
 * Finds problems that spoil training or evaluation: copies of pictures, contradicting classes, test pictures that are
 * copies of training pictures, nearly empty classes.
 * @param entries pictures of a folder
 * @param hashes SHA-256 of each file, 32 bytes each
 * @param root folder that the file names are relative to
 */
export function inspectPictures(
  entries: readonly PictureEntry[],
  hashes: Uint8Array,
  classNames: readonly string[],
  root: string,
  { lookAlikes = null, grouping = null }: PictureKnowledge = {},
): DatasetFindings {
  const nameOf = ({ path }: PictureEntry): string => relative(root, path);
  const findings: DatasetFindings = {
    copies: [],
    contradictions: [],
    leaks: [],
    similarClasses: similarNames(classNames),
    ...smallClasses(entries, classNames),
    classes: classNames.map((className, label) => ({
      className,
      pictures: entries.filter((entry) => entry.label === label).length,
    })),
    sameNames: sameNames(entries).map((same) => same.map(nameOf)),
    groups: grouping && describeGroups(entries, grouping),
    lookAlikes: lookAlikes && describeLookAlikes(entries, lookAlikes, nameOf),
  };
  for (const same of sameFiles(entries, hashes)) {
    const original = same.reduce((first, next) => (orderOf(next) < orderOf(first) ? next : first));
    const staying: PictureEntry[] = [];
    for (const copy of same) {
      if (copy.part === null || copy.part === 'train' || copy.part === original.part) staying.push(copy);
      else findings.leaks.push({ file: nameOf(copy), part: copy.part, copyOf: nameOf(original) });
    }
    if (new Set(same.map(({ label }) => label)).size > 1) findings.contradictions.push(same.map(nameOf));
    else if (staying.length > 1) findings.copies.push(staying.map(nameOf));
  }
  return findings;
}

const orderOf = ({ part }: PictureEntry): number => (part === null ? 0 : PARTS.indexOf(part));

function describeGroups(
  entries: readonly PictureEntry[],
  { source, name, isUsed, groups }: PictureGrouping,
): NonNullable<DatasetFindings['groups']> {
  const members = new Map<string, PictureEntry[]>();
  for (const [at, group] of groups.entries()) members.set(group, [...(members.get(group) ?? []), entries[at]!]);
  const sizes = [...members.values()].map((own) => own.length);
  return {
    ...{ source, name, isUsed, groups: members.size },
    pictures: sizes.reduce((sum, size) => sum + (size > 1 ? size : 0), 0),
    largest: sizes.reduce((most, size) => Math.max(most, size), 0),
    acrossParts: [...members.values()].filter(isAcross(({ part }) => part)).length,
  };
}

function describeLookAlikes(
  entries: readonly PictureEntry[],
  lookAlikes: readonly (readonly number[])[],
  nameOf: (entry: PictureEntry) => string,
): NonNullable<DatasetFindings['lookAlikes']> {
  const groups = lookAlikes.map((group) => group.map((index) => entries[index]!));
  const names = groups.map((group) => group.map(nameOf));
  return {
    groups: names,
    acrossClasses: groups.filter(isAcross(({ label }) => label)).length,
    acrossParts: groups.filter(isAcross(({ part }) => part)).length,
    variesIn: fieldThatVaries(names, entries.map(nameOf)),
  };
}

const isAcross =
  (valueOf: (entry: PictureEntry) => unknown) =>
  (group: readonly PictureEntry[]): boolean =>
    new Set(group.map(valueOf)).size > 1;

/** Files of one folder whose names differ only in their ending. */
function sameNames(entries: readonly PictureEntry[]): PictureEntry[][] {
  const byName = new Map<string, PictureEntry[]>();
  for (const entry of entries) {
    const stem = entry.path.slice(0, entry.path.length - extname(entry.path).length);
    byName.set(stem, [...(byName.get(stem) ?? []), entry]);
  }
  return [...byName.values()].filter((same) => same.length > 1);
}

/** Pictures that occur more than once. */
function sameFiles(entries: readonly PictureEntry[], hashes: Uint8Array): PictureEntry[][] {
  const byHash = new Map<string, PictureEntry[]>();
  for (const [index, hash] of hashesAsText(hashes).entries()) {
    const same = byHash.get(hash);
    if (same) same.push(entries[index]!);
    else byHash.set(hash, [entries[index]!]);
  }
  return [...byHash.values()].filter((same) => same.length > 1);
}

function smallClasses(
  entries: readonly PictureEntry[],
  classNames: readonly string[],
): Pick<DatasetFindings, 'smallClasses' | 'largestClass'> {
  const counts = classNames.map(() => 0);
  // Test pictures do not contribute to training.
  for (const { label, part } of entries) if (part === null || part === 'train') counts[label]!++;
  const largestClass = counts.reduce((most, count) => Math.max(most, count), 0);
  const enough = Math.max(FEW_PICTURES, largestClass * SMALL_SHARE);
  return {
    largestClass,
    smallClasses: classNames.flatMap((className, label) =>
      counts[label]! > 0 && counts[label]! < enough ? [{ className, pictures: counts[label]! }] : [],
    ),
  };
}

function similarNames(classNames: readonly string[]): string[][] {
  const byName = new Map<string, string[]>();
  for (const name of classNames) {
    const key = name
      .normalize('NFKC')
      .toLowerCase()
      .replace(/[\s_-]+/g, ' ')
      .trim();
    byName.set(key, [...(byName.get(key) ?? []), name]);
  }
  return [...byName.values()].filter((names) => names.length > 1);
}
