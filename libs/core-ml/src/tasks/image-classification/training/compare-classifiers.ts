import { type ComparisonOf, LintelError } from '@lintel/contracts';
import { indexOfLargest } from '../../../numbers/index-of-largest';
import { checkClassification, type Classification } from './classification';
import { mcnemarP, pairedDifference } from './paired-difference';

export interface PairedAnswers {
  /** The true class of each test example, in [0, classes). */
  readonly labels: Int32Array;
  readonly classNames: readonly string[];
  /** 1 if the answer is right, else 0. One value per label, for the same examples in the same order. */
  readonly champion: Uint8Array;
  readonly challenger: Uint8Array;
  /** The classes that each model knows. Default: all of them. */
  readonly championClasses?: readonly string[];
  readonly challengerClasses?: readonly string[];
}

/**
 * Which answers of a classifier are right. Ties go to the first class.
 * @returns 1 (right) or 0 for each example
 * @throws LintelError of `checkClassification`
 */
export function rightAnswers(classification: Classification): Uint8Array {
  checkClassification(classification);
  const { probabilities, labels, classNames } = classification;
  const classes = classNames.length;
  return Uint8Array.from(labels, (label, example) =>
    indexOfLargest(probabilities, example * classes, classes) === label ? 1 : 0,
  );
}

/**
 * Compares a challenger with the champion on the same test examples: accuracies, their difference with its interval
 * (`pairedDifference`), McNemar's test and the recall of every class. The models can know different classes. An example
 * of a class that a model does not know counts as an error of that model, and the comparison lists those classes.
 * @throws LintelError DATASET_EMPTY, SHAPE_MISMATCH, DATASET_INVALID
 */
export function compareClassifiers(answers: PairedAnswers): ComparisonOf<'image-classification'> {
  check(answers);
  const { labels, classNames, champion, challenger, championClasses, challengerClasses } = answers;
  const examples = labels.length;
  const classes = classNames.map(() => ({ support: 0, champion: 0, challenger: 0 }));
  let won = 0;
  let lost = 0;
  labels.forEach((label, example) => {
    const counts = classes[label]!;
    const [before, after] = [champion[example]!, challenger[example]!];
    counts.support++;
    counts.champion += before;
    counts.challenger += after;
    if (after > before) won++;
    if (before > after) lost++;
  });
  const unknownTo = (known: readonly string[] = classNames): string[] =>
    classNames.filter((name, index) => classes[index]!.support > 0 && !known.includes(name));
  const championRight = classes.reduce((sum, counts) => sum + counts.champion, 0);
  return {
    task: 'image-classification',
    examples,
    figure: { key: 'accuracy', unit: 'share', better: 'higher' },
    champion: championRight / examples,
    challenger: (championRight + won - lost) / examples,
    gain: pairedDifference({ examples, won, lost }),
    details: {
      mcnemarP: mcnemarP({ won, lost }),
      unknownToChampion: unknownTo(championClasses),
      unknownToChallenger: unknownTo(challengerClasses),
      classes: classes.map((counts, index) => ({
        className: classNames[index]!,
        support: counts.support,
        championRecall: counts.support === 0 ? null : counts.champion / counts.support,
        challengerRecall: counts.support === 0 ? null : counts.challenger / counts.support,
        recallDifference: counts.support === 0 ? null : (counts.challenger - counts.champion) / counts.support,
      })),
    },
  };
}

function check({ labels, classNames, champion, challenger }: PairedAnswers): void {
  if (labels.length === 0) {
    throw new LintelError('DATASET_EMPTY', {
      problem: 'There is no example to compare the models on.',
      expected: 'at least 1 example',
      received: '0',
      cure: 'Hold out a test split.',
    });
  }
  if (champion.length !== labels.length || challenger.length !== labels.length) {
    throw new LintelError('SHAPE_MISMATCH', {
      problem: 'The models were not measured on the same examples.',
      expected: `${labels.length} answers of each`,
      received: `${champion.length} of the champion, ${challenger.length} of the challenger`,
      cure: 'Measure both on the same test split.',
    });
  }
  const stray = labels.findIndex((label) => label < 0 || label >= classNames.length);
  if (stray >= 0) {
    throw new LintelError('DATASET_INVALID', {
      problem: `The label of example ${stray} names no class.`,
      expected: `0 to ${classNames.length - 1}`,
      received: String(labels[stray]),
      cure: 'Compare with the class names that the labels were made with.',
    });
  }
}
