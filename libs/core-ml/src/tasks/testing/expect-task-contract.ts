import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { headlinesOf, LintelError, type TaskId } from '@lintel/contracts';
import { loadModelDirectory } from '../../inference/load-model-directory';
import { Predictor } from '../../serving/predictor';
import { type InputOf } from '../served-task';
import { servedTask } from '../served-tasks';

export interface TaskCase<Id extends TaskId> {
  readonly task: Id;
  /** Trains a model on a tiny set into a folder that is not there yet. */
  readonly train: (out: string, seed: number) => Promise<unknown>;
  readonly inputs: readonly InputOf<Id>[];
  /** An input that cannot be read. */
  readonly wrongInput: InputOf<Id>;
}

/** What every task promises, whatever its model is. */
export function expectTaskContract<Id extends TaskId>(define: () => TaskCase<Id>, task: Id): void {
  describe(`a model for ${task}`, () => {
    let root: string;
    let folder: string;
    let all: TaskCase<Id>;
    const open = (directory: string): Promise<Predictor<Id>> => Predictor.load<Id>(directory, { task, threads: 1 });

    beforeAll(async () => {
      all = define();
      root = await mkdtemp(join(tmpdir(), 'lintel-task-'));
      folder = join(root, 'model');
      await all.train(folder, 1);
    });
    afterAll(() => rm(root, { recursive: true, force: true }));

    it('was exported within the tolerance, and names its task, its tensors and its headlines', async () => {
      const { manifest } = await loadModelDirectory<Id>(folder, { task });
      const { parity, inputs, outputs } = manifest.onnx;
      expect(parity.maxAbsoluteDifference).toBeLessThanOrEqual(parity.tolerance);
      expect(manifest.task).toBe(task);
      expect([inputs.length, outputs.length].every((count) => count > 0)).toBe(true);
      expect(headlinesOf(manifest).length).toBeGreaterThan(0);
    });

    it('answers the same under the same seed', async () => {
      const again = join(root, 'again');
      await all.train(again, 1);
      const summaries = await Promise.all(
        [folder, again].map(async (directory) => {
          const predictor = await open(directory);
          const answers = await predictor.predict(all.inputs);
          await predictor.close();
          return answers.map((answer) => servedTask(task).summarise(answer).outcome);
        }),
      );
      expect(summaries[1]).toEqual(summaries[0]);
    });

    it('answers an input alone as it does among others', async () => {
      const predictor = await open(folder);
      const together = await predictor.predict(all.inputs);
      const served = predictor.task;
      for (const [at, input] of all.inputs.entries()) {
        const [alone] = await predictor.predict([input]);
        expect(served.agrees(served.summarise(alone!), served.summarise(together[at]!))).toBe(true);
      }
      await predictor.close();
    });

    it('refuses a wrong input alone, with a cure', async () => {
      const predictor = await open(folder);
      const outcomes = await predictor.predictSettled([all.inputs[0]!, all.wrongInput, all.inputs[1]!]);
      await predictor.close();
      expect(outcomes.map(({ ok }) => ok)).toEqual([true, false, true]);
      const refused = outcomes[1]!;
      if (refused.ok) return;
      expect(refused.error).toBeInstanceOf(LintelError);
      expect(refused.error.cure).toBeTruthy();
    });

    it('is refused where any of its files has changed', async () => {
      for (const name of await readdir(folder)) {
        if (name === 'manifest.json' || name === 'dataset.json') continue;
        const path = join(folder, name);
        const bytes = await readFile(path);
        const changed = Buffer.from(bytes);
        changed[changed.length >> 1]! ^= 1;
        await writeFile(path, changed);
        await expect(open(folder)).rejects.toMatchObject({ code: 'ARTIFACT_CORRUPT' });
        await writeFile(path, bytes);
      }
      await (await open(folder)).close();
    });

    it('is not loaded for another task', async () => {
      const other: TaskId = task === 'image-classification' ? 'tabular-regression' : 'image-classification';
      await expect(Predictor.load(folder, { task: other })).rejects.toMatchObject({ code: 'MODEL_INVALID' });
    });
  });
}
