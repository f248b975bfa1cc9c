import {
  type Dataset,
  type ModelManifest,
  type Preprocessor,
  TRAINING_FIGURE,
  type TrainingInterruption,
} from '@lintel/contracts';
import type { LayersModel, SymbolicTensor, Tensor } from '@tensorflow/tfjs-node-gpu';
import { type BackboneManifest } from '../../../../backbones/backbone-manifest';
import { type StoredBackbone } from '../../../../backbones/backbone-store';
import { described } from '../../../../backbones/make-backbone';
import { buildNetworkLayers, CLASS_LAYER, layerStages, readNetworkLayers } from '../../../../backbones/network-layers';
import { type NetworkWeights } from '../../../../backbones/network-weights';
import { writeBackbone } from '../../../../backbones/write-backbone';
import { engineDescription, loadTensorFlow } from '../../../../engine/tensorflow';
import { EMBEDDING_LAYER } from '../../../../models/model-family';
import { batchSizes, orderedBatches } from '../../../../training/batches';
import { classWeights } from '../class-weights';
import { createTrainingStep } from '../../../../training/create-training-step';
import { trainModel, type TrainingResult, type TrainModelOptions } from '../../../../training/train-model';
import { spread } from '../../../../training/spread';
import { fitUnlikenessOn, type Unlikeness } from '../fit-unlikeness';
import { datasetPictures, PictureEmbedder } from '../../../../transfer/embed-pictures';
import { type FineTuneRecipe, stageRate } from './fine-tune-recipe';
import { type LogisticLayer, logisticLogits, predictLogistic, softmaxRows } from '../../../../transfer/fit-logistic';
import { type FittedTransfer } from './publish-transfer';
import { fitTemperature } from '../../../../transfer/temperature';

/** Enough for the means and the covariance of the features. */
const MOST_UNLIKENESS_EXAMPLES = 5000;
const CHECKED_BATCH = 16;

export interface TunedData {
  readonly network: NetworkWeights;
  /** The same network, frozen. */
  readonly backbone: StoredBackbone;
  readonly train: Dataset;
  readonly validation: Dataset;
  /** Pictures on which the exported graph will be compared with the layers. */
  readonly parity: Dataset;
  /** The last layer to start from. */
  readonly head: LogisticLayer;
  readonly recipe: FineTuneRecipe;
  readonly seed: number;
}

type TuneOptions = Pick<TrainModelOptions, 'checkpoint' | 'onProgress' | 'onResume' | 'onEpoch' | 'onCheckpoint'> & {
  readonly signal?: AbortSignal | undefined;
  readonly compile?: boolean;
  readonly onLog?: (line: string) => void;
};

export interface TunedNetwork extends Pick<FittedTransfer, 'backbone' | 'layer' | 'unlikeness' | 'expected'> {
  readonly trained: TrainingResult;
  readonly temperature: number;
  /** float32 [validation examples, classes], calibrated. */
  readonly heldOutProbabilities: Float32Array;
  readonly parameters: number;
}

/** Trains a network from a fitted last layer on, and writes it as a backbone of its own with a calibrated layer. */
export async function tuneNetwork(data: TunedData, options: TuneOptions): Promise<TunedNetwork> {
  const { network, train, head, recipe, seed } = data;
  const classes = train.classNames.length;
  const model = buildNetworkLayers(network, {
    statistics: recipe.statistics,
    trainedFrom: recipe.trainedFrom,
    head: { classes, dropout: recipe.dropout, seed, weights: { kernel: head.coefficients, bias: head.intercepts } },
  });
  try {
    const trained = await trainLayers(model, data, options);
    return { trained, parameters: model.countParams(), ...(await finish(model, data, options)) };
  } finally {
    model.dispose();
  }
}

async function trainLayers(
  model: LayersModel,
  { network: { plan }, backbone, train, validation, recipe, seed }: TunedData,
  options: TuneOptions,
): Promise<TrainingResult> {
  const { config, rateDecay } = recipe;
  const stages = layerStages(plan);
  // In the order of the model's trained weights.
  const learningRateFactors = model.layers.flatMap(({ name, trainableWeights }) =>
    trainableWeights.map(() => stageRate(plan, stages.get(name) ?? Infinity, rateDecay)),
  );
  const loss = {
    output: 'logits' as const,
    classes: train.classNames.length,
    labelSmoothing: config.labelSmoothing,
    ...classWeightsOf(recipe, train),
  };
  const sizes = {
    train: batchSizes(train.size, config.batchSize),
    evaluate: batchSizes(validation.size, config.batchSize),
  };
  const compile = options.compile ?? true;
  const step = createTrainingStep(model, { ...config, loss, learningRateFactors }, sizes, compile, options.onLog);
  try {
    const { signal, ...listeners } = options;
    return await trainModel({
      ...listeners,
      ...(signal ? { signal } : {}),
      step,
      figure: TRAINING_FIGURE,
      train,
      validation,
      preprocessor: backbone.manifest.preprocessor,
      config,
      evaluationBatchSize: config.batchSize,
      seed,
    });
  } finally {
    step.dispose();
  }
}

function classWeightsOf({ config }: FineTuneRecipe, train: Dataset): { readonly classWeights?: readonly number[] } {
  const weights = classWeights(config.classWeights, train);
  return weights ? { classWeights: weights } : {};
}

/** Writes the trained layers as ONNX, whose features decide temperature and unlikeness, and keeps the layers' answers. */
async function finish(
  model: LayersModel,
  { network, backbone, train, validation, parity }: TunedData,
  { signal }: TuneOptions,
): Promise<Omit<TunedNetwork, 'trained' | 'parameters'>> {
  const tuned = readNetworkLayers(model, network.plan);
  const onnx = writeBackbone(tuned, { outputs: ['features', 'map'] });
  const source = backbone.manifest;
  const manifest: BackboneManifest = {
    ...source,
    onnx: { ...source.onnx, ...described(source.onnx.file, onnx), stages: [], logits: null },
    weights: null,
  };
  const embedder = await PictureEmbedder.open({ manifest, onnx });
  try {
    const classes = train.classNames.length;
    const [kernel, intercepts] = headOf(model);
    const head: LogisticLayer = { size: embedder.size, classes, coefficients: kernel, intercepts };
    const heldOut = await embedder.embed(datasetPictures(validation), { signal });
    const temperature = fitTemperature(logisticLogits(head, heldOut), validation.labels, classes);
    const layer: LogisticLayer = {
      ...head,
      coefficients: kernel.map((value) => value / temperature),
      intercepts: intercepts.map((value) => value / temperature),
    };
    const some = spread(train, MOST_UNLIKENESS_EXAMPLES);
    const unlikeness: Unlikeness | undefined = fitUnlikenessOn(
      { features: await embedder.embed(datasetPictures(some), { signal }), labels: some.labels },
      { features: heldOut, labels: validation.labels },
      classes,
    );
    return {
      backbone: { manifest, onnx },
      layer,
      unlikeness,
      temperature,
      heldOutProbabilities: predictLogistic(layer, heldOut),
      expected: answersOf(model, parity, source.preprocessor, temperature),
    };
  } finally {
    await embedder.close();
  }
}

const headOf = (model: LayersModel): [Float32Array, Float32Array] =>
  model
    .getLayer(CLASS_LAYER)
    .getWeights()
    .map((weight) => weight.dataSync<'float32'>().slice()) as [Float32Array, Float32Array];

/** What the layers themselves answer, in TensorFlow. */
function answersOf(
  model: LayersModel,
  dataset: Dataset,
  preprocessor: Preprocessor,
  temperature: number,
): FittedTransfer['expected'] {
  const tf = loadTensorFlow();
  const both = tf.model({
    inputs: model.inputs,
    outputs: [model.outputs[0]!, model.getLayer(EMBEDDING_LAYER).output as SymbolicTensor],
  });
  const classes = dataset.classNames.length;
  const [, features] = both.outputs[1]!.shape as [null, number];
  const logits = new Float32Array(dataset.size * classes);
  const embeddings = new Float32Array(dataset.size * features);
  let start = 0;
  for (const { inputs, size } of orderedBatches({ dataset, preprocessor, batchSize: CHECKED_BATCH })) {
    tf.tidy(() => {
      const shape = [size, ...(model.inputs[0]!.shape.slice(1) as number[])];
      const [last, vectors] = both.predict(tf.tensor(inputs, shape)) as [Tensor, Tensor];
      logits.set(last.dataSync(), start * classes);
      embeddings.set(vectors.dataSync(), start * features);
    });
    start += size;
  }
  const calibrated = logits.map((value) => value / temperature);
  return { probabilities: softmaxRows(calibrated, classes), embeddings };
}

/** The fine-tuned network as it is published. */
export function describeTuned(
  { trained, temperature, parameters, ...fitted }: TunedNetwork,
  about: {
    readonly source: BackboneManifest;
    readonly recipe: FineTuneRecipe;
    readonly config: Readonly<Record<string, unknown>>;
    readonly seed: number;
    readonly seconds: number;
    readonly interruptions: readonly TrainingInterruption[];
  },
): FittedTransfer {
  const { source, recipe, config, seed, seconds, interruptions } = about;
  const { curve, bestEpoch } = trained;
  const speeds = curve.map(({ imagesPerSecond }) => imagesPerSecond).sort((one, other) => one - other);
  const network: ModelManifest['training']['network'] = {
    epochs: curve.length,
    batchSize: recipe.config.batchSize,
    optimizer: recipe.config.optimizer.kind,
    imagesPerSecond: speeds[speeds.length >> 1]!,
    curve: [...curve],
    bestEpoch,
  };
  const { statistics, trainedFrom, rateDecay, dropout } = recipe;
  return {
    backbone: fitted.backbone,
    layer: fitted.layer,
    unlikeness: fitted.unlikeness,
    expected: fitted.expected,
    architecture: {
      name: `fine-tune/${source.name}`,
      parameters,
      config: {
        backbone: { name: source.name, sha256: source.onnx.sha256, licence: source.licence },
        statistics,
        trainedFrom,
        rateDecay,
        dropout,
        temperature,
        ...config,
      },
    },
    training: { seed, engine: engineDescription(), seconds, network, interruptions: [...interruptions] },
  };
}
