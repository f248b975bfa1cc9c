import { type ClassReport } from '@lintel/contracts';
import { thinCurve, type CurvePoint } from './thin-curve';

/** Enough for a smooth line, and small enough for a manifest. */
const POINTS_A_CURVE = 101;

/** Number of examples of the class (`hits`) and of other classes (`misses`) that score at least `threshold`. */
interface Cut {
  readonly threshold: number;
  readonly hits: number;
  readonly misses: number;
}

/**
 * One class against the rest: receiver operating characteristic with its area by the trapezoidal
 * rule (Fawcett 2006), and precision over recall with average precision, the sum of each precision
 * times the gain in recall, without interpolation (as in scikit-learn). Areas are of the full
 * curves; the points are thinned afterwards.
 * @param scores the probability of the class, per example
 * @param positive 1 if the example belongs to the class, else 0
 */
export function classCurves(scores: Float32Array, positive: Uint8Array): Pick<ClassReport, 'roc' | 'precisionRecall'> {
  const cuts = cutsAtEachScore(scores, positive);
  const { hits, misses } = cuts.at(-1) ?? { hits: 0, misses: 0 };
  return {
    roc: hits > 0 && misses > 0 ? rocOf(cuts, hits, misses) : null,
    precisionRecall: hits > 0 ? precisionRecallOf(cuts, hits) : null,
  };
}

/** In descending order of score; equal scores share one cut. */
function cutsAtEachScore(scores: Float32Array, positive: Uint8Array): Cut[] {
  const order = Uint32Array.from(scores.keys()).sort((one, other) => scores[other]! - scores[one]!);
  const cuts: Cut[] = [];
  let hits = 0;
  order.forEach((example, rank) => {
    hits += positive[example]!;
    const next = order[rank + 1];
    if (next === undefined || scores[next] !== scores[example]) {
      cuts.push({ threshold: scores[example]!, hits, misses: rank + 1 - hits });
    }
  });
  return cuts;
}

function rocOf(cuts: readonly Cut[], hits: number, misses: number): ClassReport['roc'] {
  const points: CurvePoint[] = [
    { x: 0, y: 0, threshold: null },
    ...cuts.map((cut) => ({ x: cut.misses / misses, y: cut.hits / hits, threshold: cut.threshold })),
  ];
  let area = 0;
  for (let index = 1; index < points.length; index++) {
    const [left, right] = [points[index - 1]!, points[index]!];
    area += (right.x - left.x) * ((right.y + left.y) / 2);
  }
  return { auc: Math.min(1, area), points: drawn(points) };
}

function precisionRecallOf(cuts: readonly Cut[], hits: number): ClassReport['precisionRecall'] {
  const points: CurvePoint[] = [{ x: 0, y: 1, threshold: null }];
  let averagePrecision = 0;
  for (const cut of cuts) {
    const recall = cut.hits / hits;
    const precision = cut.hits / (cut.hits + cut.misses);
    averagePrecision += (recall - points.at(-1)!.x) * precision;
    points.push({ x: recall, y: precision, threshold: cut.threshold });
    if (cut.hits === hits) break; // All further points only lose precision.
  }
  return { averagePrecision: Math.min(1, averagePrecision), points: drawn(points) };
}

/** The points to keep, rounded to six decimals; a screen shows three. */
function drawn(points: readonly CurvePoint[]): CurvePoint[] {
  const round = (value: number): number => Math.round(value * 1e6) / 1e6;
  return thinCurve(points, POINTS_A_CURVE).map(({ x, y, threshold }) => ({
    x: round(x),
    y: round(y),
    threshold: threshold === null ? null : round(threshold),
  }));
}
