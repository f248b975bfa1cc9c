import { type LabelTarget, LintelError, type TrainParameters } from '@lintel/contracts';
import { type TableRow } from '@lintel/core-ml';
import { startServingReplica } from '../../../testing/serving-replica';
import { evaluateJob } from '../../evaluate-job';
import { rowExamples } from '../rows/row-examples';
import { tableKind } from './table-kind';
import { type JobLife, startJobLife, type Trained } from '../../testing/job-life';
import { loanRows, loanSchema, loansModel, lossModel } from '../../testing/loans-model';
import { type TrainableTable } from './trainable-table';

jest.setTimeout(240_000);

let life: JobLife;
beforeAll(async () => {
  life = await startJobLife([loansModel, lossModel]);
});
afterAll(() => life.stop());

const train = (model: TrainableTable, parameters: TrainParameters = {}): Promise<Trained> =>
  life.train(model, parameters);
const championOf = (model: TrainableTable) => life.championOf(model);
const label = (model: TrainableTable, row: TableRow, target: LabelTarget, subject?: string): Promise<void> =>
  life.label(model, row, target, subject);

/** The model as it would be if it saw less of a row. */
const blind = (model: TrainableTable, target: 'late' | 'loss'): TrainableTable => {
  const open = async (options: Parameters<TrainableTable['base']['open']>[0]) => {
    const { table } = await model.base.open(options);
    const schema = loanSchema(target);
    const columns = schema.columns.map((one) =>
      one.name === 'debt' ? { name: one.name, kind: 'ignored' as const } : one,
    );
    return { table, schema: { ...schema, columns } };
  };
  return { ...model, base: { ...model.base, open } };
};

describe.each([
  ['tabular-classification', loansModel, 'late', 'auc'],
  ['tabular-regression', lossModel, 'loss', 'rmse'],
] as const)('a model for %s', (task, model, target, figure) => {
  it('is trained without its test part, registered with its side files, judged, and serves as the first version', async () => {
    const result = await train(model);
    expect(result).toMatchObject({ number: 1, outcome: 'champion', gatesPassed: true, headline: { key: figure } });
    const { manifest, datasetVersionId, modelCard } = await championOf(model);
    // The figures of the recipe that was cross-validated are shown while the model is fitted to all rows.
    const fitting = life.reported.filter(({ stage }) => stage === 'train').at(-1);
    expect(fitting?.figures[0]?.key).toBe(figure);
    expect(life.lines.join('\n')).toMatch(/ by cross-validation: \w+ [\d.]+/);
    const version = await life.models.platform.datasets.get(datasetVersionId!);
    expect(version).toMatchObject({ task, number: 1, labels: 0, base: { name: 'loans', table: { target } } });
    expect(version.split).toMatchObject({ by: 'group', test: 0.3 });
    const { train: own, test } = await rowExamples(
      version,
      { platform: life.models.platform, subjects: life.subjects },
      tableKind(model),
    );
    expect([own.rows, test.rows]).toEqual([version.examples.train, version.examples.test]);
    expect(own.rows + test.rows).toBe(500);
    expect(manifest.dataset.examples.train).toBe(own.rows);
    expect(manifest.provenance).toMatchObject({ datasetVersionId });
    expect(modelCard).toContain('Knows loans alone.');
    const customers = (table: typeof test): Set<unknown> => new Set(table.cells[table.columns.indexOf('customer')]);
    expect([...customers(own)].filter((customer) => customers(test).has(customer))).toEqual([]);
  });

  it('answers in process with exact reasons, and over the Open Inference Protocol', async () => {
    const replica = await startServingReplica({
      ...{ databaseUrl: life.postgres.url, models: life.models, modelName: model.name, task },
    });
    try {
      const row = { age: 30, debt: 90, purpose: 'car' };
      const { outcomes } = await replica.model.server.predictSettled([row]);
      const outcome = outcomes[0];
      if (!outcome!.ok) throw outcome!.error;
      expect(outcome!.prediction.reasons[0]).toMatchObject({ column: 'debt', value: 90 });
      const { tensors } = (await (await fetch(`${replica.url}/v2/models/${model.name}`)).json()) as {
        tensors: { name: string; shape: number[]; datatype: string }[];
      };
      const [input] = tensors;
      const width = input!.shape.at(-1)!;
      const response = await fetch(`${replica.url}/v2/models/${model.name}/infer`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({
          inputs: [{ name: input!.name, datatype: 'FP32', shape: [2, width], data: new Array(2 * width).fill(0.5) }],
        }),
      });
      const body = (await response.json()) as { model_version: string; outputs: { data: number[] }[] };
      expect([response.status, body.model_version]).toEqual([200, '1']);
      expect(body.outputs[0]!.data.every(Number.isFinite)).toBe(true);
    } finally {
      await replica.close();
    }
  });

  it('is refused by the gates if it is worse on rows that neither version was fitted to', async () => {
    const before = await championOf(model);
    const result = await train(blind(model, target));
    expect(result).toMatchObject({ number: 2, outcome: 'refused', gatesPassed: false });
    const { gateReport } = await life.models.platform.registry.version(result.versionId);
    const refused = gateReport!.gates.filter(({ passed }) => !passed).map(({ name }) => name);
    expect(refused).toEqual(['better-than-champion']);
    expect(gateReport!.comparison).toMatchObject({ task, figure: { key: figure } });
    expect(gateReport!.comparison!.gain.high).toBeLessThan(0);
    expect((await championOf(model)).id).toBe(before.id);
  });

  it('learns from labelled rows, which stay on their side of the split, and forgets those of an erased subject', async () => {
    const said = loanRows(60, 9).map(({ late, loss, ...row }) => ({
      row,
      target: target === 'late' ? { className: late as string } : { value: loss as number },
    }));
    for (const [at, { row, target: right }] of said.entries()) {
      await label(model, row, right, at < 6 ? `erased ${target}` : 'customer-1');
    }
    const result = await train(model);
    expect(['challenger', 'refused']).toContain(result.outcome);
    const version = await life.models.platform.datasets.get(result.datasetVersionId);
    expect(version.labels).toBe(60);
    const sources = { platform: life.models.platform, subjects: life.subjects };
    const { train: own, test } = await rowExamples(version, sources, tableKind(model));
    expect(own.rows + test.rows).toBe(560);
    expect(version.examples).toEqual({ train: own.rows, validation: 0, test: test.rows });

    await life.subjects.vault.keys.destroy('shop', `erased ${target}`, () => Promise.resolve());
    const left = await rowExamples(version, sources, tableKind(model));
    expect([left.gone, left.train.rows + left.test.rows]).toEqual([6, 554]);
    const judged = await evaluateJob(
      model,
      { versionId: result.versionId, datasetVersionId: version.id },
      await life.contextOf(model.name, 'evaluate'),
    );
    expect(judged).toMatchObject({ versionId: result.versionId, datasetVersionId: version.id });
  });
});

it('a labelled row that cannot be read is left out of the training, and named', async () => {
  await label(loansModel, { age: 'old', debt: 3, purpose: 'car' }, { className: 'yes' });
  const { datasetVersionId } = await train(loansModel);
  expect((await life.models.platform.datasets.get(datasetVersionId)).labels).toBe(54);
  expect(life.lines.join('\n')).toMatch(/1 labelled rows are left out because they cannot be read\. [0-9a-f]{12}: /);
});

it('a recipe that no table has is refused before anything is trained', async () => {
  const error: unknown = await train(loansModel, { architecture: 'two-conv' }).catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(LintelError);
  expect(error).toMatchObject({ code: 'INVALID_ARGUMENT', expected: 'trees, linear, scorecard, mlp' });
});

it('versions are not compared if it is not known what one of them was fitted to, and the error says what to do', async () => {
  const { registry } = life.models.platform;
  const known = await championOf(loansModel);
  const files = await registry.files(known.id);
  const unknown = await registry.register({
    ...{ modelName: loansModel.name, files, datasetVersionId: null, jobId: null, modelCard: '# Loans\n' },
    createdBy: 'test',
  });
  await registry.promote(loansModel.name, unknown.id, { by: 'test', override: true, reason: 'for a test' });
  const judged = evaluateJob(
    loansModel,
    { versionId: known.id, datasetVersionId: known.datasetVersionId! },
    await life.contextOf(loansModel.name, 'evaluate'),
  );
  await expect(judged).rejects.toMatchObject({
    code: 'DATASET_INVALID',
    problem: expect.stringContaining(`which rows version ${unknown.number} was fitted to`) as string,
  });
});
