import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Predictor } from '../../serving/predictor';
import { tableOfRecords, takeRows } from '../../tables/table';
import { expectTaskContract } from '../testing/expect-task-contract';
import { ticketRows, ticketTable } from './testing/tickets';
import { DEFAULT_TOKENS } from './training/text-tokens';
import { trainTexts, type TrainTextsRequest } from './training/train-texts';

const oneClass = { columns: ['topic'], separator: null, against: null, group: 'customer' };
const labels = { columns: ['topics'], separator: ';', against: null, group: null };
const inputs = ticketRows(40, 7).map(({ body }) => body!);

const train = (out: string, changes: Partial<TrainTextsRequest> = {}) =>
  trainTexts({
    ...{ table: ticketTable(), text: ['body'], target: oneClass, name: 'tickets', source: 'tickets.csv', seed: 1 },
    ...changes,
    out,
  });

/** Learns from few texts, and sees only their subjects, which say nothing. */
const trainWorse = (out: string, changes: Partial<TrainTextsRequest> = {}) =>
  train(out, {
    table: takeRows(
      ticketTable(),
      Int32Array.from({ length: 40 }, (_, row) => row),
    ),
    text: ['subject'],
    tokens: { ...DEFAULT_TOKENS, characters: null },
    ...changes,
  });

expectTaskContract(
  () => ({
    task: 'text-classification',
    train: (out, seed) => train(out, { seed }),
    inputs,
    wrongInput: ' … ',
    trainWorse,
    examples: ticketTable(300, 99),
  }),
  'text-classification',
);

describe('a model of texts', () => {
  let root: string;
  beforeAll(async () => {
    root = await mkdtemp(join(tmpdir(), 'lintel-texts-'));
  });
  afterAll(() => rm(root, { recursive: true, force: true }));

  const logOdds = (p: number): number => Math.log(p / (1 - p));
  const scoreOf = ({ base, words, others }: { base: number; others: number; words: { contribution: number }[] }) =>
    words.reduce((sum, { contribution }) => sum + contribution, base + others);

  it('says which words speak for an answer of two classes, exactly: they add up to its log odds', async () => {
    const out = join(root, 'two');
    await train(out, { target: { ...oneClass, against: 'billing' } });
    const predictor = await Predictor.load(out, { task: 'text-classification' });
    expect(predictor.manifest.reading.classNames).toEqual(['billing', 'not billing']);
    const answers = await predictor.predict([...inputs, `Refund! ${'parcel, '.repeat(40)}`]);
    await predictor.close();
    for (const { probability, reasons, className } of answers) {
      expect(reasons.map((one) => one.className)).toEqual([className]);
      expect(scoreOf(reasons[0]!)).toBeCloseTo(logOdds(probability), 3);
    }
    const [refund] = answers.at(-1)!.reasons;
    expect(refund!.words.find(({ text }) => text === 'parcel')!.contribution).toBeGreaterThan(0);
    expect(refund!.words.find(({ text }) => text === 'refund')!.contribution).toBeLessThan(0);
  });

  it('gives a text any number of labels, each by its own threshold and with its own exact reasons', async () => {
    const out = join(root, 'labels');
    const { manifest } = await train(out, { target: labels });
    expect(manifest.reading.thresholds).toHaveLength(3);
    expect(manifest.evaluation!.metrics.macroF1.value).toBeGreaterThan(0.85);
    const predictor = await Predictor.load(out, { task: 'text-classification' });
    const [both, none] = await predictor.predict([
      'refund invoice charged twice parcel courier late delivery',
      'hello thanks again',
    ]);
    await predictor.close();
    expect(both!.labels!.map(({ className }) => className).sort()).toEqual(['billing', 'delivery']);
    both!.reasons.forEach((reasons, at) =>
      expect(scoreOf(reasons)).toBeCloseTo(logOdds(both!.labels![at]!.probability), 3),
    );
    expect(none!.probability).toBeLessThan(both!.probability);
  });

  it('reads the beginning of a text of a million characters, and says so', async () => {
    const out = join(root, 'long');
    await train(out);
    const predictor = await Predictor.load(out, { task: 'text-classification' });
    const long = `invoice refund price ${'hello '.repeat(170_000)}`;
    const [cut, whole] = await predictor.predict([long, 'invoice refund price hello']);
    const outcomes = await predictor.predictSettled(['', '?!', 42 as unknown as string, '\ud800 invoice']);
    await predictor.close();
    expect([cut!.isCut, whole!.isCut]).toEqual([true, false]);
    expect(cut!.className).toBe('billing');
    expect(outcomes.map(({ ok }) => ok)).toEqual([false, false, false, true]);
    expect(outcomes.slice(0, 3)).toMatchObject([
      { error: { code: 'INVALID_ARGUMENT' } },
      { error: { code: 'INVALID_ARGUMENT' } },
      { error: { code: 'INVALID_ARGUMENT' } },
    ]);
  });

  it('learns texts without spaces by parts of a few characters', async () => {
    const [good, bad] = ['质量很好，非常满意', '太差了，要求退货'];
    const records = Array.from({ length: 60 }, (_, at) => ({
      text: `第${at}号订单：${at % 2 === 0 ? good : bad}。`,
      mood: at % 2 === 0 ? 'good' : 'bad',
    }));
    const out = join(root, 'chinese');
    const { manifest } = await train(out, {
      table: tableOfRecords(records),
      text: ['text'],
      target: { columns: ['mood'], separator: null, against: null, group: null },
    });
    expect(manifest.evaluation!.metrics.accuracy.value).toBe(1);
    const predictor = await Predictor.load(out, { task: 'text-classification' });
    const [answer] = await predictor.predict(['我要求退货']);
    await predictor.close();
    expect(answer!.className).toBe('bad');
    expect(answer!.reasons[0]!.words.map(({ text }) => text)).toContain('退货');
  });

  it.each<[string, Partial<TrainTextsRequest>, string]>([
    ['a column that is not there', { text: ['letter'] }, 'INVALID_ARGUMENT'],
    ['one class only', { target: { ...oneClass, columns: ['same'] } }, 'DATASET_INVALID'],
    ['texts without words', { text: ['blank'] }, 'DATASET_EMPTY'],
    ['labels that no text has', { target: labels, classNames: ['gardening'] }, 'DATASET_INVALID'],
  ])('refuses %s, and writes nothing', async (_, changes, code) => {
    const out = join(root, 'refused');
    const table = tableOfRecords(ticketRows(60, 1).map((row) => ({ ...row, same: 'a', blank: '…' })));
    await expect(train(out, { table, ...changes })).rejects.toMatchObject({ code });
    await expect(Predictor.load(out, { task: 'text-classification' })).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  it('can be cancelled, and leaves no folder', async () => {
    const out = join(root, 'cancelled');
    const caller = new AbortController();
    await expect(train(out, { signal: caller.signal, onFindings: () => caller.abort() })).rejects.toThrow();
    await expect(Predictor.load(out, { task: 'text-classification' })).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });
});
