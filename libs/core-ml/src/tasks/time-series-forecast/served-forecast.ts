import { type ForecastAnswer, LintelError, type ManifestOf, type WindowPreprocessing } from '@lintel/contracts';
import { isUnsure, newestValues, readWindow, writeTime } from '../../series/read-window';
import { signalOf } from '../../series/window-matrix';
import { type FeatureMatrix } from '../../tables/feature-matrix';
import { type TreeModel } from '../../trees/tree-model';
import { decodeTreeModel } from '../../trees/tree-model-file';
import { explainTrees } from '../../trees/tree-shap';
import { inconsistentManifest } from '../inconsistent-manifest';
import { outputMeaning } from '../output-meaning';
import { type AnswerSummary, type PreparedInput, type ServedTask } from '../served-task';
import { checkOutputWidth, checkWindowGraph } from '../series/check-window-graph';
import { FEATURES } from '../series/run-windows';
import { FORECAST, forecastIn, OUTPUTS, REASONS } from './forecast-output';

type Manifest = ManifestOf<'time-series-forecast'>;

/** From the newest rows of a series to a forecast. */
export const servedTimeSeriesForecast: ServedTask<'time-series-forecast'> = {
  id: 'time-series-forecast',
  open({ manifest, sideFiles }) {
    const { preprocessing, reading } = manifest;
    const output = checkWindowGraph(manifest, FORECAST, OUTPUTS);
    const explain = openExplainer(manifest, sideFiles);
    return {
      tensorKey: JSON.stringify(preprocessing),
      outputKey: JSON.stringify(reading.band),
      // eslint-disable-next-line @typescript-eslint/require-await -- an error of the rows must reject, as for other tasks
      async prepare(input) {
        const window = readWindow(input, preprocessing);
        return {
          write: (batch, row) => (batch[FEATURES] as Float32Array).set(window.features.values, row * width(manifest)),
          read(outputs): ForecastAnswer {
            const { value, low, high } = forecastIn(outputs[output] as Float32Array, 0, reading);
            return {
              time: writeTime(window.time, preprocessing),
              value,
              interval: { low, high, level: reading.band.level },
              ...explain(window.features, outputs),
              missing: window.missing,
              unsure: isUnsure(window),
            };
          },
        };
      },
      observe(input, answer) {
        const window = readWindow(input, preprocessing);
        return { ...summaryOf(answer.value, answer.unsure), features: newestValues(window, preprocessing) };
      },
    };
  },
  bytesOf: ({ rows }) => rows.reduce((sum, row) => sum + 2 * JSON.stringify(row).length, 0),
  summarise: ({ value, unsure }) => summaryOf(value, unsure),
  summariseOutputs: (outputs, size, { onnx }) =>
    Array.from({ length: size }, (_, row) => {
      const value = (outputs[outputMeaning(onnx, FORECAST).name] as Float32Array)[row * OUTPUTS]!;
      return Number.isFinite(value) ? summaryOf(value, false) : null;
    }),
  /** Two forecasts agree if they differ by at most 5 % of the larger one. */
  agrees: (one, other) => {
    const [a, b] = [Number(one.outcome), Number(other.outcome)];
    return Math.abs(a - b) <= 0.05 * Math.max(Math.abs(a), Math.abs(b));
  },
};

const summaryOf = (outcome: number, unsure: boolean): AnswerSummary => ({ outcome, confidence: null, unsure });
const width = ({ preprocessing }: Manifest): number => preprocessing.features.length;

type Explained = Pick<ForecastAnswer, 'base' | 'reasons'>;
type Explain = (
  features: FeatureMatrix,
  outputs: Parameters<PreparedInput<'time-series-forecast'>['read']>[0],
) => Explained;

/** @throws LintelError MODEL_INVALID */
function openExplainer(manifest: Manifest, sideFiles: ReadonlyMap<string, Uint8Array>): Explain {
  const { onnx, preprocessing, reading } = manifest;
  const { explainer } = reading;
  if (explainer.kind === 'trees') {
    const trees = openTrees(manifest, explainer.file, sideFiles);
    return (features) => reasonsOf(trees, features, preprocessing);
  }
  const { signals } = explainer;
  const name = checkOutputWidth(onnx, REASONS, 1 + signals.length);
  return (_, outputs) => {
    const [base, ...contributions] = outputs[name] as Float32Array;
    return { base: base!, reasons: largestFirst(signals.map((signal, at) => [signal, contributions[at]!])) };
  };
}

function largestFirst(contributions: Iterable<readonly [signal: string, contribution: number]>) {
  const reasons = Array.from(contributions, ([signal, contribution]) => ({ signal, contribution }));
  return reasons.sort((one, other) => Math.abs(other.contribution) - Math.abs(one.contribution));
}

/** The exact Shapley values of the trees, summed over the features of each signal. */
function reasonsOf(trees: TreeModel, features: FeatureMatrix, about: WindowPreprocessing): Explained {
  const { contributions, expected } = explainTrees(trees, features);
  const bySignal = new Map<string, number>();
  about.features.forEach((feature, at) => {
    const signal = signalOf(feature, about);
    bySignal.set(signal, (bySignal.get(signal) ?? 0) + contributions[at]!);
  });
  return { base: expected[0]!, reasons: largestFirst(bySignal) };
}

function openTrees({ preprocessing }: Manifest, file: string, sideFiles: ReadonlyMap<string, Uint8Array>): TreeModel {
  const bytes = sideFiles.get(file);
  if (bytes === undefined) {
    throw new LintelError('MODEL_INVALID', {
      problem: `The file ${file}, which explains the forecasts of the model, is missing.`,
      expected: file,
      received: [...sideFiles.keys()].join(', ') || 'no side files',
      cure: 'Copy the model folder again from where it was made.',
    });
  }
  const trees = decodeTreeModel(bytes);
  const [own, theirs] = [trees.columns.length, preprocessing.features.length];
  if (own !== theirs) throw inconsistentManifest('features', `${theirs} features`, `trees of ${own}`);
  return trees;
}
