import { type TextRecipe } from '@lintel/contracts';
import { balancedWeights } from '../../../linear/row-weights';
import { crossValidation } from '../../../tables/splits';
import { countTerms } from '../../../texts/count-terms';
import { type FittedTextNetwork, type NetworkExamples, openTextNetworkTrainer } from '../../../texts/fit-text-network';
import { type TextNetwork } from '../../../texts/text-network';
import { chooseVocabulary } from '../../../texts/vocabulary';
import { placesOf, wordSequence } from '../../../texts/word-ids';
import { crossFit } from './cross-fitted';
import { type FittedTexts, FOLDS, type FitTextsRequest } from './fit-texts';
import { foldsOf, type TextData } from './text-data';
import { type TextLabels } from './text-answers';
import { networkForm } from './text-form';
import { linkOf, scoresPerText, truthsOf } from './text-scores';
import { type TextSettings } from './text-settings';

type Kind = Exclude<TextRecipe, 'linear'>;

/** A recurrence takes its words one after the other, so a long text is slow. */
const MOST_WORDS: Readonly<Record<Kind, number>> = { cnn: 512, gru: 128 };
/** A part of the training texts of a fold says when to stop. */
const VALIDATION_PARTS = 8;

/**
 * Trains networks over the words of texts. Each text is tested once by a network of the other folds, which stopped by a
 * part of its own training texts; calibration and thresholds for a fold are chosen by the tested texts of the other
 * folds. The network itself is trained on all texts, as many epochs as the folds took in the middle.
 * @throws LintelError DATASET_INVALID, ENGINE_MISSING; the signal's reason
 */
export async function fitTextNetworks(kind: Kind, request: FitTextsRequest): Promise<FittedTexts> {
  const { data, seed, onProgress, signal } = request;
  const perText = scoresPerText(data.target);
  const counts = countTerms(data.texts, request);
  const all = Int32Array.from(data.texts.keys());
  const everyTerm = chooseVocabulary(counts, all).terms;
  const whole = readSequences(kind, request, everyTerm);
  const folds = foldsOf(data, FOLDS, seed).map((fold) => ({ ...fold, held: heldOf(data, fold.train, seed) }));
  const trainer = await openTextNetworkTrainer({
    ...{ kind, link: linkOf(data.target), scores: perText, classWeights: classWeightsOf(data.target), seed, signal },
    ...{ mostTerms: everyTerm.length, length: whole.length },
    fewest: Math.min(...folds.map(({ held }) => held.train.length)),
    heldSizes: folds.map(({ held }) => held.test.length),
  });
  try {
    const scores = new Float64Array(data.texts.length * perText);
    const terms: { terms: number; known: number }[] = [];
    const epochs: number[] = [];
    for (const [at, { train, test, held }] of folds.entries()) {
      const read = readSequences(kind, request, chooseVocabulary(counts, train).terms);
      const fitted = await trainer.search(examplesOf(data, read), held, (share) =>
        onProgress?.('Cross-validating', (at + share) / folds.length),
      );
      const own = fitted.scoresOf(test);
      test.forEach((row, place) => {
        scores.set(own.subarray(place * perText, (place + 1) * perText), row * perText);
        terms[row] = read.stats[row]!;
      });
      epochs.push(fitted.epochs);
    }
    const measured = crossFit([scores], data, folds, seed);
    const fitted = await trainer.train(examplesOf(data, whole), all, middleOf(epochs), (share) =>
      onProgress?.('Fitting to all texts', share),
    );
    return {
      form: networkForm(calibrated(fitted, measured.settings)),
      mostTerms: whole.length,
      ...measured,
      terms: Array.from(measured.tested, (row) => terms[row]!),
    };
  } finally {
    trainer.dispose();
  }
}

interface ReadSequences {
  readonly terms: readonly string[];
  readonly sequences: readonly Int32Array[];
  readonly stats: readonly { readonly terms: number; readonly known: number }[];
  readonly length: number;
}

function readSequences(kind: Kind, request: FitTextsRequest, terms: readonly string[]): ReadSequences {
  const places = placesOf(terms);
  const read = request.data.texts.map((text) =>
    wordSequence(text, places, { ...request, mostTerms: MOST_WORDS[kind] }),
  );
  return {
    terms,
    sequences: read.map(({ ids }) => ids),
    stats: read.map(({ terms: all, known }) => ({ terms: all, known })),
    length: Math.max(1, ...read.map(({ ids }) => ids.length)),
  };
}

function examplesOf({ target }: TextData, { terms, sequences }: ReadSequences): NetworkExamples {
  if (target.kind === 'labels') return { terms, sequences, targets: target.labelSets };
  return { terms, sequences, targets: linkOf(target) === 'softmax' ? target.labels : truthsOf(target, 0) };
}

/** Of more than two classes every one counts the same in the loss, as it does in macro F1. */
function classWeightsOf(target: TextLabels): number[] | undefined {
  if (target.kind === 'labels' || linkOf(target) !== 'softmax') return undefined;
  const weights = balancedWeights(target.labels, target.classNames.length);
  return target.classNames.map((_, code) => weights[target.labels.indexOf(code)] ?? 1);
}

/** The training texts of a fold, and a part of them that says when to stop. */
function heldOf(data: TextData, train: Int32Array, seed: number): { train: Int32Array; test: Int32Array } {
  const { target, groups } = data;
  const labels = target.kind === 'classes' ? train.map((row) => target.labels[row]!) : new Int32Array(train.length);
  const [first] = crossValidation(
    { rows: train.length, labels, groups: Array.from(train, (row) => groups[row]!) },
    VALIDATION_PARTS,
    seed,
  );
  return { train: first!.train.map((at) => train[at]!), test: first!.test.map((at) => train[at]!) };
}

const middleOf = (epochs: readonly number[]): number =>
  [...epochs].sort((one, other) => one - other)[epochs.length >> 1]!;

/** The line in the score becomes part of the last layer. */
function calibrated({ network }: FittedTextNetwork, { slopes, intercepts }: TextSettings): TextNetwork {
  return {
    ...network,
    coefficients: network.coefficients.map((own, score) => own.map((value) => slopes[score]! * value)),
    intercepts: network.intercepts.map((value, score) => slopes[score]! * value + intercepts[score]!),
  };
}
