import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gateReportSchema, type TableSchema } from '@lintel/contracts';
import { loadModelDirectory, type StoredModel } from '../../../inference/load-model-directory';
import { judgeCandidate } from '../../../promotion/judge-candidate';
import { type Table, takeRows } from '../../../tables/table';
import { loanSchema, loanTable } from '../testing/rows';
import { trainTable, type TrainTableRequest } from './train-table';

/** Rows that no model here was fitted to. */
const examples = loanTable(600, 99);
const policy = { minimumGain: 0, maximumParityDifference: 1e-3 };
const now = new Date('2026-03-01T12:00:00.000Z');

let root: string;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'lintel-judge-table-'));
});
afterAll(() => rm(root, { recursive: true, force: true }));

async function model<Id extends 'tabular-classification' | 'tabular-regression'>(
  task: Id,
  changes: Partial<TrainTableRequest>,
): Promise<StoredModel<Id>> {
  const out = await mkdtemp(join(root, 'model-'));
  const schema = loanSchema(task === 'tabular-regression' ? 'loss' : 'late');
  const about = { name: 'loans', source: 'loans.csv', recipe: 'linear' as const, seed: 1 };
  await trainTable({ ...about, table: loanTable(), schema, out, overwrite: true, ...changes });
  return loadModelDirectory<Id>(out, { task });
}

/** A schema that sees less of a row. */
const without = (schema: TableSchema, column: string): TableSchema => ({
  ...schema,
  columns: schema.columns.map((one) => (one.name === column ? { name: one.name, kind: 'ignored' } : one)) as never,
});
const few = (table: Table): Table =>
  takeRows(
    table,
    Int32Array.from({ length: 40 }, (_, row) => row),
  );

describe.each([
  ['tabular-classification', 'auc', 'higher', 'late'],
  ['tabular-regression', 'rmse', 'lower', 'loss'],
] as const)('a candidate for %s', (task, key, better, target) => {
  it('is refused if it is worse than the champion on the same rows, and passes the other way round', async () => {
    const good = await model(task, {});
    const poor = await model(task, { table: few(loanTable()), schema: without(loanSchema(target), 'debt') });
    const judge = (candidate: typeof good, champion: typeof good) =>
      judgeCandidate({ candidate, champion: { id: 'champion', model: champion }, examples, policy, now });
    const refused = await judge(poor, good);
    expect(refused.passed).toBe(false);
    expect(refused.gates.filter(({ passed }) => !passed).map(({ name }) => name)).toEqual(['better-than-champion']);
    expect(refused.comparison).toMatchObject({ task, examples: 600, figure: { key, better } });
    expect(refused.comparison!.gain.high).toBeLessThan(0);
    expect(gateReportSchema.parse(refused)).toEqual(refused);

    const passed = await judge(good, poor);
    expect(passed.passed).toBe(true);
    expect(passed.comparison!.gain.value).toBeCloseTo(-refused.comparison!.gain.value, 9);
    expect(passed.comparison!.challenger).toBe(refused.comparison!.champion);
  });

  it('must reach the value that the policy requires, also without a champion', async () => {
    const candidate = await model(task, {});
    const judge = (requiredValue: number) =>
      judgeCandidate({ candidate, champion: null, examples, policy: { ...policy, requiredValue }, now });
    const easy = better === 'higher' ? 0.5 : 1_000;
    const hard = better === 'higher' ? 0.999 : 0.001;
    expect(await judge(easy)).toMatchObject({ passed: true, comparison: null });
    const refused = await judge(hard);
    expect(refused.gates.filter(({ passed }) => !passed).map(({ name }) => name)).toEqual(['required-value']);
  });
});
