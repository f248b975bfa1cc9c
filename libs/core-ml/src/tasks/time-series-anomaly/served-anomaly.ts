import { type AnomalyAnswer, type ManifestOf } from '@lintel/contracts';
import { isUnsure, newestValues, readWindow, type ReadWindow, writeTime } from '../../series/read-window';
import { outputMeaning } from '../output-meaning';
import { checkWindowGraph } from '../series/check-window-graph';
import { FEATURES } from '../series/run-windows';
import { type AnswerSummary, type ServedTask } from '../served-task';
import { isAnomaly, outcomeOf, outputsOf, reasonsOf, type RowScores, scoresIn, UNUSUAL } from './anomaly-output';
import { anomalyView } from './anomaly-view';

type Manifest = ManifestOf<'time-series-anomaly'>;

/** From the newest rows of a series to how unusual the newest one is. */
export const servedTimeSeriesAnomaly: ServedTask<'time-series-anomaly'> = {
  id: 'time-series-anomaly',
  open({ manifest }) {
    const { preprocessing, reading } = manifest;
    const output = checkWindowGraph(manifest, UNUSUAL, outputsOf(preprocessing));
    const view = anomalyView(preprocessing);
    const [inputs, outputs] = [preprocessing.features.length, outputsOf(preprocessing)];
    return {
      tensorKey: JSON.stringify(preprocessing),
      outputKey: JSON.stringify([reading.limit, preprocessing.signals]),
      // eslint-disable-next-line @typescript-eslint/require-await -- an error of the rows must reject, as for other tasks
      async prepare(input) {
        const window = readWindow(input, view);
        return {
          write: (batch, row) => (batch[FEATURES] as Float32Array).set(window.features.values, row * inputs),
          read: (tensors) =>
            answerOf(scoresIn(tensors[output] as Float32Array, 0, outputs, reading), window, preprocessing),
        };
      },
      observe(input, { score, unsure }) {
        return { ...summaryOf(score, unsure), features: newestValues(readWindow(input, view), view) };
      },
    };
  },
  bytesOf: ({ rows }) => rows.reduce((sum, row) => sum + 2 * JSON.stringify(row).length, 0),
  summarise: ({ score, unsure }) => summaryOf(score, unsure),
  summariseOutputs: (outputs, size, { onnx, preprocessing, reading }) =>
    Array.from({ length: size }, (_, row) => {
      const unusual = outputs[outputMeaning(onnx, UNUSUAL).name] as Float32Array;
      const score = unusual[row * outputsOf(preprocessing)]! / reading.limit;
      return Number.isFinite(score) ? summaryOf(score, false) : null;
    }),
  agrees: (one, other) => one.outcome === other.outcome,
};

const summaryOf = (score: number, unsure: boolean): AnswerSummary => ({
  ...{ outcome: outcomeOf(score), confidence: null, unsure },
});

/** The answer about the newest row of a window. */
function answerOf({ score, signals }: RowScores, window: ReadWindow, preprocessing: Manifest['preprocessing']) {
  return {
    time: writeTime(window.time, preprocessing),
    score,
    anomaly: isAnomaly(score),
    reasons: reasonsOf(preprocessing.signals, window.newest, signals),
    missing: window.missing,
    unsure: isUnsure(window),
  } satisfies AnomalyAnswer;
}
