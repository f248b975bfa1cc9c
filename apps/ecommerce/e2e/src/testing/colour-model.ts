import { evaluateClassification, Predictor } from '@lintel/core-ml';
import { COLOURS_MANIFEST, writeColourModel } from '@lintel/core-ml/testing/colour-model';
import { solid } from '@lintel/core-ml/testing/pictures';
import { rm } from 'node:fs/promises';
import { type ManifestOf } from '@lintel/contracts';

type Manifest = ManifestOf<'image-classification'>;
type Curve = NonNullable<Manifest['training']['network']>['curve'];
type Rgb = readonly [number, number, number];

const COLOURS: Readonly<Record<string, Rgb>> = {
  red: [255, 0, 0],
  green: [0, 255, 0],
  blue: [0, 0, 255],
  yellow: [255, 255, 0],
  cyan: [0, 255, 255],
  magenta: [255, 0, 255],
};
/** The share of the next colour that is mixed in; the strongest ones are mistaken for it. */
const MIXTURES = [0, 0.15, 0.3, 0.45, 0.6];

/**
 * A real ONNX model that classifies colours, evaluated on pictures of mixed colours.
 * @returns its folder, to be removed by the caller
 */
export async function writeEvaluatedColourModel(): Promise<string> {
  const plain = await writeColourModel();
  const predictor = await Predictor.load(plain, { task: 'image-classification' });
  try {
    const evaluation = await evaluate(predictor);
    return await writeColourModel({
      manifest: {
        ...COLOURS_MANIFEST,
        evaluation,
        training: {
          ...COLOURS_MANIFEST.training,
          network: {
            ...COLOURS_MANIFEST.training.network!,
            epochs: 3,
            bestEpoch: 2,
            curve: [1, 2, 3].map(epochResult),
          },
        },
      },
    });
  } finally {
    await predictor.close();
    await rm(plain, { recursive: true });
  }
}

async function evaluate(predictor: Predictor<'image-classification'>): Promise<Manifest['evaluation']> {
  const { classNames } = predictor.manifest.reading;
  const examples = classNames.flatMap((className, label) =>
    MIXTURES.map((share) => ({ label, colour: mix(className, classNames[(label + 1) % classNames.length]!, share) })),
  );
  const pictures = await Promise.all(examples.map(({ colour }) => solid(colour).png().toBuffer()));
  const predictions = await predictor.predict(pictures);
  const probabilities = predictions.flatMap(({ top }) => {
    // A prediction names five of the six classes: the last one has the remaining probability.
    const left = 1 - top.reduce((sum, { probability }) => sum + probability, 0);
    return classNames.map((name) => top.find(({ className }) => className === name)?.probability ?? Math.max(0, left));
  });
  return evaluateClassification({
    probabilities: Float32Array.from(probabilities),
    labels: Int32Array.from(examples, ({ label }) => label),
    classNames,
  });
}

function mix(one: string, other: string, share: number): string {
  const [a, b] = [COLOURS[one]!, COLOURS[other]!];
  return `rgb(${a.map((channel, index) => Math.round(channel * (1 - share) + b[index]! * share)).join(', ')})`;
}

function epochResult(epoch: number): Curve[number] {
  return {
    epoch,
    trainLoss: 2 / epoch,
    validationLoss: 2.2 / epoch,
    figures: [{ key: 'accuracy', unit: 'share', train: 0.25 * epoch, validation: 0.2 * epoch }],
    learningRate: 0.001,
    imagesPerSecond: 1_000,
    seconds: 1,
  };
}
