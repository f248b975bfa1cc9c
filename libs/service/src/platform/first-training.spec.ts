import { type Job } from '@lintel/contracts';
import { startTestPostgres, type TestPostgres } from '@lintel/streams/testing/postgres';
import { prepareTestModels, type TestModels } from '../testing/models';
import { failureOf, preparationOf, repeatFirstTraining, requestFirstTrainings } from './first-training';

const MODEL = { name: 'shop.things', vertical: 'shop' };
let postgres: TestPostgres;
let models: TestModels;

beforeAll(async () => {
  postgres = await startTestPostgres();
  models = await prepareTestModels(postgres.url);
  await models.platform.registry.declareModel({ ...MODEL, title: 'Things', gatePolicy: {}, loopPolicy: {} });
});
beforeEach(() => models.platform.database.query('DELETE FROM platform.job'));
afterAll(async () => {
  await models.close();
  await postgres.stop();
});

async function trainings(): Promise<Job[]> {
  return (await models.platform.jobs.list({ modelName: MODEL.name, limit: 10 })).items;
}
/** Ends the newest training, as a trainer does. */
async function end(status: 'failed' | 'cancelled' | 'succeeded', error: object | null, result: object | null = null) {
  const [newest] = await trainings();
  await models.platform.database.query(
    'UPDATE platform.job SET status = $2, error = $3::jsonb, result = $4::jsonb, ended_at = now() WHERE id = $1',
    [newest!.id, status, JSON.stringify(error), JSON.stringify(result)],
  );
}
const BROKEN = { code: 'INTERNAL', problem: 'The disk is full.', cure: 'Free some space.' };

describe('the first training', () => {
  it('is requested once, however many trainers start at the same time', async () => {
    await Promise.all(Array.from({ length: 5 }, () => requestFirstTrainings(models.platform, [MODEL])));
    expect(await trainings()).toMatchObject([{ kind: 'train', reason: 'first-model', requestedBy: 'first start' }]);
  });

  it('is requested again by the next start if it failed', async () => {
    await requestFirstTrainings(models.platform, [MODEL]);
    await end('failed', BROKEN);
    await requestFirstTrainings(models.platform, [MODEL]);
    expect((await trainings()).map(({ status }) => status)).toEqual(['queued', 'failed']);
  });

  it('is not requested again by a start if a person cancelled it, but by a person', async () => {
    await requestFirstTrainings(models.platform, [MODEL]);
    await end('cancelled', BROKEN);
    await requestFirstTrainings(models.platform, [MODEL]);
    expect(await trainings()).toHaveLength(1);
    await repeatFirstTraining(models.platform, MODEL, 'Ada');
    await repeatFirstTraining(models.platform, MODEL, 'Ben');
    expect(await trainings()).toMatchObject([
      { status: 'queued', requestedBy: 'Ada', reason: 'first-model' },
      { status: 'cancelled' },
    ]);
  });

  it('says that it failed, and why', async () => {
    expect(preparationOf(undefined)).toBeNull();
    await requestFirstTrainings(models.platform, [MODEL]);
    const newest = () => models.platform.jobs.newest(MODEL.name, 'train');
    expect(preparationOf(await newest())).toMatchObject({ stage: 'waiting' });
    expect(failureOf(await newest())).toBeNull();
    await end('failed', BROKEN);
    expect(preparationOf(await newest())).toMatchObject({ stage: 'failed' });
    expect(failureOf(await newest())).toEqual({ problem: 'The disk is full.', cure: 'Free some space.' });
  });

  it('says that its version is not in service if a gate refused it', async () => {
    await requestFirstTrainings(models.platform, [MODEL]);
    await end('succeeded', null, { gatesPassed: false });
    const newest = await models.platform.jobs.newest(MODEL.name, 'train');
    expect(preparationOf(newest)).toMatchObject({ stage: 'not-promoted' });
    expect(failureOf(newest)?.problem).toContain('did not pass its gates');
  });
});
