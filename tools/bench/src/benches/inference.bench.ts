import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRandom, LintelError, sizeOfShape } from '@lintel/contracts';
import { Predictor } from '@lintel/core-ml';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { type Bench, type Group, type PreparedBench } from '../bench';

const BATCH_SIZES = [64, 1];

/** The overhead of a Predictor compared with onnxruntime itself: the same file, the same tensors, the same process. */
export const bench: Bench = {
  about: 'Predictor.run beside raw onnxruntime-node on the same two-conv model, batches of 64 and 1',
  unit: 'images',
  async prepare(): Promise<PreparedBench> {
    const folder = await mkdtemp(join(tmpdir(), 'lintel-bench-'));
    const model = join(folder, 'model');
    await trainModel(model);
    const predictor = await Predictor.load(model);
    const { onnx } = predictor.manifest;
    const session = await InferenceSession.create(await readFile(join(model, onnx.file)), {
      executionProviders: ['cpu'],
      graphOptimizationLevel: 'all',
    });
    const outputs = onnx.outputs.map(({ name }) => name);
    const { name, shape } = onnx.inputs[0]!;
    const compare = (size: number): Group['contenders'] => {
      const batch = randomBatch(size * sizeOfShape(shape));
      const feeds = { [name]: new Tensor('float32', batch, [size, ...shape]) };
      return {
        ours: { units: size, run: () => predictor.run({ [name]: batch }, size) },
        onnxruntime: { units: size, run: () => session.run(feeds, outputs) },
      };
    };
    return {
      groups: BATCH_SIZES.map((size) => ({ name: `batch-${size}`, contenders: compare(size) })),
      async close() {
        await predictor.close();
        await session.release();
        await rm(folder, { recursive: true, force: true });
      },
    };
  },
};

/** Runs in a process of its own: onnxruntime is several times slower in a process that has loaded TensorFlow. */
async function trainModel(out: string): Promise<void> {
  const [code] = (await once(fork(join(__dirname, 'train-inference-model.ts'), [out]), 'exit')) as [number | null];
  if (code === 0) return;
  throw new LintelError('ENGINE_MISSING', {
    problem: 'The model to measure could not be trained.',
    received: 'the message above',
    cure: 'install the native engine: npm run engine',
  });
}

function randomBatch(length: number): Float32Array {
  const random = createRandom(1, 'inference-bench');
  return Float32Array.from({ length }, () => random.normal());
}
