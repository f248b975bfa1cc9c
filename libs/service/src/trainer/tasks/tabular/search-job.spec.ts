import { type Job, type JobSearch } from '@lintel/contracts';
import { type JobContext } from '../../job-context';
import { type JobLife, startJobLife } from '../../testing/job-life';
import { loansModel } from '../../testing/loans-model';
import { ticketsModel } from '../../testing/tickets-model';
import { trainJob } from '../../train-job';

jest.setTimeout(240_000);

let life: JobLife;
beforeAll(async () => {
  life = await startJobLife([loansModel, ticketsModel]);
});
afterAll(() => life.stop());

const TRIALS = 4;
const parameters = { searchMinutes: 10, searchTrials: TRIALS };
const model = { ...loansModel, recipe: 'trees' as const };

/** A job that a trainer has taken. */
async function taken(retryOf?: string): Promise<JobContext> {
  const context = await life.contextOf(model.name);
  const { database, jobs } = life.models.platform;
  await database.query(`UPDATE platform.job SET status = 'active', retry_of = $2 WHERE id = $1`, [
    context.job.id,
    retryOf ?? null,
  ]);
  return { ...context, job: await jobs.get(context.job.id) };
}
const jobOf = ({ job }: JobContext): Promise<Job> => life.models.platform.jobs.get(job.id);
const searchOf = async (context: JobContext): Promise<JobSearch> => (await jobOf(context)).search!;

/** Ends the job, as its process would end, once so many trials are stored. */
async function stopAfter(context: JobContext, trials: number): Promise<void> {
  const caller = new AbortController();
  const { jobs } = life.models.platform;
  const stopping = Object.assign(Object.create(jobs) as typeof jobs, {
    saveSearch: async (id: string, search: JobSearch) => {
      await jobs.saveSearch(id, search);
      if (search.trials.length >= trials) caller.abort(new Error('the process is gone'));
    },
  });
  const platform = { ...context.platform, jobs: stopping };
  await expect(trainJob(model, parameters, { ...context, platform, signal: caller.signal })).rejects.toThrow(
    'the process is gone',
  );
}

describe('a training that searches for its settings', () => {
  it('stores every trial with the job, and registers the model of the best one with the search in its manifest', async () => {
    const context = await taken();
    const { versionId } = (await trainJob(model, parameters, context)) as { versionId: string };
    const search = await searchOf(context);
    expect(search.figure).toEqual({ key: 'auc', unit: 'share', better: 'higher' });
    expect(search.trials[0]!.configuration).toEqual({ recipe: 'trees' });
    expect(new Set(search.trials.map(({ number }) => number)).size).toBe(TRIALS);
    const { manifest } = await life.models.platform.registry.version(versionId);
    const full = search.trials.filter(({ resource }) => resource === 1).map(({ score }) => score!);
    expect(manifest.training.search).toMatchObject({ trials: search.trials.length, score: Math.max(...full) });
    // The rows that chose the settings do not measure the model.
    const version = await life.models.platform.datasets.get(manifest.provenance!.datasetVersionId!);
    expect(manifest.evaluation!.examples).toBe(version.examples.test);
    expect(life.reported.some(({ stage }) => stage === 'search')).toBe(true);
  });

  it('continues after its last trial if its process dies', async () => {
    const context = await taken();
    await stopAfter(context, 3);
    const before = (await searchOf(context)).trials;
    expect(before).toHaveLength(3);
    await trainJob(model, parameters, context);
    const after = (await searchOf(context)).trials;
    expect(after.slice(0, 3)).toEqual(before);
    expect(new Set(after.map(({ number }) => number)).size).toBe(TRIALS);
    expect(life.lines).toContain('the search continues after 3 trials');
  });

  it('keeps what it found when it is cancelled, and the job that repeats it continues there', async () => {
    const cancelled = await taken();
    await stopAfter(cancelled, 2);
    await life.models.platform.database.query(`UPDATE platform.job SET status = 'cancelled' WHERE id = $1`, [
      cancelled.job.id,
    ]);
    const found = (await searchOf(cancelled)).trials;
    const repeated = await taken(cancelled.job.id);
    await trainJob(model, parameters, repeated);
    expect((await searchOf(repeated)).trials.slice(0, 2)).toEqual(found);
    expect((await searchOf(cancelled)).trials).toEqual(found);
  });

  it('starts anew if the data are others than those of the stored trials', async () => {
    const context = await taken();
    await stopAfter(context, 2);
    await trainJob({ ...model, seed: 7 }, parameters, context);
    expect(life.lines).toContain('the data have changed since, so the search starts anew');
    expect(new Set((await searchOf(context)).trials.map(({ number }) => number)).size).toBe(TRIALS);
  });

  it('is refused for a model that has nothing to search for, before anything is done', async () => {
    const refused = life.train(ticketsModel, parameters);
    await expect(refused).rejects.toMatchObject({ code: 'INVALID_ARGUMENT', received: 'text-classification' });
  });
});
