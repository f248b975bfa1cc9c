import { createInterface } from 'node:readline';
import { createRandom, type Dataset, sizeOfShape } from '@lintel/contracts';
import {
  batchSizes,
  createTrainingStep,
  modelFamily,
  parseTrainingConfig,
  shuffledBatches,
} from '@lintel/core-ml/training';
import { resnet20 } from './resnet-20';

/** `our-contender.ts MODEL eager|compiled|compiled-bf16`: one epoch for every line on stdin, as the peers do. */
const [, , model = '', mode = ''] = process.argv;
const EXAMPLES = 2000;
const CLASSES = 10;

const family = model === 'resnet-20' ? resnet20 : modelFamily(model);
const exampleShape = model === 'lstm' ? [28, 28] : [32, 32, 3];
const exampleSize = sizeOfShape(exampleShape);
const random = createRandom(1, 'training-bench');
const data = Float32Array.from({ length: EXAMPLES * exampleSize }, () => random.next());

const dataset: Dataset = {
  size: EXAMPLES,
  exampleShape,
  dtype: 'float32',
  classNames: Array.from({ length: CLASSES }, (_, label) => String(label)),
  labels: Int32Array.from({ length: EXAMPLES }, () => random.int(CLASSES)),
  contentHash: '',
  read(indices, target) {
    for (let at = 0; at < indices.length; at++) {
      target.set(data.subarray(indices[at]! * exampleSize, (indices[at]! + 1) * exampleSize), at * exampleSize);
    }
  },
  close: () => undefined,
};

// The peers use neither gradient clipping nor a schedule.
const config = parseTrainingConfig(family.recipe, {
  batchSize: 64,
  gradientClipNorm: 0,
  schedule: { kind: 'constant' },
  precision: mode === 'compiled-bf16' ? 'bfloat16' : 'float32',
});
const loss = { output: family.output, classes: CLASSES, labelSmoothing: 0 };
const step = createTrainingStep(
  family.build({ exampleShape, classes: CLASSES, seed: 1 }),
  { ...config, loss },
  { train: batchSizes(EXAMPLES, config.batchSize), evaluate: [] },
  mode !== 'eager',
  (line) => {
    throw new Error(line);
  },
);
const preprocessor = {
  kind: 'image',
  height: 1,
  width: 1,
  channels: 1,
  fit: 'stretch',
  background: 'as-is',
  mean: [0],
  std: [1],
} as const;

let epoch = 0;
let steps = 0;
function runEpoch(): number {
  let correct = 0;
  let total = 0;
  const { batchSize } = config;
  const { learningRate } = config.optimizer;
  for (const batch of shuffledBatches({
    dataset,
    preprocessor: { ...preprocessor, mean: [0], std: [1] },
    batchSize,
    seed: 1,
    epoch: ++epoch,
  })) {
    const result = step.train(batch, { step: steps++, learningRate });
    correct += result.correct;
    total += result.loss * batch.size;
  }
  if (!Number.isFinite(total)) throw new Error('the loss is no longer a number');
  return correct / EXAMPLES;
}

console.log('lintel');
createInterface({ input: process.stdin }).on('line', () => {
  runEpoch();
  console.log('done');
});
