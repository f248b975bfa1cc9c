import { LintelError, type EpochResult, type JobProgress } from '@lintel/contracts';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { eventually } from '@lintel/streams/testing/eventually';
import { runProgram } from '@lintel/streams/testing/run-program';
import { refusal } from '@lintel/contracts/testing/refusal';
import { temporaryFolder } from '@lintel/contracts/testing/temporary-folder';
import { runJobInChild } from './child-job';
import type { JobContext } from './running-attempt';
import { childJob, childOptions } from './testing/child-request';

const WAIT_MS = 30_000;

function contextOf(signal = new AbortController().signal) {
  const said = { progress: [] as JobProgress[], epochs: [] as EpochResult[], log: [] as string[] };
  const context: JobContext = {
    signal,
    attempt: 2,
    report: (progress) => said.progress.push(progress),
    epoch: (epoch) => said.epochs.push(epoch),
    log: (level, text) => said.log.push(`${level} ${text}`),
  };
  return { said, context };
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

describe('runJobInChild', () => {
  const folder = temporaryFolder();

  it('gives what the job returned, and all that it said on the way', async () => {
    const { said, context } = contextOf();
    const result = await runJobInChild(childJob('tell'), context, childOptions);
    expect(result).toEqual({
      attempt: 2,
      examples: 7,
      environment: {
        TF_NUM_INTRAOP_THREADS: '1',
        TF_NUM_INTEROP_THREADS: '1',
        OMP_NUM_THREADS: '1',
        LINTEL_THREADS: '1',
        GREETING: 'hello',
      },
    });
    expect(said.progress).toMatchObject([{ stage: 'train', share: 0.5 }]);
    expect(said.epochs).toMatchObject([{ epoch: 1, trainLoss: 1 }]);
    expect(said.log).toEqual(expect.arrayContaining(['warn a warning', 'log printed', 'warn complained']));
    expect(said.log.join('\n')).toContain("The job's process sent an invalid message");
  });

  it('waits for its order also where something preloaded has released the channel', async () => {
    const preload = join(folder, 'release-channel.cjs');
    writeFileSync(preload, 'process.channel.unref();');
    const { context } = contextOf();
    const options = { ...childOptions, execArgv: [...(childOptions.execArgv ?? []), '--require', preload] };
    expect(await runJobInChild(childJob('tell'), context, options)).toMatchObject({ examples: 7 });
  });

  it('an error of Lintel crosses whole', async () => {
    const { context } = contextOf();
    const error = await refusal(() => runJobInChild(childJob('refuse'), context, childOptions));
    expect(error.toJSON()).toEqual({
      code: 'DATASET_EMPTY',
      problem: 'No pictures.',
      expected: 'some',
      received: 'none',
      cure: 'Add pictures.',
      retryable: true,
    });
  });

  it('any other error is transferred with its name and stack', async () => {
    const { context } = contextOf();
    const error = await runJobInChild(childJob('stumble'), context, childOptions).catch((caught: unknown) => caught);
    expect(error).toMatchObject({ name: 'RangeError', message: 'out of range' });
    expect((error as Error).stack).toContain('child.ts');
  });

  it('a job whose process dies by a signal is resumed, and its next process knows how the one before died', async () => {
    const { said, context } = contextOf();
    const result = await runJobInChild(childJob('crash twice'), context, childOptions);
    const death = { at: expect.any(String) as string, signal: 'SIGSEGV', exitCode: null, lastLines: [] };
    expect(result).toEqual({ interruptions: [death, death] });
    expect(said.log.filter((line) => line.includes('goes on from its last checkpoint'))).toEqual([
      expect.stringContaining('The process ended by SIGSEGV. It is started again') as string,
      expect.stringContaining('(2 of at most 3 times)') as string,
    ]);
  });

  it('a job whose process keeps dying is resumed three times; the error has the signal and the last lines', async () => {
    const { said, context } = contextOf();
    const error = await refusal(() => runJobInChild(childJob('crash'), context, childOptions));
    expect(error).toMatchObject({ code: 'INTERNAL', retryable: false });
    expect(error.problem).toContain('died 4 times (SIGABRT, SIGABRT, SIGABRT, SIGABRT)');
    expect(error.received).toContain('about to crash');
    expect(said.log.filter((line) => line === 'warn about to crash')).toHaveLength(4);
  });

  it('a program that ends with an error code is not started again', async () => {
    const { said, context } = contextOf();
    const error = await refusal(() => runJobInChild(childJob('exit'), context, childOptions));
    expect(error.problem).toBe('The process ended with exit code 3 and left no result.');
    expect(error.received).toBe('cannot go on');
    expect(said.log).toEqual(['warn cannot go on']);
  });

  it('a job that takes more memory than its limit is ended, and says both numbers', async () => {
    const { context } = contextOf();
    const error = await refusal(() => runJobInChild(childJob('eat', { memoryMiB: 400 }), context, childOptions));
    expect(error).toMatchObject({ code: 'JOB_LIMIT_EXCEEDED', retryable: false, expected: 'at most 400 MiB' });
    const [, used, limit] = /used (\d+) MiB of memory; its limit is (\d+) MiB/.exec(error.problem)!;
    expect(Number(used)).toBeGreaterThan(400);
    expect(limit).toBe('400');
  });

  it('a job that exceeds its time limit is stopped, even if it blocks', async () => {
    const { context } = contextOf();
    const error = await refusal(() => runJobInChild(childJob('block', { seconds: 2 }), context, childOptions));
    expect(error).toMatchObject({ code: 'JOB_LIMIT_EXCEEDED', retryable: false, expected: 'at most 2 s' });
  });

  it.each(['waits', 'blocks'])('an abort ends a job that %s, with the reason of the abort', async (does) => {
    const controller = new AbortController();
    const { context } = contextOf(controller.signal);
    const file = does === 'blocks' ? 'block' : join(folder, 'aborted');
    const job = runJobInChild(childJob(file), context, childOptions);
    job.catch(() => undefined);
    if (does === 'waits') await eventually(() => Promise.resolve(existsSync(file)), WAIT_MS);
    else await new Promise((resolve) => setTimeout(resolve, 1_500));
    const reason = new LintelError('CANCELLED', { problem: 'Not wanted.', cure: 'Nothing.' });
    controller.abort(reason);
    expect(await refusal(() => job)).toBe(reason);
    if (does === 'waits') expect(isAlive(Number(readFileSync(file, 'utf8')))).toBe(false);
  });

  it('a job that is not wanted any more does not start', async () => {
    const reason = new LintelError('CANCELLED', { problem: 'Not wanted.', cure: 'Nothing.' });
    const { context } = contextOf(AbortSignal.abort(reason));
    expect(await refusal(() => runJobInChild(childJob('tell'), context, childOptions))).toBe(reason);
  });

  it('kill -9 of the trainer ends the process of its job', async () => {
    const file = join(folder, 'orphan');
    const parent = runProgram(join(__dirname, 'testing/programs/child-parent'), { file });
    await eventually(() => Promise.resolve(existsSync(file) && readFileSync(file, 'utf8') !== ''), WAIT_MS);
    const pid = Number(readFileSync(file, 'utf8'));
    expect(isAlive(pid)).toBe(true);
    await parent.kill();
    await eventually(() => Promise.resolve(!isAlive(pid)), WAIT_MS);
  });
});
