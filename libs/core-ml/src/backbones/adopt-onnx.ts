import { type ImagePreprocessor, LintelError } from '@lintel/contracts';
import { OnnxGraph } from '../export/onnx/onnx-graph';
import { joinOnnx, type OnnxParts, readOnnxParts } from '../export/onnx/onnx-parts';
import { type BackboneManifest } from './backbone-manifest';
import { type NewBackbone } from './backbone-store';
import { GraphSession, type GraphTensor } from './graph-session';
import { type BackboneOrigin, described } from './make-backbone';

export interface AdoptOptions extends BackboneOrigin {
  readonly name: string;
  /** Output that holds the features, float32 [batch, size] or a map, whose mean is taken. */
  readonly output?: string;
  /** Side of the pictures in pixels, if the graph leaves it open. */
  readonly size?: number;
  readonly normalisation: Pick<ImagePreprocessor, 'mean' | 'std'>;
}

/** Operators that are added here and by a classifier mean the same from this operator set on. */
const OLDEST_OPSET = 13;
const INPUT = 'lintel/input';
const FEATURES = 'lintel/features';
const MAP = 'lintel/map';

/**
 * Makes a backbone of a foreign ONNX file: one input of pictures in either layout, one chosen output. What the output
 * does not need is left out. The result takes pictures channels last, and has been run once.
 * @throws LintelError MODEL_INVALID (another kind of graph, or one that fails), INVALID_ARGUMENT (output, size)
 */
export async function adoptOnnx(bytes: Uint8Array, options: AdoptOptions): Promise<NewBackbone> {
  const parts = readOnnxParts(bytes);
  if (parts.opset < OLDEST_OPSET) {
    throw invalid('The ONNX file uses an old operator set.', `${OLDEST_OPSET} or newer`, String(parts.opset));
  }
  const foreign = await GraphSession.open(bytes);
  const { inputs, outputs } = foreign;
  await foreign.close();
  const picture = pictureInput(inputs, options.size);
  const output = chooseOutput(outputs, options.output);
  const { height, width } = picture;
  const wrapped = wrap(parts, picture, output, options.name);
  const answer = await runOnce(wrapped.onnx, picture, wrapped.outputs);
  const size = answer[FEATURES]!.values;
  const map = answer[MAP];
  const manifest: BackboneManifest = {
    formatVersion: 1,
    name: options.name,
    createdAt: new Date().toISOString(),
    architecture: null,
    licence: options.licence,
    source: options.source,
    preprocessor: {
      kind: 'image',
      height,
      width,
      channels: 3,
      fit: 'stretch',
      background: 'as-is',
      ...options.normalisation,
    },
    onnx: {
      ...described('backbone.onnx', wrapped.onnx),
      input: INPUT,
      features: { name: FEATURES, size },
      map: map ? { name: MAP, ...mapShape(output, map.values, size, picture) } : null,
      stages: [],
      logits: null,
    },
    weights: null,
  };
  return { manifest, onnx: wrapped.onnx };
}

interface PictureInput {
  readonly name: string;
  readonly layout: 'channels-first' | 'channels-last';
  readonly height: number;
  readonly width: number;
}

function pictureInput(inputs: readonly GraphTensor[], size: number | undefined): PictureInput {
  const list = inputs.map(describe).join('; ');
  const [input] = inputs;
  if (inputs.length !== 1 || input!.type !== 'float32' || input!.shape.length !== 4) {
    throw invalid('The graph does not take one picture.', 'one input, float32 [batch, 3, height, width]', list);
  }
  const [batch, one, two, three] = input!.shape;
  if (typeof batch === 'number') {
    throw invalid('The graph takes a fixed number of pictures.', 'a free first dimension', list);
  }
  const layout = one === 3 ? 'channels-first' : three === 3 ? 'channels-last' : undefined;
  if (!layout) throw invalid('The graph does not take pictures of three channels.', 'three channels', list);
  const sides = layout === 'channels-first' ? [two, three] : [one, two];
  const [height, width] = sides.map((side) => (typeof side === 'number' ? side : size));
  if (height === undefined || width === undefined) {
    throw chosen('The graph leaves the size of the pictures open.', 'a number of pixels', list, '--size 224');
  }
  if (size !== undefined && (size !== height || size !== width)) {
    throw chosen('The graph takes pictures of another size.', `${height} × ${width}`, String(size), 'no --size');
  }
  return { name: input!.name, layout, height, width };
}

function chooseOutput(outputs: readonly GraphTensor[], name: string | undefined): GraphTensor {
  const fitting = outputs.filter(({ type, shape }) => type === 'float32' && (shape.length === 2 || shape.length === 4));
  const list = outputs.map(describe).join('; ');
  if (name === undefined && fitting.length === 1) return fitting[0]!;
  const found = fitting.find((output) => output.name === name);
  if (found) return found;
  if (fitting.length === 0) {
    throw invalid('The graph has no output of features.', 'float32 [batch, size], or a map of four dimensions', list);
  }
  throw chosen(
    name === undefined ? 'The graph has several outputs that could be the features.' : 'The graph has no such output.',
    fitting.map((each) => each.name).join(', '),
    name ?? list,
    `--output ${fitting[0]!.name}`,
  );
}

/** Puts a transposition before the graph, and the mean of the map after it, where they are needed. */
function wrap(
  parts: OnnxParts,
  { name, layout, height, width }: PictureInput,
  output: GraphTensor,
  title: string,
): { readonly onnx: Uint8Array; readonly outputs: readonly string[] } {
  const before = new OnnxGraph('before', 'lintel/before/');
  before.input(INPUT, ['batch', height, width, 3]);
  if (layout === 'channels-first') before.node('Transpose', [INPUT], { perm: { ints: [0, 3, 1, 2] } }, name);
  else before.node('Identity', [INPUT], {}, name);
  const after = new OnnxGraph('after', 'lintel/after/');
  const isMap = output.shape.length === 4;
  if (isMap) {
    const isFirst = isChannelsFirst(output, layout);
    if (isFirst) after.node('Transpose', [output.name], { perm: { ints: [0, 2, 3, 1] } }, MAP);
    else after.node('Identity', [output.name], {}, MAP);
    const axes = isFirst ? [2, 3] : [1, 2];
    const sum = after.node('ReduceSum', [output.name, after.integers('axes', axes)], { keepdims: { int: 0 } });
    // ReduceMean changed its form with operator set 18; a sum and a division mean the same in all.
    const ones = after.node('Exp', [after.node('Sub', [output.name, output.name])]);
    const count = after.node('ReduceSum', [ones, after.integers('axes', axes)], { keepdims: { int: 0 } });
    after.node('Div', [sum, count], {}, FEATURES);
    after.output(MAP, ['batch', 'rows', 'columns', 'channels']);
  } else after.node('Identity', [output.name], {}, FEATURES);
  after.output(FEATURES, ['batch', 'features']);
  const outputs = isMap ? [FEATURES, MAP] : [FEATURES];
  const joined = [readOnnxParts(before.toModel({})), parts, readOnnxParts(after.toModel({}))];
  return { onnx: joinOnnx({ name: title, parts: joined, inputs: [INPUT], outputs }), outputs };
}

/** A map has the layout of the pictures, unless its fixed sizes say otherwise. */
function isChannelsFirst({ shape }: GraphTensor, layout: PictureInput['layout']): boolean {
  const [, one, two, three] = shape;
  if (typeof one === 'number' && typeof three === 'number' && one !== three) return two === three;
  return layout === 'channels-first';
}

/** The number of values of each output for one picture. */
async function runOnce(
  onnx: Uint8Array,
  { height, width }: PictureInput,
  outputs: readonly string[],
): Promise<Record<string, { readonly values: number }>> {
  const session = await GraphSession.open(onnx);
  try {
    const values = new Float32Array(2 * height * width * 3).map((_, at) => ((at * 7919) % 255) / 255);
    const feeds = { [INPUT]: { values, shape: [2, height, width, 3] } };
    const answer = await session.run(feeds, outputs);
    if (!answer[FEATURES]!.every(Number.isFinite)) {
      throw invalid('The graph gives features that are not finite.', 'finite numbers', 'NaN or infinity');
    }
    return Object.fromEntries(outputs.map((name) => [name, { values: answer[name]!.length / 2 }]));
  } catch (error) {
    if (error instanceof LintelError && error.code === 'MODEL_INVALID') throw error;
    const received = error instanceof LintelError ? (error.received ?? error.message) : String(error);
    throw invalid('The graph fails on two pictures.', `features of [2, ${height}, ${width}, 3]`, received, error);
  } finally {
    await session.close();
  }
}

function mapShape(
  { shape }: GraphTensor,
  values: number,
  channels: number,
  { height, width }: PictureInput,
): { height: number; width: number; channels: number } {
  const positions = values / channels;
  const fixed = shape.slice(1).filter((each): each is number => typeof each === 'number' && each !== channels);
  const rows = fixed[0] ?? Math.round(Math.sqrt((positions * height) / width));
  return { height: rows, width: positions / rows, channels };
}

const describe = ({ name, type, shape }: GraphTensor): string => `${name}: ${type} [${shape.join(', ')}]`;

function invalid(problem: string, expected: string, received: string, cause?: unknown): LintelError {
  const cure = 'Export the network again, without its classifier, for operator set 17 and a free batch.';
  return new LintelError('MODEL_INVALID', { problem, expected, received, cure, cause });
}

const chosen = (problem: string, expected: string, received: string, option: string): LintelError =>
  new LintelError('INVALID_ARGUMENT', { problem, expected, received, cure: `Say it, such as with ${option}.` });
