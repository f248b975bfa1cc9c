import { execFileSync } from 'node:child_process';
import { join, resolve } from 'node:path';

const root = resolve(__dirname, '../../../..');

describe('batches that a worker prepares', () => {
  let told: {
    readonly worker: readonly string[];
    readonly thread: readonly string[];
    readonly inWorker: string;
    readonly refused: string;
    readonly afterClose: string;
  };
  beforeAll(() => {
    const hook = ['--conditions=@lintel/source', '--require', join(root, 'typescript-register.cjs')];
    const program = join(__dirname, 'testing/prepare-batches.ts');
    told = JSON.parse(execFileSync(process.execPath, [...hook, program], { encoding: 'utf8' })) as typeof told;
  });

  it('are those that the thread itself would make, epoch after epoch, also after one that was left in the middle', () => {
    expect(told.inWorker).toBe('WorkerBatches');
    expect(told.worker).toEqual(told.thread);
    expect(told.worker.map((line) => line.split(' ')[0])).toEqual(['7', '2', '7', '7']);
    expect(new Set(told.worker).size).toBe(4);
  });

  it('come with the error of the preparation if it fails', () => {
    expect(told.refused).toBe('INVALID_CONFIGURATION');
  });

  it('do not come from a closed source, and no caller waits forever', () => {
    expect(told.afterClose).toBe('The thread that prepares the batches has ended.');
  });
});
