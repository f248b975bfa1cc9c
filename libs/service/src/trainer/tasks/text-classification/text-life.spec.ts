import { type LabelTarget } from '@lintel/contracts';
import { startServingReplica } from '../../../testing/serving-replica';
import { type JobLife, startJobLife } from '../../testing/job-life';
import { ticketRows, ticketsModel, topicsModel } from '../../testing/tickets-model';
import { type TrainableTexts } from './trainable-texts';

jest.setTimeout(240_000);

let life: JobLife;
beforeAll(async () => {
  life = await startJobLife([ticketsModel, topicsModel]);
});
afterAll(() => life.stop());

/** The model as it would be if it saw nothing but who wrote. */
const blind = (model: TrainableTexts): TrainableTexts => ({ ...model, text: ['customer'] });

describe.each<[string, TrainableTexts, (row: ReturnType<typeof ticketRows>[number]) => LabelTarget]>([
  ['with one class each', ticketsModel, ({ queue }) => ({ className: String(queue) })],
  ['with several labels', topicsModel, ({ labels }) => ({ labels: String(labels).split(';') })],
])('a model of texts %s', (_, model, targetOf) => {
  it('is trained without its test part, registered, judged, and serves as the first version', async () => {
    const result = await life.train(model);
    expect(result).toMatchObject({ number: 1, outcome: 'champion', gatesPassed: true, headline: { key: 'macroF1' } });
    const { manifest, datasetVersionId, modelCard } = await life.championOf(model);
    expect(life.lines.join('\n')).toMatch(/linear by cross-validation: /);
    const version = await life.models.platform.datasets.get(datasetVersionId!);
    expect(version).toMatchObject({ task: 'text-classification', number: 1, labels: 0, base: { name: 'tickets' } });
    expect(version.base.table).toMatchObject({ target: model.target.columns[0], group: 'customer' });
    expect(version.classNames).toEqual(['billing', 'delivery', 'technical']);
    expect(version.split).toMatchObject({ by: 'group', test: 0.3 });
    expect(manifest.dataset.examples.train).toBe(version.examples.train);
    expect(version.examples.train + version.examples.test).toBe(300);
    expect(manifest.provenance).toMatchObject({ datasetVersionId });
    expect(modelCard).toContain('Knows tickets alone.');
  });

  it('is refused by the gates if it is worse on texts that neither version was fitted to', async () => {
    const before = await life.championOf(model);
    const result = await life.train(blind(model));
    expect(result).toMatchObject({ number: 2, outcome: 'refused', gatesPassed: false });
    expect((await life.championOf(model)).id).toBe(before.id);
  });

  it('learns from labelled texts, and leaves those out that cannot be read', async () => {
    for (const row of ticketRows(40, 9)) await life.label(model, { body: row['body']! }, targetOf(row));
    await life.label(model, { body: ' ' }, targetOf(ticketRows(1, 1)[0]!));
    const result = await life.train(model);
    expect(['challenger', 'champion', 'refused']).toContain(result.outcome);
    const version = await life.models.platform.datasets.get(result.datasetVersionId);
    expect(version.labels).toBe(40);
    expect(version.examples.train + version.examples.test).toBe(340);
    expect(life.lines.join('\n')).toMatch(/1 labelled rows are left out because they cannot be read\. .*no words/);
    const { manifest } = await life.models.platform.registry.version(result.versionId);
    expect(manifest.dataset.examples.train).toBe(version.examples.train);
  });
});

it('a trained model of texts answers with the words that speak for it', async () => {
  const { url } = life.postgres;
  const replica = await startServingReplica({
    ...{ databaseUrl: url, models: life.models, modelName: ticketsModel.name, task: 'text-classification' as const },
  });
  try {
    const { outcomes } = await replica.model.server.predictSettled(['where is my parcel']);
    const [outcome] = outcomes;
    if (!outcome!.ok) throw outcome!.error;
    expect(outcome!.prediction.className).toBe('delivery');
    expect(outcome!.prediction.reasons[0]!.words[0]!.text).toContain('parcel');
  } finally {
    await replica.close();
  }
});

it('a recipe that no text has is refused before anything is trained', async () => {
  await expect(life.train(ticketsModel, { architecture: 'trees' })).rejects.toMatchObject({
    ...{ code: 'INVALID_ARGUMENT', expected: 'linear, cnn, gru' },
  });
});
