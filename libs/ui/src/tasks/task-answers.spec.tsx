/** @jest-environment jsdom */
import { type AnswerOf, NONE_OF_THESE, TASK_MESSAGES, type TaskId } from '@lintel/contracts';
import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { createFormats } from '../language/formats';
import { renderUi } from '../testing/render-ui';
import { factsOf, TaskAnswer, TaskDataset, taskMessages, writeTarget } from './task-views';

const NAMES: Readonly<Record<string, string>> = { boot: 'Boot', bag: 'Bag', yes: 'Accepted', no: 'Refused' };
const nameOf = (name: string): string => NAMES[name] ?? name;
const reader = { locale: 'en', format: createFormats('en'), nameOf } as const;

const top = [
  { className: 'boot', probability: 0.7 },
  { className: 'bag', probability: 0.2 },
];
const picture = { className: 'boot', probability: 0.7, top, unsure: false };
const reasons = {
  reasons: [
    { column: 'income', value: 1200.5, contribution: 0.8 },
    { column: 'age', value: null, contribution: -0.4 },
    { column: 'city', value: 'Bern', contribution: 0.1 },
  ],
  base: 0.25,
  reasonUnit: 'log-odds' as const,
  unseen: [{ column: 'city', value: 'Bern' }],
};

function show<Id extends TaskId>(task: Id, answer: AnswerOf<Id>): string {
  return renderUi(<TaskAnswer task={task} answer={answer} nameOf={nameOf} />).container.textContent;
}

describe('an answer on a screen', () => {
  it('about a picture is its class in the words of the reader, with the other candidates', () => {
    expect(show('image-classification', picture)).toContain('Boot 70.0%');
    expect(screen.getAllByRole('listitem').map(({ textContent }) => textContent)).toEqual(['Boot70.0%', 'Bag20.0%']);
  });

  it('about a picture with several labels names all of them', () => {
    expect(show('image-classification', { ...picture, labels: top })).toContain('Boot 70.0%Bag 20.0%');
  });

  it('shows where the model looked only when a person asks for it', async () => {
    const addresses = { picture: '/a.png', heatMap: '/a-heat.png' };
    renderUi(<TaskAnswer task="image-classification" answer={picture} nameOf={nameOf} {...addresses} />);
    expect(screen.getByRole('img', { name: 'Picture' }).getAttribute('src')).toBe('/a.png');
    await userEvent.click(screen.getByRole('switch'));
    expect(screen.getByRole('img', { name: 'Where the model looked for Boot' }).getAttribute('src')).toBe(
      '/a-heat.png',
    );
  });

  it('about a row is its class with the reasons as bars, those against it marked', () => {
    const probabilities = [
      { className: 'no', probability: 0.4 },
      { className: 'yes', probability: 0.6 },
    ];
    const answer = { className: 'yes', probability: 0.6, probabilities, unsure: true, ...reasons };
    const text = show('tabular-classification', answer);
    expect(text).toContain('Accepted 60.0%');
    expect(text).toContain('Unsure');
    expect(text).toContain('Not seen in training: city “Bern”.');
    const bars = within(screen.getByRole('region', { name: 'Reasons' })).getAllByRole('listitem');
    expect(bars.map(({ textContent }) => textContent)).toEqual([
      'income 1,200.5+0.800',
      'age missing-0.400',
      'city Bern+0.100',
    ]);
    expect(bars.map((bar) => bar.querySelector('[data-against]') !== null)).toEqual([false, true, false]);
  });

  it('about a row is its value with its interval', () => {
    const interval = { low: 10.5, high: 14, level: 0.9 };
    const text = show('tabular-regression', { value: 12.25, interval, ...reasons, reasonUnit: 'target' });
    expect(text).toContain('12.250between 10.500 and 14 in 90% of such rows');
  });

  it('about a row says so if no interval was measured, and lists further reasons on request', async () => {
    const many = Array.from({ length: 9 }, (_, at) => ({ column: `c${at}`, value: at, contribution: 1 / (at + 1) }));
    const answer = { value: 3, interval: null, ...reasons, reasons: many };
    expect(show('tabular-regression', answer)).toContain('No interval');
    expect(screen.getAllByRole('listitem')).toHaveLength(6);
    await userEvent.click(screen.getByRole('button', { name: 'Show 3 more' }));
    expect(screen.getAllByRole('listitem')).toHaveLength(9);
  });

  it('that is a vector says how many values it has, their spread and its length', () => {
    const text = show('image-embedding', { vector: Array.from({ length: 1280 }, (_, at) => (at < 4 ? 0.5 : 0)) });
    expect(text).toContain('A vector of 1,280 values');
    expect(screen.getByText('Length (Euclidean norm)').nextSibling?.textContent).toBe('1.000');
    expect(screen.getByText('Values').nextSibling?.textContent).toBe('0.000 to 0.500');
    expect(screen.getByText('Mean').nextSibling?.textContent).toBe('0.002');
  });

  it('that is a vector shows all its values on request, to be copied', async () => {
    const user = userEvent.setup();
    show('image-embedding', { vector: [0.6, -0.8] });
    const shown = screen.getByText('[0.6,-0.8]');
    expect(shown.closest('details')?.open).toBe(false);
    await user.click(screen.getByText('Show the vector'));
    expect(shown.closest('details')?.open).toBe(true);
    await user.click(screen.getByRole('button', { name: 'Copy: Vector' }));
    expect(await navigator.clipboard.readText()).toBe('[0.6,-0.8]');
  });

  it('about a text is its class with the words that speak for it, and says if the text was cut', () => {
    const probabilities = [
      { className: 'bag', probability: 0.1 },
      { className: 'boot', probability: 0.9 },
    ];
    const words = [
      { text: 'laces', contribution: 1.25 },
      { text: 'strap', contribution: -0.5 },
    ];
    const spoken = [{ className: 'boot', base: -0.25, words, others: 0.125 }];
    const answer = { className: 'boot', probability: 0.9, probabilities, unsure: false, reasons: spoken, isCut: true };
    const text = show('text-classification', answer);
    expect(text).toContain('Boot 90.0%');
    expect(text).toContain('longer than the model reads');
    const bars = within(screen.getByRole('region', { name: 'What speaks for Boot' })).getAllByRole('listitem');
    expect(bars.map(({ textContent }) => textContent)).toEqual(['laces+1.250', 'strap-0.500', 'all other words+0.125']);
  });

  it('about a text with several labels names all of them, each with its words', () => {
    const labels = [
      { className: 'boot', probability: 0.9 },
      { className: 'bag', probability: 0.6 },
    ];
    const reasons = labels.map(({ className }) => ({ className, base: 0, words: [], others: 0 }));
    const answer = { ...labels[0]!, probabilities: labels, labels, unsure: false, reasons, isCut: false };
    expect(show('text-classification', answer)).toContain('Boot 90.0%Bag 60.0%');
    expect(screen.getAllByText('None of its words is known to the model.')).toHaveLength(2);
  });

  it('about a series is the value with its time and band, and what each signal adds', () => {
    const answer = {
      ...{
        time: '2026-12-01T10:00:00Z',
        value: 12.25,
        interval: { low: 10, high: 14.5, level: 0.9 },
        base: 10,
        missing: 0.8,
      },
      ...{ reasons: [{ signal: 'load', contribution: 2.25 }], unsure: true },
    };
    const text = show('time-series-forecast', answer);
    expect(text).toContain('12.250 2026-12-01T10:00:00Z');
    expect(text).toContain('between 10 and 14.500 with probability 90%');
    expect(text).toContain('Unsure');
    expect(screen.getAllByRole('listitem').map(({ textContent }) => textContent)).toEqual(['load+2.250']);
  });

  it('about an unusual row is whether it is an anomaly, with its score, and how unusual each signal is', () => {
    const answer = {
      ...{ time: 12, score: 2.5, anomaly: true, missing: 0, unsure: false },
      reasons: [
        { signal: 'flow', value: 12.5, score: 2.5 },
        { signal: 'heat', value: null, score: 0 },
      ],
    };
    const text = show('time-series-anomaly', answer);
    expect(text).toContain('Anomaly 12');
    expect(text).toContain('score 2.500; from 1 on a row is an anomaly');
    expect(screen.getAllByRole('listitem').map(({ textContent }) => textContent)).toEqual([
      'flow 12.500+2.500',
      'heat missing0',
    ]);
  });

  it('that recommends items names what in the history speaks for each', () => {
    const item = (name: string, more: object) => ({ item: name, score: 1.5, reasons: [], rest: 0, base: 0.5, ...more });
    const items = [
      item('boot', {
        reasons: [
          { item: 'bag', contribution: 1 },
          { item: 'sock', contribution: -0.2 },
        ],
      }),
      item('hat', {}),
      item('scarf', { like: [{ item: 'bag', share: 1 }] }),
    ];
    const text = show('recommendation', { items, used: 1, unknown: ['rope'], unsure: false });
    expect(screen.getAllByRole('listitem').map(({ textContent }) => textContent)).toEqual([
      'Bootbecause of Bag1.500',
      'hatit is popular1.500',
      'scarfnew, like Bag1.500',
    ]);
    expect(text).toContain('Not known to the model: rope.');
    expect(text).not.toContain('Unsure');
  });

  it('that recommends to somebody unknown says that it is what is popular, and lists ten items at first', async () => {
    const items = Array.from({ length: 12 }, (_, at) => ({
      item: `i${at}`,
      score: -at,
      reasons: [],
      rest: 0,
      base: 1,
    }));
    expect(show('recommendation', { items, used: 0, unknown: [], unsure: true })).toContain('what is popular');
    expect(screen.getAllByRole('listitem')).toHaveLength(10);
    await userEvent.click(screen.getByRole('button', { name: 'Show 2 more' }));
    expect(screen.getAllByRole('listitem')).toHaveLength(12);
  });
});

describe('a label', () => {
  it.each<[TaskId, Record<string, unknown>, string]>([
    ['image-classification', { className: 'boot' }, 'Boot'],
    ['image-classification', { className: NONE_OF_THESE }, 'None of these'],
    ['image-classification', { classNames: ['boot', 'bag'] }, 'Boot, Bag'],
    ['image-embedding', { className: 'bag' }, 'Bag'],
    ['tabular-classification', { className: 'yes' }, 'Accepted'],
    ['tabular-regression', { value: 1234.5 }, '1,234.5'],
    ['recommendation', { item: 'boot' }, 'Boot'],
    ['time-series-forecast', { value: 12.5 }, '12.500'],
    ['time-series-anomaly', { anomaly: true }, 'Anomaly'],
    ['text-classification', { className: 'boot' }, 'Boot'],
    ['text-classification', { labels: ['boot', 'bag'] }, 'Boot and Bag'],
  ])('of %s says %j as %s', (task, target, written) => {
    expect(writeTarget(task, target, reader)).toBe(written);
  });
});

describe('the facts of a version', () => {
  const preprocessing = { width: 28, height: 28, channels: 1, fit: 'contain' };
  const facts = (task: TaskId, manifest: object) =>
    Object.fromEntries(factsOf({ task, ...manifest } as never, reader).map(([name, value]) => [name, value]));

  it('name the classes, or the labels with their thresholds', () => {
    const reading = { classNames: ['boot', 'bag'], unsureBelow: 0.6 };
    expect(facts('image-classification', { preprocessing, reading })).toEqual({
      Input: '28 × 28 pixels, grey, contain',
      'Unsure below': '60%',
      Classes: 'Boot and Bag',
    });
    const several = { ...reading, thresholds: [0.5, 0.25] };
    expect(facts('image-classification', { preprocessing, reading: several })).toMatchObject({
      Labels: 'Boot (from 50%) and Bag (from 25%)',
    });
  });

  it('name the columns of a table, its target, and the interval of values', () => {
    const columns = [
      { name: 'age', kind: 'number' },
      { name: 'price', kind: 'number' },
      { name: 'note', kind: 'text' },
    ];
    const schema = { columns, derived: [{ name: 'age2' }], target: 'price', group: null, time: null };
    const table = { preprocessing: { schema } };
    expect(facts('tabular-regression', { ...table, reading: { interval: { level: 0.9, halfWidth: 4.5 } } })).toEqual({
      'Target column': 'price',
      Columns: 'age and age2',
      Interval: '90% of values within ± 4.500',
    });
    const reading = { classNames: ['no', 'yes'], unsureBelow: 0.6 };
    expect(facts('tabular-classification', { ...table, reading })).toMatchObject({ Classes: 'Refused and Accepted' });
  });

  it('say how long a vector is', () => {
    expect(facts('image-embedding', { preprocessing, reading: { size: 1280 } })).toMatchObject({
      Vector: '1,280 values, compared by cosine similarity',
    });
  });

  it('name the text columns, the target and the classes of texts', () => {
    const vocabulary = { file: 'vocabulary.json', terms: 5000 };
    const reading = { classNames: ['boot', 'bag'], unsureBelow: 0.6, target: { columns: ['kind'] } };
    const text = { preprocessing: { columns: ['title', 'body'], vocabulary, mostCharacters: 20_000 }, reading };
    expect(facts('text-classification', text)).toEqual({
      'Text columns': 'title and body',
      'Target column': 'kind',
      Terms: '5,000',
      Reads: 'at most 20,000 characters',
      'Unsure below': '60%',
      Classes: 'Boot and Bag',
    });
  });

  it('name the forecast signal, the signals, and how far ahead', () => {
    const preprocessing = {
      target: 'load',
      series: null,
      time: { column: 'at' },
      signals: ['load', 'heat'],
      horizon: 4,
    };
    expect(facts('time-series-forecast', { preprocessing, reading: { band: { level: 0.9, widening: 0 } } })).toEqual({
      'Forecast signal': 'load',
      'Time column': 'at',
      Signals: 'load and heat',
      'Steps ahead': '4',
      Band: 'holds 90% of true values',
    });
  });

  it('name the watched signals, and what an alarm means', () => {
    const preprocessing = { series: 'pump', time: { column: 'at' }, signals: ['flow'], anomalies: 'fault' };
    const reading = { limit: 3, falseAlarms: 0.002, quiet: 500 };
    expect(facts('time-series-anomaly', { preprocessing, reading })).toEqual({
      Signals: 'flow',
      'Series column': 'pump',
      'Time column': 'at',
      'Column of known anomalies': 'fault',
      Limit: 'reached by 0.2% of usual rows',
      'Quiet after an alarm': '500 steps, unless it gets worse',
    });
  });

  it('count the items of a recommender', () => {
    const reading = { items: 1682, content: null };
    expect(facts('recommendation', { preprocessing: { length: 50 }, reading })).toEqual({
      Items: '1,682',
      History: 'the newest 50 items',
      'New items': 'not recommended',
    });
  });
});

describe('a dataset version', () => {
  const examples = { train: 12, validation: 1, test: 2 };
  const counts = { train: { boot: 8, bag: 4 }, validation: { boot: 1 }, test: { bag: 2 } };
  const version = (task: TaskId, more: object) => ({ task, modelName: 'shop.goods', examples, ...more }) as never;

  it('lists its examples by class, and nothing more if they have values', () => {
    renderUi(
      <TaskDataset
        version={version('image-classification', { classNames: ['boot', 'bag'], counts })}
        nameOf={nameOf}
      />,
    );
    expect(screen.getByRole('row', { name: /Boot/ }).textContent).toContain('8109');
    const values = { classNames: [], counts: { train: {}, validation: {}, test: {} } };
    const { container } = renderUi(<TaskDataset version={version('tabular-regression', values)} nameOf={nameOf} />);
    expect(container.querySelector('table')).toBeNull();
  });
});

it('the messages of the tasks are complete in both languages', () => {
  const codes = Object.keys(TASK_MESSAGES).sort();
  for (const locale of ['en', 'zh-CN'] as const) expect(Object.keys(taskMessages(locale)).sort()).toEqual(codes);
});
