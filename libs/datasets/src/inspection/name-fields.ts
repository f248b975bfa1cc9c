import { basename, extname } from 'node:path';

/** Words before a number that usually name a thing, of which there may be several pictures. */
const NAMING =
  /(?:^|[^a-z])((?:patient|subject|person|case|customer|client|user|lot|batch|tile|part|sample|specimen|wafer|panel|animal|plant|eye|machine|device|sku|product)(?:[-_ ]?id)?[-_ ]?)(\d+)/i;
const LEAST_GROUPS = 5;
/** A field with more values numbers the pictures. */
const MOST_VARIANTS = 20;
const LEAST_SHARE = 0.9;
const LEAST_DIFFERING = 0.6;

export interface NameGroups {
  /** The word before the number, such as `patient`. */
  readonly word: string;
  /** One per file. */
  readonly groups: readonly string[];
}

/** Groups by a word in the file names that usually names a thing, such as `patient12_slice3.png`; null if there is none. */
export function groupsInNames(files: readonly string[]): NameGroups | null {
  const found = files.map((file) => NAMING.exec(stemOf(file)));
  const words = new Map<string, number>();
  for (const match of found) {
    const word = match?.[1]?.toLowerCase();
    if (word !== undefined) words.set(word, (words.get(word) ?? 0) + 1);
  }
  const [word, count] = [...words].sort(([, one], [, other]) => other - one)[0] ?? ['', 0];
  if (count === 0 || count < LEAST_SHARE * files.length) return null;
  const groups = found.map((match, at) => (match?.[1]?.toLowerCase() === word ? `${word}${match[2]}` : files[at]!));
  const distinct = new Set(groups).size;
  return distinct >= LEAST_GROUPS && distinct <= files.length / 2 ? { word: word.replace(/[-_ ]$/, ''), groups } : null;
}

/**
 * The number in the file names that differs within groups and takes few values: an exposure, a view or a visit.
 * @param groups file names of pictures that show the same thing
 * @param files all file names
 */
export function fieldThatVaries(
  groups: readonly (readonly string[])[],
  files: readonly string[],
): { name: string; values: string[] } | null {
  const pairs = groups.flatMap((group) =>
    group.slice(1).map((file, at) => [fieldsOf(group[at]!), fieldsOf(file)] as const),
  );
  const alike = pairs.filter(([one, other]) => one.template === other.template);
  const template = mostFrequent(alike.map(([one]) => one.template));
  if (template === undefined) return null;
  const own = alike.filter(([one]) => one.template === template);
  const all = files.map(fieldsOf).filter((one) => one.template === template);
  for (const [at, name] of own[0]![0].names.entries()) {
    const differing = own.filter(([one, other]) => one.values[at] !== other.values[at]).length;
    const values = [...new Set(all.map((one) => one.values[at]!))].sort((one, other) => Number(one) - Number(other));
    if (differing >= LEAST_DIFFERING * own.length && values.length >= 2 && values.length <= MOST_VARIANTS) {
      return { name, values };
    }
  }
  return null;
}

interface Fields {
  /** The name with # for every number. */
  readonly template: string;
  /** The word before each number. */
  readonly names: readonly string[];
  readonly values: readonly string[];
}

function fieldsOf(file: string): Fields {
  const stem = stemOf(file);
  const fields = [...stem.matchAll(/([^\d]*?)[-_ .]*(\d+)/g)];
  return {
    template: stem.replace(/\d+/g, '#'),
    names: fields.map(([, word = '']) => word.replace(/^[-_ .]+/, '')),
    values: fields.map(([, , value = '']) => value),
  };
}

const stemOf = (file: string): string => basename(file, extname(file));

function mostFrequent(texts: readonly string[]): string | undefined {
  const counts = new Map<string, number>();
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1);
  return [...counts].sort(([, one], [, other]) => other - one)[0]?.[0];
}
