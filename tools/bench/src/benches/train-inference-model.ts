import { createRandom, type Dataset, sizeOfShape } from '@lintel/contracts';
import { runPipeline } from '@lintel/core-ml/training';

const SHAPE = [32, 32, 3];
const CLASS_NAMES = ['plane', 'car', 'bird', 'cat', 'deer', 'dog', 'frog', 'horse', 'ship', 'truck'];

/** Speed does not depend on what a model has learnt, so it is trained on noise. */
function noise(size: number, name: string): Dataset {
  const random = createRandom(1, name);
  const length = sizeOfShape(SHAPE);
  const pixels = Uint8Array.from({ length: size * length }, () => random.int(256));
  return {
    size,
    exampleShape: SHAPE,
    dtype: 'uint8',
    classNames: CLASS_NAMES,
    labels: Int32Array.from({ length: size }, (_, index) => index % CLASS_NAMES.length),
    contentHash: '0'.repeat(64),
    read(indices, target) {
      Array.from(indices, (index, row) =>
        target.set(pixels.subarray(index * length, (index + 1) * length), row * length),
      );
    },
    close: () => undefined,
  };
}

async function main(out: string): Promise<void> {
  await runPipeline(
    {
      name: 'inference-bench',
      architecture: 'two-conv',
      preprocessing: { kind: 'image', height: 32, width: 32, channels: 3, fit: 'stretch', background: 'as-is' },
      split: { validation: 0, test: 0 },
      training: { epochs: 1 },
      unsureBelow: 0.5,
      seed: 1,
    },
    { dataset: { name: 'noise', train: noise(128, 'train'), test: noise(64, 'test') }, out },
  );
}

main(process.argv[2] ?? '').then(
  () => process.exit(0),
  (error: unknown) => {
    console.error(error);
    process.exit(1);
  },
);
