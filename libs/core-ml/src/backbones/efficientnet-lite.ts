import { LintelError } from '@lintel/contracts';

export const EFFICIENTNET_LITES = ['efficientnet-lite0', 'efficientnet-lite1', 'efficientnet-lite2'] as const;
export type EfficientNetLite = (typeof EFFICIENTNET_LITES)[number];

/** One convolution without bias, followed by batch normalisation and, where `relu6`, by min(max(x, 0), 6). */
export interface ConvolutionPlan {
  /** Names in the published state dictionary. */
  readonly weights: string;
  readonly normalisation: string;
  readonly kind: 'dense' | 'depthwise';
  readonly kernel: 1 | 3 | 5;
  readonly stride: 1 | 2;
  readonly inputs: number;
  readonly outputs: number;
  readonly relu6: boolean;
}

/** An inverted residual block: expand, filter each channel, project (Sandler et al. 2018). */
export interface BlockPlan {
  /** From 1 to 7; the maps of stages 5 and 6 are the ones that describe parts of a picture best. */
  readonly stage: number;
  readonly convolutions: readonly ConvolutionPlan[];
  /** Whether the block's input is added to its output. */
  readonly residual: boolean;
}

/** A whole network as data: stem, blocks, head, and one dense layer over the mean of the head's map. */
export interface NetworkPlan {
  readonly name: string;
  /** Side of the pictures it was trained on, pixels. */
  readonly size: number;
  readonly stem: ConvolutionPlan;
  readonly blocks: readonly BlockPlan[];
  readonly head: ConvolutionPlan;
  /** Name of the last layer, float32 [classes, features] and [classes]. */
  readonly dense: string;
  readonly features: number;
  readonly classes: number;
}

/** Batch normalisation of all EfficientNets. */
export const NORMALISATION_EPSILON = 1e-3;

/** Per stage: blocks, kernel, stride, expansion, channels, of EfficientNet-B0 (Tan and Le 2019, table 1). */
const STAGES = [
  [1, 3, 1, 1, 16],
  [2, 3, 2, 6, 24],
  [2, 5, 2, 6, 40],
  [3, 3, 2, 6, 80],
  [3, 5, 1, 6, 112],
  [4, 5, 2, 6, 192],
  [1, 3, 1, 6, 320],
] as const;

/** Width, depth and picture size (README of the published EfficientNet-Lite). */
const SCALES: Readonly<Record<EfficientNetLite, readonly [width: number, depth: number, size: number]>> = {
  'efficientnet-lite0': [1, 1, 224],
  'efficientnet-lite1': [1, 1.1, 240],
  'efficientnet-lite2': [1.1, 1.2, 260],
};

/**
 * The plan of EfficientNet-Lite0, 1 or 2: EfficientNet without squeeze-and-excitation, with ReLU6 in place of swish, and
 * with stem, head, first and last stage never scaled.
 * @throws LintelError INVALID_ARGUMENT
 */
export function efficientNetLite(name: string): NetworkPlan {
  if (!isEfficientNetLite(name)) {
    const known = EFFICIENTNET_LITES.join(', ');
    throw new LintelError('INVALID_ARGUMENT', {
      problem: 'There is no backbone of that name.',
      expected: known,
      received: name,
      cure: `Choose one of: ${known}.`,
    });
  }
  const [width, depth, size] = SCALES[name];
  return planNetwork(
    name,
    size,
    STAGES.map(([blocks, kernel, stride, expansion, channels], index) => ({
      blocks: index === 0 || index === STAGES.length - 1 ? blocks : Math.ceil(depth * blocks),
      kernel,
      stride,
      expansion,
      channels: scaleChannels(channels, width),
    })),
    { stem: 32, features: 1280, classes: 1000 },
  );
}

export const isEfficientNetLite = (name: string): name is EfficientNetLite =>
  (EFFICIENTNET_LITES as readonly string[]).includes(name);

/** What distinguishes one stage of inverted residual blocks from another. */
export interface StagePlan {
  readonly blocks: number;
  readonly kernel: 3 | 5;
  readonly stride: 1 | 2;
  readonly expansion: number;
  readonly channels: number;
}

/** Lays out a network of this kind; tests use smaller ones. */
export function planNetwork(
  name: string,
  size: number,
  stages: readonly StagePlan[],
  ends: { readonly stem: number; readonly features: number; readonly classes: number },
): NetworkPlan {
  const blocks: BlockPlan[] = [];
  let inputs = ends.stem;
  for (const [index, { blocks: count, kernel, stride, expansion, channels }] of stages.entries()) {
    for (let repeat = 0; repeat < count; repeat++) {
      const prefix = `_blocks.${blocks.length}`;
      const shape = { kernel, stride: repeat === 0 ? stride : 1, expansion, inputs, outputs: channels } as const;
      blocks.push(planBlock(prefix, index + 1, shape));
      inputs = channels;
    }
  }
  return {
    name,
    size,
    stem: { ...dense('_conv_stem', '_bn0', 3, ends.stem), kernel: 3, stride: 2 },
    blocks,
    head: dense('_conv_head', '_bn1', inputs, ends.features),
    dense: '_fc',
    features: ends.features,
    classes: ends.classes,
  };
}

function planBlock(
  prefix: string,
  stage: number,
  {
    kernel,
    stride,
    expansion,
    inputs,
    outputs,
  }: Omit<StagePlan, 'blocks' | 'channels'> & { inputs: number; outputs: number },
): BlockPlan {
  const inner = inputs * expansion;
  const filter: ConvolutionPlan = {
    weights: `${prefix}._depthwise_conv`,
    normalisation: `${prefix}._bn1`,
    kind: 'depthwise',
    kernel,
    stride,
    inputs: inner,
    outputs: inner,
    relu6: true,
  };
  return {
    stage,
    convolutions: [
      ...(expansion === 1 ? [] : [dense(`${prefix}._expand_conv`, `${prefix}._bn0`, inputs, inner)]),
      filter,
      { ...dense(`${prefix}._project_conv`, `${prefix}._bn2`, inner, outputs), relu6: false },
    ],
    residual: stride === 1 && inputs === outputs,
  };
}

const dense = (weights: string, normalisation: string, inputs: number, outputs: number): ConvolutionPlan => ({
  weights,
  normalisation,
  kind: 'dense',
  kernel: 1,
  stride: 1,
  inputs,
  outputs,
  relu6: true,
});

/** To the nearest multiple of 8, but never by more than 10 % down (`round_filters` of the published code). */
function scaleChannels(channels: number, width: number): number {
  const scaled = channels * width;
  const rounded = Math.max(8, Math.floor((scaled + 4) / 8) * 8);
  return rounded < 0.9 * scaled ? rounded + 8 : rounded;
}

/** All convolutions in the order in which they are applied. */
export const convolutionsOf = ({ stem, blocks, head }: NetworkPlan): readonly ConvolutionPlan[] => [
  stem,
  ...blocks.flatMap(({ convolutions }) => convolutions),
  head,
];
