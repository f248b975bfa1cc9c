import { type TextReport } from '@lintel/contracts';
import { measureTexts } from './measure-texts';
import { type TextData } from './text-data';
import { takeLabels } from './text-scores';
import { calibratedProbabilities, chooseSettings, type TextSettings } from './text-settings';

export interface CrossFitted {
  /** What all tested texts choose. */
  readonly settings: TextSettings;
  readonly report: TextReport;
  /** Texts that were tested by models that had not learned from them. */
  readonly tested: Int32Array;
  /** float64 [tested, classes] */
  readonly probabilities: Float64Array;
}

/**
 * Measures the scores of a cross-validation. What is chosen for a fold is chosen by the tested texts of the other folds.
 * @param scores float64 [texts, scores] for each penalty
 */
export function crossFit(
  scores: readonly Float64Array[],
  data: TextData,
  folds: readonly { readonly test: Int32Array }[],
  seed: number,
): CrossFitted {
  const tested = Int32Array.from(folds.flatMap(({ test }) => Array.from(test))).sort();
  const { probabilities, thresholds } = answersOfFolds(scores, data, folds, tested);
  const by = data.times !== undefined ? 'time' : data.groups.some((one) => one.startsWith('group ')) ? 'group' : 'row';
  const report = measureTexts(probabilities, takeLabels(data.target, tested), {
    thresholds,
    seed,
    groups: Array.from(tested, (row) => data.groups[row]!),
    protocol: { kind: 'cross-validation', folds: folds.length, by },
  });
  return { settings: chooseSettings(scores, data.target, tested), report, tested, probabilities };
}

/** The answers to each fold, under what the other folds choose; a label's threshold may differ by fold. */
function answersOfFolds(
  scores: readonly Float64Array[],
  { target }: TextData,
  folds: readonly { readonly test: Int32Array }[],
  tested: Int32Array,
): { probabilities: Float64Array; thresholds: Float64Array | undefined } {
  const classes = target.classNames.length;
  const place = new Map(Array.from(tested, (row, at) => [row, at]));
  const probabilities = new Float64Array(tested.length * classes);
  const thresholds = target.kind === 'labels' ? new Float64Array(tested.length * classes) : undefined;
  for (const { test } of folds) {
    const own = new Set(test);
    const settings = chooseSettings(
      scores,
      target,
      tested.filter((row) => !own.has(row)),
    );
    const answers = calibratedProbabilities(scores, target, test, settings);
    test.forEach((row, at) => {
      const to = place.get(row)! * classes;
      probabilities.set(answers.subarray(at * classes, (at + 1) * classes), to);
      if (thresholds && settings.thresholds) thresholds.set(settings.thresholds, to);
    });
  }
  return { probabilities, thresholds };
}
