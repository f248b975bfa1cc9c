import { createHash } from 'node:crypto';
import { encodeTreeModel } from '../tree-model-file';
import { trainTrees } from '../train-trees';
import { noisyTargets, randomMatrix } from './random-rows';

/** Run in a process of its own, since a test runner compiles no worker threads. Prints what a test compares, as JSON. */
async function main(): Promise<void> {
  const features = randomMatrix(6000, [0, 0, 12, 0], 4);
  const targets = noisyTargets(features, 4).map((target) => (target > 1 ? 2 : target > 0 ? 1 : 0));
  const request = {
    training: { features, targets },
    options: { objective: { kind: 'multiclass', classes: 3 } as const, rounds: 8, rowShare: 0.8, columnShare: 0.7 },
    seed: 3,
  };
  const hashes: string[] = [];
  for (const threads of [1, 2, 4]) {
    const { model } = await trainTrees({ ...request, threads });
    hashes.push(createHash('sha256').update(encodeTreeModel(model)).digest('hex'));
  }

  const controller = new AbortController();
  let rounds = 0;
  const error: unknown = await trainTrees({
    ...request,
    options: { ...request.options, rounds: 100_000 },
    threads: 2,
    signal: controller.signal,
    onRound: ({ round }) => {
      rounds = round;
      if (round === 3) controller.abort(new Error('enough'));
    },
  }).catch((reason: unknown) => reason);
  const thrown: unknown = await trainTrees({
    ...request,
    threads: 2,
    onRound: () => {
      throw new Error('the listener failed');
    },
  }).catch((reason: unknown) => reason);
  console.log(JSON.stringify({ hashes, rounds, error: String(error), thrown: String(thrown) }));
}

void main();
