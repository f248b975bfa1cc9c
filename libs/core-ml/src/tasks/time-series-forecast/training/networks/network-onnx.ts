import { sizeOfShape, type WindowPreprocessing } from '@lintel/contracts';
import { addLayers } from '../../../../export/onnx/add-layers';
import { OnnxGraph } from '../../../../export/onnx/onnx-graph';
import { standardsOf } from '../../../../series/encode-sequences';
import { channelsOf, type SequenceLayout } from '../../../../series/sequence-layout';
import { FEATURES } from '../../../series/run-windows';
import { FORECAST, OUTPUTS, REASONS } from '../../forecast-output';
import { type FittedNetwork } from './fit-network';
import { shapleyRows } from './shapley-rows';

const FLOAT = 1;

/** The signals in the order of the graph's reasons; the calendar and the time count together, under the time's name. */
export function explainedSignals({ signals, numbers, periods }: SequenceLayout, about: WindowPreprocessing): string[] {
  const time = about.time.column;
  return [...new Set([...signals, ...numbers, ...(periods.length > 0 ? [time] : [])])];
}

/**
 * Writes a network as a graph that standardises the features itself: `features` float32 [batch, features] to `forecast`
 * [batch, 3] and `reasons` [batch, 1 + signals], the forecast of an average window and what each signal adds to it.
 */
export function networkOnnx(
  { network, layout, scale, target }: FittedNetwork,
  about: WindowPreprocessing,
  metadata: Readonly<Record<string, string>>,
): Uint8Array {
  const graph = new OnnxGraph('forecaster');
  const { steps } = layout;
  const channels = channelsOf(layout);
  const encoded = addEncoding(graph, layout, standardsOf(layout, scale));
  const signals = explainedSignals(layout, about);
  const { masks, weights } = shapleyRows(signals.length);
  const shown = channelMasks(masks, signals, layout, about);
  const mask = graph.floats('shown', [1, masks.length, 1, channels], shown);
  const one = graph.node('Unsqueeze', [encoded, graph.integers('axes', [1])]);
  const all = graph.node('Reshape', [graph.node('Mul', [one, mask]), graph.integers('shape', [-1, steps, channels])]);
  const { output } = addLayers(graph, network, { name: all, shape: [steps, channels], layout: 'channels-last' });
  const scaled = graph.node('Mul', [output.name, graph.floats('deviation', [], Float32Array.of(target.deviation))]);
  const values = graph.node('Reshape', [
    graph.node('Add', [scaled, graph.floats('mean', [], Float32Array.of(target.mean))]),
    graph.integers('shape', [-1, masks.length * OUTPUTS]),
  ]);
  graph.node('Slice', [values, ...[[0], [OUTPUTS], [1]].map((range) => graph.integers('range', range))], {}, FORECAST);
  graph.output(FORECAST, ['batch', OUTPUTS]);
  // The weights of the quantiles are zero: reasons are those of the value.
  const width = 1 + signals.length;
  const matrix = new Float32Array(masks.length * OUTPUTS * width);
  weights.forEach((row, at) => matrix.set(row, at * OUTPUTS * width));
  graph.node('MatMul', [values, graph.floats('weights', [masks.length * OUTPUTS, width], matrix)], {}, REASONS);
  graph.output(REASONS, ['batch', width]);
  return graph.toModel(metadata);
}

export const networkParameters = ({ network }: FittedNetwork): number =>
  network.weights.reduce((sum, { shape }) => sum + sizeOfShape(shape as number[]), 0);

/** As `encodeSequences`: float32 [batch, steps, channels]. */
function addEncoding(graph: OnnxGraph, layout: SequenceLayout, standards: ReturnType<typeof standardsOf>): string {
  const { steps, signals, numbers, periods } = layout;
  const width = steps * signals.length;
  const values = width + numbers.length;
  const input = graph.input(FEATURES, ['batch', values + periods.length]);
  const between = (name: string, from: number, to: number): string =>
    graph.node('Slice', [name, ...[[from], [to], [1]].map((range) => graph.integers('range', range))]);
  const raw = between(input, 0, values);
  const isMissing = graph.node('IsNaN', [raw]);
  const vector = (label: string, of: (standard: (typeof standards)[number]) => number): string =>
    graph.floats(label, [1, values], Float32Array.from(standards, of));
  const centred = graph.node('Sub', [raw, vector('means', ({ mean }) => mean)]);
  const standardised = graph.node('Div', [centred, vector('deviations', ({ deviation }) => deviation)]);
  const zero = graph.floats('zero', [], Float32Array.of(0));
  const known = graph.node('Where', [isMissing, zero, standardised]);
  const missing = graph.node('Cast', [isMissing], { to: { int: FLOAT } });
  const shape = graph.integers('shape', [0, steps, signals.length]);
  const sequence = [known, missing].map((name) => graph.node('Reshape', [between(name, 0, width), shape]));
  const whole = numbers.length === 0 ? [] : [known, missing].map((name) => between(name, width, values));
  if (periods.length > 0) {
    const turns = graph.floats(
      'turns',
      [1, periods.length],
      Float32Array.from(periods, (one) => (2 * Math.PI) / one),
    );
    const angles = graph.node('Mul', [between(input, values, values + periods.length), turns]);
    whole.push(graph.node('Sin', [angles]), graph.node('Cos', [angles]));
  }
  if (whole.length === 0) return graph.node('Concat', sequence, { axis: { int: 2 } });
  const joined = graph.node('Concat', whole, { axis: { int: 1 } });
  const one = graph.node('Unsqueeze', [joined, graph.integers('axes', [1])]);
  const repeated = graph.node('Expand', [
    one,
    graph.integers('shape', [1, steps, 2 * (numbers.length + periods.length)]),
  ]);
  return graph.node('Concat', [...sequence, repeated], { axis: { int: 2 } });
}

/** 1 for the channels of the signals that a row shows; all others are those of an average window. */
function channelMasks(
  masks: readonly (readonly boolean[])[],
  names: readonly string[],
  { signals, numbers, periods }: SequenceLayout,
  { time }: WindowPreprocessing,
): Float32Array {
  const calendar = periods.map(() => time.column);
  const owners = [...signals, ...signals, ...numbers, ...numbers, ...calendar, ...calendar];
  return Float32Array.from(masks.flatMap((mask) => owners.map((owner) => Number(mask[names.indexOf(owner)]))));
}
