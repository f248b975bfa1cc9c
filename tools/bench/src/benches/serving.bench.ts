import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LintelError } from '@lintel/contracts';
import { classOutputs, ModelServer, Predictor, SERVING_ENVIRONMENT, type BatchingOptions } from '@lintel/core-ml';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { type Bench, type PreparedBench } from '../bench';
import { median } from '../measure';
import { Clients } from './serving/clients';
import { postRequest } from './serving/http-client';
import { inferenceJson, probabilitiesOf, randomExamples } from './serving/inference-json';
import { runProgram, ServerProcess } from './serving/server-process';

const CLIENTS = 64;
const MODEL = 'bench.dense';
const TOLERANCE = 1e-4;
/** Latencies of one run at 64 clients: some turns of all of them. */
const REQUESTS = 8 * CLIENTS;
/** Latencies of one round. Contenders alternate, so that other load on the machine affects all of them. */
const LATENCIES = 200;
const ALTERNATE_AFTER = 20;

/** Each server is a process of its own; this process holds the clients and the in-process contenders. */
export const bench: Bench = {
  about: 'a served model in process and over HTTP beside onnxruntime-node and NestJS with tfjs-node, 1 and 64 clients',
  unit: 'requests',
  async prepare(): Promise<PreparedBench> {
    const closing: (() => unknown)[] = [];
    let closed: Promise<void> | undefined;
    const close = () => (closed ??= closeAll(closing));
    const interrupt = () => void close().finally(() => process.exit(130));
    for (const signal of ['SIGINT', 'SIGTERM'] as const) {
      process.once(signal, interrupt);
      closing.push(() => process.off(signal, interrupt));
    }
    try {
      return { ...(await prepareServing(closing)), close };
    } catch (error) {
      await close();
      throw error;
    }
  },
};

async function prepareServing(closing: (() => unknown)[]): Promise<Omit<PreparedBench, 'close'>> {
  const folder = await mkdtemp(join(tmpdir(), 'lintel-bench-'));
  closing.push(() => rm(folder, { recursive: true, force: true }));
  const model = join(folder, 'model');
  // Runs in a process of its own: onnxruntime is several times slower in a process that has loaded TensorFlow.
  await runProgram('export-dense-classifier', model);

  const predictor = await Predictor.load(model, { task: 'image-classification' });
  const server = new ModelServer({ name: MODEL, task: 'image-classification' });
  await server.swap({ champion: { id: '1', predictor } });
  closing.push(() => server.close());
  const { onnx } = predictor.manifest;
  const session = await InferenceSession.create(await readFile(join(model, onnx.file)), {
    executionProviders: ['cpu'],
    graphOptimizationLevel: 'all',
  });
  closing.push(() => session.release());
  const examples = randomExamples(CLIENTS, onnx);
  const { name: input, shape } = onnx.inputs[0]!;
  const feeds = examples.map((example) => ({ [input]: new Tensor('float32', example, [1, ...shape]) }));
  const outputs = onnx.outputs.map(({ name }) => name);
  const infer = (example: Float32Array) => server.infer({ [input]: example }, 1);

  const serve = async (program: string, argument?: object): Promise<(count: number) => Clients> => {
    const running = await ServerProcess.start(program, SERVING_ENVIRONMENT, argument);
    closing.push(() => running.stop());
    const url = `${running.url}/v2/models/${MODEL}/infer`;
    const requests = examples.map((example) => postRequest(url, inferenceJson(example, onnx)));
    return (count) => {
      const clients = new Clients(url, requests.slice(0, count));
      closing.push(() => clients.close());
      return clients;
    };
  };
  const ours = (batching: BatchingOptions) => serve('serve-model', { name: MODEL, folder: model, batching });
  const connect = {
    batched: await ours({}),
    unbatched: await ours({ maxBatchSize: 1 }),
    nest: await serve('serve-nest-tfjs'),
  };
  const all = {
    batched: connect.batched(CLIENTS),
    unbatched: connect.unbatched(CLIENTS),
    nest: connect.nest(CLIENTS),
  };
  const one = { ours: connect.batched(1), nest: connect.nest(1) };

  const expected = await Promise.all(
    examples.map(async (example) => classOutputs(onnx, (await infer(example)).outputs).probabilities),
  );
  for (const [name, clients] of Object.entries(all)) checkAnswers(name, await clients.bodies(), expected);

  const requests = (clients: Clients, units: number) => ({ units, run: () => clients.send(units) });
  return {
    groups: [
      {
        name: 'in-process',
        contenders: {
          ours: { units: 1, run: () => infer(examples[0]!) },
          onnxruntime: { units: 1, run: () => session.run(feeds[0]!, outputs) },
        },
      },
      {
        name: 'in-process-64',
        contenders: {
          ours: { units: CLIENTS, run: () => Promise.all(examples.map(infer)) },
          onnxruntime: {
            units: CLIENTS,
            async run() {
              for (const each of feeds) await session.run(each, outputs);
            },
          },
        },
      },
      {
        name: 'http',
        contenders: { batched: requests(all.batched, REQUESTS), unbatched: requests(all.unbatched, REQUESTS) },
      },
      {
        name: 'http',
        contenders: { ours: requests(all.batched, REQUESTS), 'nest-tfjs': requests(all.nest, REQUESTS) },
      },
      { name: 'http-1', contenders: { ours: requests(one.ours, 20), 'nest-tfjs': requests(one.nest, 20) } },
    ],
    probes: {
      async http() {
        const httpMs: number[] = [];
        const inProcessMs: number[] = [];
        while (httpMs.length < LATENCIES) {
          await time(inProcessMs, () => infer(examples[0]!));
          await time(httpMs, () => one.ours.send(1));
        }
        const [p50Ms, inProcessP50Ms] = [median(httpMs), median(inProcessMs)];
        return { p50Ms, inProcessP50Ms, overheadMs: p50Ms - inProcessP50Ms };
      },
    },
  };
}

async function time(into: number[], ask: () => Promise<unknown>): Promise<void> {
  for (let asked = 0; asked < ALTERNATE_AFTER; asked++) {
    const startedAt = performance.now();
    await ask();
    into.push(performance.now() - startedAt);
  }
}

/** The speed of a server that gives different answers means nothing. */
function checkAnswers(name: string, bodies: readonly Buffer[], expected: readonly Float32Array[]): void {
  const differences = bodies.map((body, index) => {
    const received = probabilitiesOf(body);
    return Math.max(...expected[index]!.map((value, at) => Math.abs(value - (received[at] ?? NaN))));
  });
  const worst = Math.max(...differences);
  if (worst <= TOLERANCE) return;
  throw new LintelError('PARITY_FAILED', {
    problem: `${name} gives different answers from the model in process.`,
    expected: `a difference of at most ${TOLERANCE}`,
    received: String(worst),
    cure: 'Compare the speed of servers that serve the same model.',
  });
}

async function closeAll(closing: (() => unknown)[]): Promise<void> {
  for (const close of closing.splice(0).reverse()) await close();
}
