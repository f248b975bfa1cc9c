import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { driftPolicySchema, type GateReport, headlinesOf, LintelError, type TaskId } from '@lintel/contracts';
import { judgeWindow } from '../../drift/judge-window';
import { DriftWindow } from '../../drift/window';
import { loadModelDirectory, type StoredModel } from '../../inference/load-model-directory';
import { judgeCandidate } from '../../promotion/judge-candidate';
import { Predictor } from '../../serving/predictor';
import { type InputOf } from '../served-task';
import { type TestExamples } from '../judged-task';
import { judgedTask } from '../judged-tasks';
import { servedTask } from '../served-tasks';

export interface TaskCase<Id extends TaskId> {
  readonly task: Id;
  /** Trains a model on a tiny set into a folder that is not there yet. */
  readonly train: (out: string, seed: number) => Promise<unknown>;
  readonly inputs: readonly InputOf<Id>[];
  /** An input that cannot be read. */
  readonly wrongInput: InputOf<Id>;
}

export interface JudgedCase<Id extends TaskId> extends TaskCase<Id> {
  /** Trains a clearly worse model, with other preprocessing, into a folder that is not there yet. */
  readonly trainWorse: (out: string) => Promise<unknown>;
  /** Examples that neither model was fitted to, enough to tell them apart. */
  readonly examples: TestExamples[Id];
}

/** What every way to train a model for a task promises, whatever the model is. */
export function expectTrainedModel<Id extends TaskId>(define: () => TaskCase<Id>, task: Id): void {
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

    it('is watched by the features of its drift reference, in a window that did not drift', async () => {
      const predictor = await open(folder);
      const { driftReference } = predictor.manifest;
      const answers = await predictor.predict(all.inputs);
      const observed = answers.map((answer, at) => predictor.observe(all.inputs[at]!, answer));
      await predictor.close();
      const names = driftReference!.features.map(({ name }) => name).sort();
      const window = new DriftWindow(1);
      for (const one of observed) {
        expect(names).toEqual(expect.arrayContaining(Object.keys(one.features)));
        expect(typeof one.outcome === 'number').toBe(driftReference!.outcome.kind === 'number');
        window.add({ ...one, latencyMs: 1 });
      }
      const report = judgeWindow(window, driftReference!, driftPolicySchema.parse({ minimumExamples: 1 }));
      expect(report.examples).toBe(all.inputs.length);
      expect(report.features.filter(({ mean }) => mean === null)).toEqual([]);
      expect(report.status).not.toBe('drift');
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

/** What every task promises about comparing its models. */
function expectJudging<Id extends TaskId>(define: () => JudgedCase<Id>, task: Id): void {
  describe(`a model for ${task} beside a worse one with other preprocessing`, () => {
    let root: string;
    let all: JudgedCase<Id>;
    let good: StoredModel<Id>;
    let worse: StoredModel<Id>;
    const judge = (candidate: StoredModel<Id>, champion: StoredModel<Id>): Promise<GateReport> =>
      judgeCandidate<Id>({
        candidate,
        champion: { id: 'champion', model: champion },
        examples: all.examples,
        policy: { minimumGain: 0, maximumParityDifference: 1e-3 },
      });

    beforeAll(async () => {
      all = define();
      root = await mkdtemp(join(tmpdir(), 'lintel-judging-'));
      await all.train(join(root, 'good'), 1);
      await all.trainWorse(join(root, 'worse'));
      good = await loadModelDirectory<Id>(join(root, 'good'), { task });
      worse = await loadModelDirectory<Id>(join(root, 'worse'), { task });
    });

    afterAll(() => rm(root, { recursive: true, force: true }));

    it('is preferred: the worse one is refused by the gates, and this one passes them', async () => {
      const refused = await judge(worse, good);
      expect(refused.passed).toBe(false);
      expect(refused.gates.filter(({ passed }) => !passed).map(({ name }) => name)).toContain('better-than-champion');
      expect(refused.comparison!.gain.high).toBeLessThan(0);
      const passed = await judge(good, worse);
      expect(passed.gates.filter(({ passed }) => !passed)).toEqual([]);
      expect(passed.comparison!.gain.value).toBeCloseTo(-refused.comparison!.gain.value, 9);
    });

    it('is compared on the same examples, each with its own preprocessing: as each is measured alone', async () => {
      expect(worse.manifest.preprocessing).not.toEqual(good.manifest.preprocessing);
      const mainFigure = async (candidate: StoredModel<Id>): Promise<number> => {
        const { evaluation } = await judgedTask(task).assess({ candidate, champion: null, examples: all.examples });
        return headlinesOf({ task, evaluation })[0]!.value;
      };
      const { comparison, gates } = await judge(good, worse);
      expect(comparison!.challenger).toBeCloseTo(await mainFigure(good), 9);
      expect(comparison!.champion).toBeCloseTo(await mainFigure(worse), 9);
      expect(gates.find(({ name }) => name === 'same-test-set')).toMatchObject({ passed: true });
    });
  });
}

/** What every task promises: models that can be served, and a judgement that prefers the better one. */
export function expectTaskContract<Id extends TaskId>(define: () => JudgedCase<Id>, task: Id): void {
  expectTrainedModel(define, task);
  expectJudging(define, task);
}
