import { createHash } from 'node:crypto';
import { relative } from 'node:path';
import { type DatasetFindings, type ImagePreprocessor, LintelError, printable, viewDataset } from '@lintel/contracts';
import { inspectPictures, type HashedDataset, type PictureEntry, type PictureKnowledge } from '@lintel/datasets';
import { type CommandContext } from '../../command-context';
import { type ListedPicture, type PictureList, unknownLabel, unreadableFile } from '../pictures/picture-list';
import { decodePictures, type PictureOptions, type Pictures } from '../pictures/pictures';
import { counted } from '../../terminal/wording';

const HASH_BYTES = 32;
/** With fewer pictures a label cannot be learned on some and measured on others. */
const FEWEST = 2;

/** All labels of a list, in alphabetical order. */
export const labelsOfList = ({ pictures }: PictureList): string[] =>
  [...new Set(pictures.flatMap(({ labels }) => labels))].sort();

/**
 * Checks that the labels of a list can be learned.
 * @throws LintelError DATASET_INVALID: fewer than two labels, a label of one picture or of all, the same for all pictures
 */
export function checkLabelled({ file, pictures, root }: PictureList, names: readonly string[]): void {
  const having = names.map((name) => pictures.filter(({ labels }) => labels.includes(name)));
  const differ = new Set(pictures.map(({ labels }) => labels.join('; '))).size > 1;
  if (!differ) {
    const all = pictures[0]!.labels.join('; ');
    throw invalid(`All pictures of ${file} have the same labels.`, {
      expected: 'pictures that differ in their labels',
      received: all === '' ? 'no label for any picture' : `"${printable(all)}" for each of ${counted(pictures.length)}`,
      cure: 'Add pictures with other labels, or without any.',
    });
  }
  if (names.length < 2) {
    throw invalid(`${file} has only the label "${names[0]}".`, {
      expected: 'two labels or more',
      received: '1',
      cure: 'Put the pictures with and without it into two class folders, and train a classifier of two classes.',
    });
  }
  const rare = names.filter((_, label) => having[label]!.length < FEWEST);
  if (rare.length > 0) {
    const shown = rare.slice(0, 3).map((name) => {
      return `"${printable(name)}" (${printable(relative(root, having[names.indexOf(name)]![0]!.path))})`;
    });
    const many = rare.length === 1 ? 'One label is' : `${counted(rare.length)} labels are`;
    throw invalid(`${many} on one picture only in ${file}.`, {
      expected: `each label on at least ${FEWEST} pictures, so that it can be learned and measured`,
      received: `${shown.join(', ')}${rare.length > shown.length ? ', …' : ''}`,
      cure: 'Add pictures with the label, or remove it from the list; it may also be a typing error.',
    });
  }
  const everywhere = names.find((_, label) => having[label]!.length === pictures.length);
  if (everywhere === undefined) return;
  throw invalid(`Every picture of ${file} has the label "${everywhere}", so there is nothing to learn about it.`, {
    expected: 'pictures with the label and pictures without it',
    received: `${counted(pictures.length)} of ${counted(pictures.length)} pictures`,
    cure: 'Remove the label, or add pictures without it.',
  });
}

/**
 * Decodes the pictures of a list as a dataset with sets of labels.
 * @param names the labels, in the order of the model
 * @throws LintelError of `cacheDecoded`, DATASET_INVALID (a label that is not among the names)
 */
export async function decodeLabelled(
  list: PictureList,
  names: readonly string[],
  preprocessor: ImagePreprocessor,
  options: Pick<PictureOptions, 'skipUnreadable'>,
  context: CommandContext,
): Promise<Pictures> {
  const { root, pictures, missing, file } = list;
  const stray = pictures.flatMap(({ labels }) => labels).find((label) => !names.includes(label));
  if (stray !== undefined) throw unknownLabel(stray, file, names);
  context.terminal.say(
    `${counted(pictures.length)} pictures with ${names.length} labels in ${printable(file)}, ` +
      `${counted(pictures.filter(({ labels }) => labels.length === 0).length)} of them without any`,
  );
  const entries = pictures.map((picture) => ({ ...picture, className: 'picture', label: 0 }));
  const folder = { root, entries, classNames: ['picture'], unreadable: missing.map(unreadableFile) };
  const decoded = await decodePictures(folder, preprocessor, options, context);
  // The same objects as `entries`, without those that were skipped.
  const kept = decoded.entries as readonly (PictureEntry & ListedPicture)[];
  const labelSets = new Uint8Array(kept.length * names.length);
  kept.forEach(({ labels }, row) => {
    for (const label of labels) labelSets[row * names.length + names.indexOf(label)] = 1;
  });
  const content = createHash('sha256').update(decoded.dataset.contentHash);
  const { exampleHashes } = decoded.dataset;
  const view = viewDataset(decoded.dataset, {
    classNames: names,
    labelSets,
    contentHash: content.update(JSON.stringify(names)).update(labelSets).digest('hex'),
  });
  const inspect = (knowledge: PictureKnowledge): DatasetFindings =>
    inspectLabelled(kept, exampleHashes, names, root, knowledge);
  const dataset: HashedDataset = Object.assign(view, { exampleHashes });
  return { ...decoded, dataset, inspect, findings: inspect({}) };
}

/** Copies and contradictions are those of whole sets of labels; the counts are those of each label. */
function inspectLabelled(
  pictures: readonly (PictureEntry & ListedPicture)[],
  hashes: Uint8Array,
  names: readonly string[],
  root: string,
  knowledge: PictureKnowledge,
): DatasetFindings {
  const sets = [...new Set(pictures.map(setOf))];
  const bySet = pictures.map((each) => ({ ...each, className: setOf(each), label: sets.indexOf(setOf(each)) }));
  const byLabel = pictures.flatMap((picture, row) =>
    picture.labels.map((name) => ({ row, entry: { ...picture, className: name, label: names.indexOf(name) } })),
  );
  const repeated = Buffer.concat(byLabel.map(({ row }) => hashes.subarray(row * HASH_BYTES, (row + 1) * HASH_BYTES)));
  const { classes, smallClasses, largestClass, similarClasses } = inspectPictures(
    byLabel.map(({ entry }) => entry),
    repeated,
    names,
    root,
  );
  const whole = inspectPictures(bySet, hashes, sets, root, knowledge);
  return { ...whole, classes, smallClasses, largestClass, similarClasses };
}

const setOf = ({ labels }: ListedPicture): string => labels.join('; ');

const invalid = (
  problem: string,
  about: { readonly expected: string; readonly received: string; readonly cure: string },
): LintelError => new LintelError('DATASET_INVALID', { problem, ...about });
