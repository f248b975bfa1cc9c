import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRandom, type TableClassAnswer, type TableRecipe, type TableValueAnswer } from '@lintel/contracts';
import { loadModelDirectory } from '../../../inference/load-model-directory';
import { Predictor } from '../../../serving/predictor';
import { inferSchema } from '../../../tables/infer-schema';
import { type Table, tableOfRecords, takeRows } from '../../../tables/table';
import { loanRows, loanSchema, loanTable } from '../testing/rows';
import { evaluateTable } from './evaluate-table';
import { trainTable, type TrainTableRequest } from './train-table';

let folder: string;
beforeAll(async () => (folder = await mkdtemp(join(tmpdir(), 'lintel-tables-'))));
afterAll(() => rm(folder, { recursive: true, force: true }));

let models = 0;
const train = (options: Partial<TrainTableRequest> = {}) =>
  trainTable({
    table: loanTable(),
    schema: loanSchema('late'),
    name: 'loans',
    source: 'loans.csv',
    out: join(folder, `model-${models++}`),
    seed: 1,
    ...options,
  });

const without = (table: Table, name: string): Table => {
  const keep = table.columns.map((column, at) => [column, at] as const).filter(([column]) => column !== name);
  return { ...table, columns: keep.map(([column]) => column), cells: keep.map(([, at]) => table.cells[at]!) };
};

describe('trainTable', () => {
  it('measures by cross-validation with groups kept together, and the model holds that on new rows', async () => {
    const { manifest, tried, directory } = await train();
    expect(Object.keys(tried)).toEqual(['trees', 'linear']);
    const report = manifest.evaluation!;
    expect(report.protocol).toEqual({ kind: 'cross-validation', folds: 5, by: 'group' });
    expect(report.examples).toBe(400);
    const { auc } = report.metrics;
    expect(auc!.value).toBeGreaterThan(0.85);
    expect(auc!.low).toBeLessThan(auc!.value);
    const stored = await loadModelDirectory(directory, { task: 'tabular-classification' });
    const held = await evaluateTable(stored, loanTable(600, 99), { seed: 1 });
    expect(held.report.protocol).toEqual({ kind: 'held-out' });
    expect(held.report.metrics['auc']!.value).toBeGreaterThan(auc!.low - 0.03);
  });

  it.each<TableRecipe>(['trees', 'linear', 'scorecard', 'mlp'])(
    'gives reasons that add up to the answer: %s',
    async (recipe) => {
      const { directory } = await train({ recipe });
      const predictor = await Predictor.load(directory, { task: 'tabular-classification' });
      const answers: TableClassAnswer[] = await predictor.predict(
        loanRows(20, 5).map(({ age, debt, purpose }) => ({ age: age!, debt: debt!, purpose: purpose! })),
      );
      await predictor.close();
      for (const { reasons, base, reasonUnit, probabilities } of answers) {
        const sum = reasons.reduce((total, { contribution }) => total + contribution, base);
        const probability = probabilities[1]!.probability;
        if (reasonUnit === 'log-odds') expect(1 / (1 + Math.exp(-sum))).toBeCloseTo(probability, 4);
        // More points mean less risk: odds of 50 to 1 at 600, twice as much every 20.
        else expect(1 / (1 + 50 * 2 ** ((sum - 600) / 20))).toBeCloseTo(probability, 4);
        expect(reasons.map(({ column }) => column).sort()).toEqual(['age', 'debt', 'purpose']);
      }
    },
  );

  it.each<TableRecipe>(['linear', 'mlp'])(
    'gives values with an interval that holds nine of ten new rows: %s',
    async (recipe) => {
      const { directory, manifest } = await train({ schema: loanSchema('loss'), recipe });
      expect(manifest.task).toBe('tabular-regression');
      expect(manifest.evaluation!.metrics['r2']!.value).toBeGreaterThan(0.6);
      const predictor = await Predictor.load(directory, { task: 'tabular-regression' });
      const rows = loanRows(500, 31);
      const answers: TableValueAnswer[] = await predictor.predict(rows);
      await predictor.close();
      const inside = answers.filter(({ interval }, at) => {
        const loss = Number(rows[at]!['loss']);
        return interval!.low <= loss && loss <= interval!.high;
      });
      expect(inside.length / rows.length).toBeGreaterThan(0.84);
      expect(inside.length / rows.length).toBeLessThan(0.96);
    },
  );

  it.each<TableRecipe>(['trees', 'mlp'])('answers several classes: %s', async (recipe) => {
    const rows = loanRows(300, 3).map(({ late: _, loss, ...row }) => ({
      ...row,
      band: Number(loss) > 26 ? 'high' : Number(loss) > 16 ? 'middle' : 'low',
    }));
    const table = tableOfRecords(rows);
    const { directory, manifest } = await train({
      table,
      schema: inferSchema(table, { target: 'band', ignore: ['customer'] }),
      recipe,
    });
    expect(manifest.reading).toMatchObject({ classNames: ['high', 'low', 'middle'] });
    const predictor = await Predictor.load(directory, { task: 'tabular-classification' });
    const [answer] = await predictor.predict([{ age: 68, debt: 2, purpose: 'house' }]);
    await predictor.close();
    expect(answer!.className).toBe('low');
    expect(answer!.probabilities.reduce((sum, { probability }) => sum + probability, 0)).toBeCloseTo(1, 5);
  });

  it('predicts a later value from earlier ones, in every fold with the rows of the whole table', async () => {
    const random = createRandom(3, 'series');
    let usage = 50;
    const table = tableOfRecords(
      Array.from({ length: 600 }, (_, at) => {
        usage = 50 + 0.9 * (usage - 50) + random.normal();
        return { time: new Date(1.5e12 + at * 9e5).toISOString(), usage: Math.round(100 * usage) / 100 };
      }),
    );
    const derived = [
      { name: 'next', expression: 'lead(usage, 2)', monotone: 0 as const },
      { name: 'before', expression: 'lag(usage, 1)', monotone: 0 as const },
    ];
    const inferred = inferSchema(table, { target: 'usage', time: 'time' });
    const schema = { ...inferred, derived, target: 'next' };
    const { manifest, withoutTarget } = await train({ table, schema, recipe: 'linear' });
    expect(withoutTarget).toBe(2);
    expect(manifest.evaluation!.protocol).toMatchObject({ by: 'time' });
    // Of the variance 1 / (1 - 0.81) two steps leave 0.9 ** 4 explained.
    expect(manifest.evaluation!.metrics['r2']!.value).toBeGreaterThan(0.4);
  });

  it('answers a category that training has not seen, and says so', async () => {
    const { directory } = await train({ recipe: 'linear' });
    const predictor = await Predictor.load(directory, { task: 'tabular-classification' });
    const [answer] = await predictor.predict([{ age: 40, debt: 50, purpose: 'boat' }]);
    await predictor.close();
    expect(answer!.unseen).toEqual([{ column: 'purpose', value: 'boat' }]);
    expect(answer!.reasons.find(({ column }) => column === 'purpose')!.value).toBe('boat');
  });

  it.each<[string, () => Partial<TrainTableRequest>, string]>([
    ['one class only', () => ({ table: onlyOne() }), 'DATASET_INVALID'],
    ['a scorecard for a value', () => ({ recipe: 'scorecard', schema: loanSchema('loss') }), 'INVALID_ARGUMENT'],
    ['a positive class that never occurs', () => ({ positive: 'maybe' }), 'INVALID_ARGUMENT'],
    ['a column of the schema that is missing', () => ({ table: without(loanTable(), 'age') }), 'DATASET_INVALID'],
  ])('refuses %s, and writes nothing', async (_, options, code) => {
    const out = join(folder, `refused-${models++}`);
    await expect(train({ ...options(), out })).rejects.toMatchObject({ code });
    expect(existsSync(out)).toBe(false);
  });

  it('can be cancelled, and leaves no folder', async () => {
    const out = join(folder, 'cancelled');
    const caller = new AbortController();
    const running = train({ out, signal: caller.signal, onProgress: () => caller.abort() });
    await expect(running).rejects.toThrow();
    expect(existsSync(out)).toBe(false);
  });
});

function onlyOne(): Table {
  const table = loanTable();
  const late = table.cells[table.columns.indexOf('late')]!;
  return takeRows(table, Int32Array.from([...late.keys()].filter((row) => late[row] === 'no')));
}
