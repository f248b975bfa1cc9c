import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { explainTrees, type FeatureMatrix, predictTrees } from '@lintel/core-ml';
import { exportTreesOnnx, TREES_ANSWER, TREES_INPUT, trainTrees } from '@lintel/core-ml/training';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { type Bench, type Contender, type PreparedBench } from '../bench';
import { median } from '../measure';
import { ChildContender } from './training/child-contender';
import { lightGbmPython } from './training/python-peers';
import { creditRows } from './trees/credit-rows';

const MANY = 10_000;
/** Rows that are predicted, and explained, one after another. */
const CALLS = 100;
/** Those of LightGBM's side, in `trees/lightgbm_peer.py`. */
const OPTIONS = {
  objective: { kind: 'binary' },
  rounds: 500,
  leaves: 31,
  learningRate: 0.05,
  minLeafRows: 20,
  l2: 0,
  rowShare: 1,
  columnShare: 1,
} as const;

export const bench: Bench = {
  about: 'boosted trees beside LightGBM, two threads each: training (500 trees), predicting one row and 10,000 rows',
  unit: 'rows',
  async prepare(): Promise<PreparedBench> {
    const python = await lightGbmPython();
    const { features, targets } = creditRows();
    const folder = await mkdtemp(join(tmpdir(), 'lintel-bench-'));
    const file = join(folder, 'rows');
    await writeFile(file, Buffer.concat([Buffer.from(features.values.buffer), Buffer.from(targets.buffer)]));
    const started: ChildContender[] = [];
    const lightgbm = async (task: string, units: number): Promise<ChildContender> => {
      const program = join(__dirname, 'trees', 'lightgbm_peer.py');
      const size = [String(features.rows), String(features.columns.length)];
      const contender = await ChildContender.start(python, [program, task, file, ...size], units);
      started.push(contender);
      return contender;
    };
    const train = () => trainTrees({ training: { features, targets }, options: OPTIONS, seed: 1, threads: 2 });
    const { model } = await train();
    const graph = exportTreesOnnx(model, {});
    const sessions: InferenceSession[] = [];
    const many = rowMajor(features, MANY);
    /** As a model folder is served: the graph on onnxruntime. */
    const served = async (threads: number): Promise<Contender> => {
      const session = await InferenceSession.create(graph, { executionProviders: ['cpu'], intraOpNumThreads: threads });
      sessions.push(session);
      const feeds = { [TREES_INPUT]: new Tensor('float32', many, [MANY, features.columns.length]) };
      return { units: MANY, run: () => session.run(feeds, [TREES_ANSWER]) };
    };
    const single = Array.from({ length: CALLS }, (_, row) => firstRows(features, row, 1));
    return {
      groups: [
        {
          name: 'training',
          contenders: {
            ours: { units: features.rows, run: train },
            lightgbm: await lightgbm('training', features.rows),
          },
        },
        {
          name: 'row',
          contenders: {
            ours: { units: CALLS, run: () => Promise.resolve(single.map((row) => predictTrees(model, row))) },
            lightgbm: await lightgbm('row', CALLS),
          },
        },
        {
          name: 'rows10000',
          contenders: {
            ours: await served(2),
            oneThread: await served(1),
            lightgbm: await lightgbm('rows10000', MANY),
          },
        },
      ],
      probes: {
        row: () => {
          const times = single.map((row) => {
            const startedAt = performance.now();
            explainTrees(model, row);
            return performance.now() - startedAt;
          });
          return Promise.resolve({ reasonsMs: median(times) });
        },
      },
      async close() {
        for (const contender of started) contender.stop();
        for (const session of sessions) await session.release();
        await rm(folder, { recursive: true, force: true });
      },
    };
  },
};

/** The first rows, one after another. */
function rowMajor({ columns, values, rows }: FeatureMatrix, count: number): Float32Array {
  const width = columns.length;
  return Float32Array.from({ length: count * width }, (_, at) => values[(at % width) * rows + Math.floor(at / width)]!);
}

function firstRows({ columns, values, rows }: FeatureMatrix, from: number, count: number): FeatureMatrix {
  const parts = columns.flatMap((_, column) => [
    ...values.subarray(column * rows + from, column * rows + from + count),
  ]);
  return { rows: count, columns, values: Float32Array.from(parts) };
}
