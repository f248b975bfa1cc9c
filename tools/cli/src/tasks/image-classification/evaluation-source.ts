import { type ImagePreprocessor, LintelError, viewDataset } from '@lintel/contracts';
import { subset } from '@lintel/datasets';
import { type CommandContext } from '../../command-context';
import { decodePictures, findPictures, type PictureOptions, type Pictures } from '../pictures/pictures';
import { openPacked, type PackedPictures, preparePacked } from './packed-pictures';
import { addGroups, type GroupingOptions } from './picture-table';

/** What the measured model needs of its pictures. */
interface MeasuredModel {
  readonly classNames: readonly string[];
  readonly preprocessing: ImagePreprocessor;
}

interface EvaluationSource {
  /** `test` if the data have such a part: the others were probably trained on. */
  readonly part: 'test' | 'all';
  /** With the labels of the model. */
  readonly pictures: Pictures;
}

/**
 * Decodes the pictures that a model is measured on: the test part of a folder, or of the packed files of CIFAR-10 and
 * MNIST; all pictures if there is no test part.
 * @throws LintelError of `openPacked`, `findPictures`, `addGroups` and `decodePictures`; DATASET_INVALID (a class that
 *   the model does not know)
 */
export async function readEvaluationSource(
  options: PictureOptions & GroupingOptions,
  { classNames, preprocessing }: MeasuredModel,
  context: CommandContext,
): Promise<EvaluationSource> {
  const packed = await openPacked(options.data, classNames);
  if (packed) {
    const known = withLabelsOf(packed, classNames);
    const part = sayPart(known.parts, context);
    const rows = [...known.parts.keys()].filter((row) => part === 'all' || known.parts[row] === 'test');
    const chosen = {
      root: known.root,
      dataset: subset(known.dataset, rows),
      parts: rows.map((row) => known.parts[row]!),
    };
    return { part, pictures: await preparePacked(chosen, preprocessing, context) };
  }
  const found = await addGroups(await findPictures(options, context, classNames), options, context);
  const parts = found.entries.map((entry) => entry.part);
  const part = sayPart(parts, context);
  const entries = found.entries.filter((entry) => part === 'all' || entry.part === 'test');
  return { part, pictures: await decodePictures({ ...found, entries }, preprocessing, options, context) };
}

/** The group of each picture; undefined if none has one. */
export function groupsOf({ entries }: Pick<Pictures, 'entries'>): (string | null)[] | undefined {
  return entries.some(({ group }) => group !== undefined) ? entries.map(({ group }) => group ?? null) : undefined;
}

function sayPart(parts: readonly unknown[], { terminal }: CommandContext): 'test' | 'all' {
  const part = parts.includes('test') ? 'test' : 'all';
  terminal.say(part === 'test' ? 'Evaluating on the test part' : 'Evaluating on all pictures');
  return part;
}

/** Packed files number their classes in their own order. */
function withLabelsOf(packed: PackedPictures, classNames: readonly string[]): PackedPictures {
  const own = packed.dataset.classNames;
  const unknown = own.filter((name) => !classNames.includes(name));
  if (unknown.length > 0) {
    throw new LintelError('DATASET_INVALID', {
      problem: `The model does not know the ${unknown.length === 1 ? 'class' : 'classes'} ${unknown.join(', ')}.`,
      expected: classNames.join(', '),
      received: own.join(', '),
      cure: 'Evaluate a model that was trained on these classes.',
    });
  }
  const labels = packed.dataset.labels.map((label) => classNames.indexOf(own[label]!));
  return { ...packed, dataset: viewDataset(packed.dataset, { labels, classNames }) };
}
