import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TextRecipe } from '@lintel/contracts';
import { Predictor } from '../../serving/predictor';
import { takeRows } from '../../tables/table';
import { expectTaskContract } from '../testing/expect-task-contract';
import { ticketRows, ticketTable } from './testing/tickets';
import { trainTexts, type TrainTextsRequest } from './training/train-texts';

/** Few, because each training trains six networks. */
const TEXTS = 120;
const oneClass = { columns: ['topic'], separator: null, against: null, group: 'customer' };
const labels = { columns: ['topics'], separator: ';', against: null, group: null };
const inputs = ticketRows(40, 7).map(({ body }) => body!);
const firstRows = (rows: number): Int32Array => Int32Array.from({ length: rows }, (_, row) => row);

const train = (out: string, recipe: TextRecipe, changes: Partial<TrainTextsRequest>) =>
  trainTexts({
    ...{ table: ticketTable(TEXTS), text: ['body'], target: oneClass, name: 'tickets', source: 'tickets.csv', seed: 1 },
    ...{ recipe, ...changes },
    out,
  });

describe.each(['cnn', 'gru'] as const)('a %s of texts', (recipe) => {
  expectTaskContract(
    () => ({
      task: 'text-classification',
      train: (out, seed) => train(out, recipe, { seed }),
      inputs,
      wrongInput: ' … ',
      trainWorse: (out) =>
        train(out, recipe, { table: takeRows(ticketTable(TEXTS), firstRows(40)), text: ['subject'] }),
      examples: ticketTable(300, 99),
    }),
    'text-classification',
  );
});

describe('a network over the words of texts', () => {
  it('gives labels with reasons that add up to their log odds, and says that it reads the first words only', async () => {
    const root = await mkdtemp(join(tmpdir(), 'lintel-texts-'));
    const out = join(root, 'labels');
    const { manifest } = await train(out, 'cnn', { target: labels });
    expect(manifest.evaluation!.metrics.macroF1.value).toBeGreaterThan(0.8);
    const predictor = await Predictor.load(out, { task: 'text-classification' });
    const [both, long, strange] = await predictor.predict([
      'refund invoice charged twice parcel courier late delivery',
      `refund invoice charged ${'hello '.repeat(600)}`,
      'xyzzy',
    ]);
    await predictor.close();
    await rm(root, { recursive: true, force: true });
    expect(both!.labels!.map(({ className }) => className).sort()).toEqual(['billing', 'delivery']);
    both!.reasons.forEach(({ base, words, others }, at) => {
      const score = words.reduce((sum, { contribution }) => sum + contribution, base + others);
      const { probability } = both!.labels![at]!;
      expect(score).toBeCloseTo(Math.log(probability / (1 - probability)), 3);
    });
    expect([both!.isCut, long!.isCut]).toEqual([false, true]);
    expect([both!.unsure, strange!.unsure]).toEqual([false, true]);
  });
});
