import { type TextRecipe } from '@lintel/contracts';
import { balancedWeights } from '../../../linear/row-weights';
import { crossValidation } from '../../../tables/splits';
import { countTerms } from '../../../texts/count-terms';
import {
  type FittedTextNetwork,
  type NetworkExamples,
  searchTextNetwork,
  trainTextNetwork,
} from '../../../texts/fit-text-network';
import { type TextNetwork } from '../../../texts/text-network';
import { chooseVocabulary } from '../../../texts/vocabulary';
import { placesOf, wordSequence } from '../../../texts/word-ids';
import { crossFit } from './cross-fitted';
import { type FittedTexts, FOLDS, type FitTextsRequest } from './fit-texts';
import { foldsOf, type TextData } from './text-data';
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
  const { data, seed, onProgress } = request;
  const perText = scoresPerText(data.target);
  const counts = countTerms(data.texts, request);
  const folds = foldsOf(data, FOLDS, seed);
  const scores = new Float64Array(data.texts.length * perText);
  const terms: { terms: number; known: number }[] = [];
  const epochs: number[] = [];
  for (const [at, { train, test }] of folds.entries()) {
    const read = readSequences(kind, request, chooseVocabulary(counts, train).terms);
    const fitted = await searchTextNetwork(examplesOf(kind, request, read, train), heldOf(data, train, seed), (share) =>
      onProgress?.('Cross-validating', (at + share) / folds.length),
    );
    const own = fitted.scoresOf(test);
    test.forEach((row, place) => {
      scores.set(own.subarray(place * perText, (place + 1) * perText), row * perText);
      terms[row] = read.stats[row]!;
    });
    epochs.push(fitted.epochs);
    fitted.dispose();
  }
  const measured = crossFit([scores], data, folds, seed);
  const all = Int32Array.from(data.texts.keys());
  const read = readSequences(kind, request, chooseVocabulary(counts, all).terms);
  const fitted = await trainTextNetwork(examplesOf(kind, request, read, all), all, middleOf(epochs), (share) =>
    onProgress?.('Fitting to all texts', share),
  );
  fitted.dispose();
  return {
    form: networkForm(calibrated(fitted, measured.settings)),
    mostTerms: read.length,
    ...measured,
    terms: Array.from(measured.tested, (row) => terms[row]!),
  };
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

function examplesOf(
  kind: Kind,
  { data: { target }, seed, signal }: FitTextsRequest,
  { terms, sequences, length }: ReadSequences,
  train: Int32Array,
): NetworkExamples {
  const link = linkOf(target);
  const scores = scoresPerText(target);
  const targets =
    link === 'softmax' && target.kind === 'classes'
      ? target.labels
      : target.kind === 'labels'
        ? target.labelSets
        : truthsOf(target, 0);
  const classWeights =
    link === 'softmax' && target.kind === 'classes'
      ? classWeightsOf(
          train.map((row) => target.labels[row]!),
          scores,
        )
      : undefined;
  return { kind, link, terms, sequences, length, targets, scores, classWeights, seed, signal };
}

/** Every class counts the same in the loss, as it does in macro F1. */
function classWeightsOf(labels: Int32Array, classes: number): number[] {
  const weights = balancedWeights(labels, classes);
  return Array.from({ length: classes }, (_, code) => weights[labels.indexOf(code)] ?? 1);
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
