/** @jest-environment jsdom */
import { modelComparisonSchema, TASK_IDS, taskContract, type ModelManifest, type TaskId } from '@lintel/contracts';
import { screen } from '@testing-library/react';
import { renderUi } from '../testing/render-ui';
import { figuresOf, TaskDetails, TaskReport, TaskVersions } from './task-views';
import { taskWords } from './task-words';

const estimate = { value: 0.8, low: 0.7, high: 0.9 };
const classOf = (className: string, support: number) => ({
  className,
  support,
  precision: 0.5,
  recall: 0.75,
  f1: 0.6,
  roc: { auc: 0.9, points: [] },
  precisionRecall: null,
});
const ranking = { ndcgAt10: estimate, hitRateAt10: estimate, recallAt10: estimate, precisionAt10: estimate };
const rankingMetrics = { ...ranking, mapAt10: estimate, coverage: estimate, novelty: estimate };
const tableReport = { examples: 40, protocol: { kind: 'cross-validation', folds: 5, by: 'group' } };
const metrics = (...keys: string[]) => Object.fromEntries(keys.map((key) => [key, estimate]));

/** An evaluation of every task, with a field that this page does not know. */
const REPORTS: Readonly<Record<TaskId, object>> = {
  'image-classification': {
    examples: 40,
    accuracy: 0.8,
    accuracyInterval: { low: 0.7, high: 0.9, method: 'wilson' },
    top5Accuracy: 1,
    logLoss: 0.4,
    macroPrecision: 0.8,
    macroRecall: 0.8,
    macroF1: 0.8,
    classNames: ['boot', 'bag'],
    classes: [classOf('boot', 20), classOf('bag', 0)],
    confusionMatrix: [
      [15, 5],
      [3, 17],
    ],
    calibration: { expectedCalibrationError: 0.02, bins: [] },
    later: { unknown: true },
  },
  'image-embedding': {
    examples: 40,
    unanswerable: 0,
    gallery: 40,
    protocol: { kind: 'each-other', without: 'itself', unseen: null },
    metrics: metrics('precisionAt10', 'recallAt1', 'recallAt5', 'recallAt10', 'mapAt10', 'later'),
    later: 1,
  },
  'tabular-classification': { ...tableReport, metrics: metrics('auc', 'ks', 'later'), later: 1 },
  'tabular-regression': { ...tableReport, metrics: metrics('rmse', 'r2', 'later'), later: 1 },
  recommendation: {
    examples: 40,
    items: 30,
    unknownHidden: 2,
    protocol: { split: 'time', share: 0.25, learned: true },
    metrics: { ...rankingMetrics, later: estimate },
    popularity: { ...rankingMetrics, ndcgAt10: { value: 0.123, low: 0.1, high: 0.2 } },
    later: 1,
  },
  'text-classification': {
    ...tableReport,
    metrics: metrics('macroF1', 'microF1', 'accuracy', 'f1', 'auc', 'averagePrecision', 'later'),
    classes: [{ className: 'boot', support: 20, precision: 0.5, recall: 0.75, f1: 0.6, later: 1 }],
    later: 1,
  },
  'time-series-anomaly': {
    examples: 40,
    protocol: { kind: 'by-time', share: 0.2 },
    metrics: metrics('averagePrecision', 'auc', 'nab', 'falseAlarmRate', 'later'),
    baselines: { gaussian: { auc: estimate }, other: {} },
    alarms: 3,
    anomalies: { known: 4, found: 2, later: 1 },
    later: 1,
  },
  'time-series-forecast': {
    examples: 40,
    protocol: { kind: 'by-time', share: 0.2 },
    metrics: metrics('mae', 'rmse', 'later'),
    baselines: { lastValue: { mae: { value: 5.43, low: 5, high: 6 } }, other: {} },
    coverage: estimate,
    bandWidth: 3,
    later: 1,
  },
};

const general = { examples: 40, champion: 0.7, challenger: 0.8, gain: { value: 0.1, low: -0.02, high: 0.2 } };
const figure = { key: 'mae', unit: 'target', better: 'lower' };
const DETAILS: Readonly<Record<TaskId, object>> = {
  'image-classification': { mcnemarP: 0.04, unknownToChampion: ['boot'], unknownToChallenger: [], classes: [] },
  'image-embedding': { figures: [{ ...general, figure }], resamples: 100 },
  'tabular-classification': { figures: [], resamples: 100 },
  'text-classification': { figures: [], resamples: 100 },
  'tabular-regression': {
    figures: [
      { ...general, figure },
      { ...general, figure: { ...figure, key: 'later' } },
    ],
    resamples: 9,
  },
  recommendation: { figures: [{ ...general, figure }], resamples: 100 },
  'time-series-anomaly': { figures: [{ ...general, figure }], resamples: 100 },
  'time-series-forecast': { figures: [{ ...general, figure }], resamples: 100 },
};

const manifestOf = (task: TaskId, evaluation: object | null): ModelManifest =>
  ({ task, evaluation: evaluation && taskContract(task).report.parse(evaluation) }) as ModelManifest;
const nameOf = (name: string): string => (name === 'boot' ? 'Boot (named)' : name);

describe.each(TASK_IDS)('the view of %s', (task) => {
  const manifest = manifestOf(task, REPORTS[task]);

  it('names every figure of a report in both languages', () => {
    const words = taskWords(task);
    const keys = [...figuresOf(manifest), ...taskContract(task).headlines(manifest.evaluation as never)].map(
      ({ key }) => key,
    );
    expect(keys.length).toBeGreaterThan(0);
    for (const key of keys) {
      expect(words.en.figures[key]).toBeTruthy();
      expect(words['zh-CN'].figures[key]).toBeTruthy();
    }
  });

  it('shows a report, also with fields that it does not know, and nothing of a version without one', () => {
    const { container, unmount } = renderUi(<TaskReport manifest={manifest} nameOf={nameOf} />);
    expect(container.querySelectorAll('h2').length).toBeGreaterThan(0);
    unmount();
    const bare = renderUi(<TaskReport manifest={manifestOf(task, null)} nameOf={nameOf} />);
    expect(bare.container.querySelectorAll('h2, table')).toHaveLength(0);
    expect(figuresOf(manifestOf(task, null))).toEqual([]);
  });

  it('shows versions side by side, one of them without an evaluation', () => {
    const versions = [{ manifest }, { manifest: manifestOf(task, null) }];
    renderUi(<TaskVersions versions={versions} names={['Version 1', 'Version 2']} nameOf={nameOf} />);
  });

  it('shows what a comparison on the same examples says', () => {
    const comparison = modelComparisonSchema.parse({
      ...general,
      task,
      figure: { ...figure, key: figuresOf(manifest)[0]!.key },
      details: DETAILS[task],
    });
    renderUi(<TaskDetails comparison={comparison} nameOf={nameOf} />);
  });
});

describe('the views of tasks', () => {
  it('give a figure the same name in every task, in English that of the contract', () => {
    for (const locale of ['en', 'zh-CN'] as const) {
      const named = TASK_IDS.flatMap((task) => Object.entries(taskWords(task)[locale].figures));
      expect(new Map(named).size).toBe(new Set(named.map((pair) => pair.join('='))).size);
    }
    for (const task of TASK_IDS) expect(taskWords(task).en.figures).toMatchObject(taskContract(task).figureNames);
  });

  it('call classes by the name of the reader', () => {
    renderUi(
      <TaskReport manifest={manifestOf('image-classification', REPORTS['image-classification'])} nameOf={nameOf} />,
    );
    expect(screen.getAllByText('Boot (named)').length).toBeGreaterThan(0);
  });

  it('show a report on several labels by its own figures, in both languages, and without a confusion matrix', () => {
    const labels = {
      metrics: metrics('microF1', 'macroF1', 'auc'),
      perExample: { actual: 1, answered: 1 },
      without: 2,
    };
    const several = manifestOf('image-classification', {
      ...REPORTS['image-classification'],
      ...{ confusionMatrix: [], labels },
    });
    const words = taskWords('image-classification');
    const keys = figuresOf(several).map(({ key }) => key);
    expect(keys.slice(0, 4)).toEqual(['microF1', 'macroF1', 'auc', 'allLabelsRight']);
    for (const key of keys) expect([words.en.figures[key], words['zh-CN'].figures[key]]).not.toContain(undefined);
    renderUi(<TaskReport manifest={several} nameOf={nameOf} />);
    expect(screen.queryByText('Confusion matrix')).toBeNull();
    expect(screen.getAllByText('Boot (named)').length).toBeGreaterThan(0);
  });

  it('write errors in the unit of the target, with their intervals', () => {
    renderUi(<TaskReport manifest={manifestOf('tabular-regression', REPORTS['tabular-regression'])} nameOf={nameOf} />);
    expect(screen.getByRole('row', { name: /RMSE/ }).textContent).toContain('0.800');
    expect(screen.getAllByText('0.700 – 0.900')).toHaveLength(2);
  });

  it('show a recommender beside what is popular, how it was measured, and that it knew the answers', () => {
    renderUi(<TaskReport manifest={manifestOf('recommendation', REPORTS.recommendation)} nameOf={nameOf} />);
    expect(screen.getByRole('row', { name: /^nDCG at 10/ }).textContent).toContain('12.3');
    expect(screen.getByText(/The latest 25.*of each history was hidden/).textContent).toContain('too good');
  });

  it('show a forecaster beside forecasts that need no model, and how many true values its band holds', () => {
    renderUi(
      <TaskReport manifest={manifestOf('time-series-forecast', REPORTS['time-series-forecast'])} nameOf={nameOf} />,
    );
    expect(screen.getByRole('row', { name: /^MAE/ }).textContent).toContain('5.43');
    expect(screen.getByText(/The newest rows were tested/).textContent).toContain('80');
  });

  it('show a figure that no task has under its key', () => {
    const comparison = modelComparisonSchema.parse({
      ...general,
      task: 'tabular-regression',
      figure: { key: 'rmse', unit: 'target', better: 'lower' },
      details: DETAILS['tabular-regression'],
    });
    renderUi(<TaskDetails comparison={comparison} nameOf={nameOf} />);
    expect(screen.getByRole('row', { name: /^later/ })).toBeTruthy();
    expect(screen.getByRole('row', { name: /^MAE/ }).textContent).toContain('+0.100');
  });
});
