import { LintelError, type TextPreprocessing } from '@lintel/contracts';
import { classSpreads } from '../../../texts/class-spreads';
import { countTerms, type TermCounts } from '../../../texts/count-terms';
import { sparseScores } from '../../../texts/sparse-logistic';
import { longestRow, sparseRows } from '../../../texts/sparse-rows';
import { type TextModel } from '../../../texts/text-model';
import { type ChosenVocabulary, chooseVocabulary } from '../../../texts/vocabulary';
import { crossFit, type CrossFitted } from './cross-fitted';
import { type TextLabels } from './text-answers';
import { foldsOf, type TextData } from './text-data';
import { fitStrengths, INVERSE_PENALTIES, linkOf, scoresPerText, takeLabels } from './text-scores';
import { linearForm, type TextForm } from './text-form';
import { type TextSettings } from './text-settings';

export interface FitTextsRequest extends Pick<TextPreprocessing, 'mostCharacters' | 'tokens'> {
  readonly data: TextData;
  readonly seed: number;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((what: string, done: number) => void) | undefined;
}

export interface FittedTexts extends CrossFitted {
  readonly form: TextForm;
  readonly mostTerms: number;
  /** Terms of each tested text, and those that its model knew; each counted once. */
  readonly terms: readonly { readonly terms: number; readonly known: number }[];
}

export const FOLDS = 5;
/** A graph with more terms of one text would take megabytes for each. */
const MOST_TERMS = 8_192;
const FEWEST_TERMS = 64;

/**
 * Fits a linear model to texts. Each text is tested once by a model of the other folds; penalty, calibration and
 * thresholds for a fold are chosen by the tested texts of the other folds. The model itself is fitted to all texts, with
 * what all tested texts choose.
 * @throws LintelError DATASET_INVALID (too few texts); the signal's reason
 */
export async function fitTexts(request: FitTextsRequest): Promise<FittedTexts> {
  const { data, seed, signal, onProgress } = request;
  const { target, texts } = data;
  const counts = countTerms(texts, request);
  const perText = scoresPerText(target);
  const scores = INVERSE_PENALTIES.map(() => new Float64Array(texts.length * perText));
  const folds = foldsOf(data, FOLDS, seed);
  const knownTerms = new Int32Array(texts.length);
  let fits = 0;
  const onScore = (): void => onProgress?.('Cross-validating', ++fits / (folds.length * perText));
  for (const { train, test } of folds) {
    const vocabulary = weighVocabulary(counts, target, train);
    const rows = (some: Int32Array) => sparseRows(counts, vocabulary, some, MOST_TERMS);
    const path = await fitStrengths(rows(train), takeLabels(target, train), INVERSE_PENALTIES, { signal, onScore });
    const tested = rows(test);
    test.forEach((row) => (knownTerms[row] = longestRow(counts, vocabulary, Int32Array.of(row))));
    path.forEach((model, strength) => {
      const own = sparseScores(tested, model);
      test.forEach((row, at) => scores[strength]!.set(own.subarray(at * perText, (at + 1) * perText), row * perText));
    });
  }
  const { settings, ...measured } = crossFit(scores, data, folds, seed);
  onProgress?.('Fitting to all texts', 0);
  const { model, mostTerms } = await fitAll(counts, data, settings, signal);
  const terms = Array.from(measured.tested, (row) => ({
    terms: counts.starts[row + 1]! - counts.starts[row]!,
    known: knownTerms[row]!,
  }));
  return { form: linearForm(model), mostTerms, settings, ...measured, terms };
}

/** Of several classes a term weighs how differently often they have it; else how rare it is. */
function weighVocabulary(counts: TermCounts, target: TextLabels, rows: Int32Array): ChosenVocabulary {
  const chosen = chooseVocabulary(counts, rows);
  if (target.kind === 'labels' || target.classNames.length === 2) return chosen;
  const labels = rows.map((row) => target.labels[row]!);
  return { ...chosen, termWeights: classSpreads(counts, chosen.places, rows, labels, target.classNames.length) };
}

async function fitAll(
  counts: TermCounts,
  { target, texts }: TextData,
  { strengths, slopes, intercepts }: TextSettings,
  signal: AbortSignal | undefined,
): Promise<{ model: TextModel; mostTerms: number }> {
  const all = Int32Array.from({ length: texts.length }, (_, row) => row);
  const vocabulary = weighVocabulary(counts, target, all);
  if (vocabulary.terms.length === 0) throw nothingShared(texts.length);
  const longest = longestRow(counts, vocabulary, all);
  const mostTerms = Math.min(MOST_TERMS, Math.max(FEWEST_TERMS, 2 ** Math.ceil(Math.log2(longest))));
  const rows = sparseRows(counts, vocabulary, all, mostTerms);
  const path = await fitStrengths(rows, target, INVERSE_PENALTIES.slice(0, Math.max(...strengths) + 1), { signal });
  const { terms, termWeights } = vocabulary;
  return {
    mostTerms,
    model: {
      link: linkOf(target),
      terms,
      termWeights,
      // The line in the score is part of the model: its reasons stay exact.
      coefficients: strengths.map((strength, score) =>
        Float32Array.from(path[strength]!.coefficients[score]!, (value) => slopes[score]! * value),
      ),
      intercepts: Float32Array.from(
        strengths,
        (strength, score) => slopes[score]! * path[strength]!.intercepts[score]! + intercepts[score]!,
      ),
    },
  };
}

const nothingShared = (texts: number): LintelError =>
  new LintelError('DATASET_INVALID', {
    problem: 'No word occurs in two texts, so there is nothing to learn from.',
    expected: 'texts that share words',
    received: `${texts} texts`,
    cure: 'Add texts, or check that the column holds texts.',
  });
