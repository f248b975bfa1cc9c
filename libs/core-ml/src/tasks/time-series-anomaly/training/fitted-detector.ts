import { type AnomalyPreprocessing } from '@lintel/contracts';
import { type OnnxGraph } from '../../../export/onnx/onnx-graph';
import { type FeatureMatrix } from '../../../tables/feature-matrix';
import { UNUSUAL } from '../anomaly-output';

/** What a recipe has fitted: its scores, its graph and what the manifest says of it. */
export interface FittedDetector {
  /** @returns float64 [rows, 1 + signals] as the graph's output */
  score(features: FeatureMatrix): Float64Array;
  toOnnx(metadata: Readonly<Record<string, string>>): Uint8Array;
  readonly parameters: number;
  readonly config: Readonly<Record<string, unknown>>;
}

export interface FitDetectorRequest {
  /** Of usual rows. */
  readonly features: FeatureMatrix;
  readonly about: AnomalyPreprocessing;
  readonly seed: number;
  readonly onProgress?: ((done: number) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Puts the scores of signals behind the score of their row: the largest one.
 * @param scores float64 [rows, signals]
 * @returns float64 [rows, 1 + signals]
 */
export function withLargest(scores: Float64Array, signals: number): Float64Array {
  const rows = scores.length / signals;
  const all = new Float64Array(rows * (1 + signals));
  for (let row = 0; row < rows; row += 1) {
    const own = scores.subarray(row * signals, (row + 1) * signals);
    all[row * (1 + signals)] = own.reduce((most, value) => Math.max(most, value), 0);
    all.set(own, row * (1 + signals) + 1);
  }
  return all;
}

/**
 * Ends a graph whose row is as unusual as its most unusual signal.
 * @param scores name of the scores of signals, [batch, signals], not negative
 */
export function addLargest(graph: OnnxGraph, scores: string, signals: number): void {
  const largest = graph.node('ReduceMax', [scores], { axes: { ints: [1] }, keepdims: { int: 1 } });
  addUnusual(graph, largest, scores, signals);
}

/** @param row name of the score of the row, [batch, 1] */
export function addUnusual(graph: OnnxGraph, row: string, scores: string, signals: number): void {
  graph.node('Concat', [row, scores], { axis: { int: 1 } }, UNUSUAL);
  graph.output(UNUSUAL, ['batch', 1 + signals]);
}

/** Adds a node that writes 0 where a value is missing. */
export function addZeroForMissing(graph: OnnxGraph, values: string): string {
  return graph.node('Where', [graph.node('IsNaN', [values]), graph.floats('zero', [1], Float32Array.of(0)), values]);
}
