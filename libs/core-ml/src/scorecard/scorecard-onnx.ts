import { type Scorecard, type ScorecardColumn } from '@lintel/contracts';
import { OnnxGraph } from '../export/onnx/onnx-graph';
import { pointsScale } from './fit-scorecard';

export interface ScorecardGraph {
  readonly bytes: Uint8Array;
  /** float32 [batch, columns of the card], NaN is missing. */
  readonly input: 'columns';
  /** `points` float32 [batch, columns], `score` float32 [batch, 1], `probabilities` float32 [batch, 2], event last. */
  readonly outputs: readonly ['points', 'score', 'probabilities'];
}

const FLOAT = 1;
const INT64 = 7;

/**
 * Writes a scorecard as an ONNX graph. A value's place is the number of edges that it reaches; the place of a special
 * code or a missing value follows after the ranges; the points are looked up by place. A category is a number whose
 * edges lie between the codes.
 */
export function scorecardOnnx(card: Scorecard, metadata: Readonly<Record<string, string>> = {}): ScorecardGraph {
  const graph = new OnnxGraph('scorecard');
  const width = card.columns.length;
  const columns = card.columns.map(placesOf);
  const most = (list: 'edges' | 'special'): number => Math.max(1, ...columns.map((column) => column[list].length));
  const [edges, special] = [most('edges'), most('special')];
  // Every column has the same number of places: its ranges, filled up, then its codes, then missing.
  const places = edges + 1 + special + 1;
  const scalar = (label: string, value: number): string => graph.floats(label, [1], Float32Array.of(value));
  const table = (label: string, size: number, values: readonly (readonly number[])[], filler: number): string =>
    graph.floats(label, [width, size], Float32Array.from(values.flatMap((list) => filled(list, size, filler))));

  const input = graph.input('columns', ['batch', width]);
  const spread = graph.node('Unsqueeze', [input, graph.integers('last', [2])]);
  const reached = graph.node('GreaterOrEqual', [
    spread,
    table(
      'edges',
      edges,
      columns.map((one) => one.edges),
      Infinity,
    ),
  ]);
  const place = sumLast(graph, reached);
  const codes = table(
    'codes',
    special,
    columns.map((one) => one.special),
    NaN,
  );
  const isCode = graph.node('Equal', [spread, codes]);
  const codePlaces = graph.floats(
    'code_places',
    [special],
    Float32Array.from({ length: special }, (_, index) => edges + 1 + index),
  );
  const codePlace = graph.node(
    'ReduceSum',
    [
      graph.node('Mul', [graph.node('Cast', [isCode], { to: { int: FLOAT } }), codePlaces]),
      graph.integers('code_axis', [2]),
    ],
    { keepdims: { int: 0 } },
  );
  const hasCode = graph.node('Greater', [codePlace, scalar('none', 0)]);
  const known = graph.node('Where', [hasCode, codePlace, place]);
  const isMissing = graph.node('IsNaN', [input]);
  const found = graph.node('Where', [isMissing, scalar('missing', places - 1), known]);
  const offsets = graph.floats(
    'offsets',
    [width],
    Float32Array.from({ length: width }, (_, index) => index * places),
  );
  const index = graph.node('Cast', [graph.node('Add', [found, offsets])], { to: { int: INT64 } });
  const points = Float32Array.from(
    columns.flatMap(({ ranges, codes: ofCodes, missing }) => [
      ...filled(ranges, edges + 1, missing),
      ...filled(ofCodes, special, 0),
      missing,
    ]),
  );
  graph.node('Gather', [graph.floats('points_table', [points.length], points), index], {}, 'points');
  graph.node('ReduceSum', ['points', graph.integers('columns_axis', [1])], { keepdims: { int: 1 } }, 'score');
  const { factor, offset } = pointsScale(card.scaling);
  const against = graph.node('Div', [graph.node('Sub', ['score', scalar('offset', offset)]), scalar('factor', factor)]);
  const both = graph.node('Concat', [against, graph.node('Neg', [against])], { axis: { int: 1 } });
  graph.node('Sigmoid', [both], {}, 'probabilities');
  graph.output('points', ['batch', width]);
  graph.output('score', ['batch', 1]);
  graph.output('probabilities', ['batch', 2]);
  return { bytes: graph.toModel(metadata), input: 'columns', outputs: ['points', 'score', 'probabilities'] };
}

interface Places {
  readonly edges: readonly number[];
  readonly special: readonly number[];
  /** Points of the ranges, one more than edges. */
  readonly ranges: readonly number[];
  readonly codes: readonly number[];
  readonly missing: number;
}

function placesOf(column: ScorecardColumn): Places {
  const points = column.bins.map((bin) => bin.points);
  const missing = points.at(-1)!;
  if (column.kind === 'number') {
    const { edges, special } = column;
    return {
      edges,
      special,
      ranges: points.slice(0, edges.length + 1),
      codes: points.slice(edges.length + 1, -1),
      missing,
    };
  }
  const ranges = column.groups.map((group) => (group < 0 ? missing : points[group]!));
  return { edges: column.groups.slice(1).map((_, code) => code + 0.5), special: [], ranges, codes: [], missing };
}

/** How many of the last axis are true. */
function sumLast(graph: OnnxGraph, flags: string): string {
  const numbers = graph.node('Cast', [flags], { to: { int: FLOAT } });
  return graph.node('ReduceSum', [numbers, graph.integers('edge_axis', [2])], { keepdims: { int: 0 } });
}

function filled(values: readonly number[], size: number, filler: number): number[] {
  return [...values, ...new Array<number>(size - values.length).fill(filler)];
}
