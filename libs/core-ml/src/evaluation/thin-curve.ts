export interface CurvePoint {
  readonly x: number;
  readonly y: number;
  readonly threshold: number | null;
}

interface Segment {
  readonly from: number;
  readonly to: number;
  /** The point between the ends that is farthest from the straight line, and its distance. */
  readonly farthest: number;
  readonly distance: number;
}

/** Points closer to the line than this are invisible. */
const VISIBLE = 1e-6;

/**
 * Keeps the points that give a curve its shape: starting from its ends, repeatedly adds the point that is farthest from
 * the current line (Douglas & Peucker 1973), until `limit` points are kept.
 * @param limit at least 2
 */
export function thinCurve<P extends CurvePoint>(points: readonly P[], limit: number): P[] {
  const last = points.length - 1;
  if (last < 1) return [...points];
  const segments = [segment(points, 0, last)];
  while (segments.length + 1 < limit) {
    const widest = segments.reduce((best, candidate) => (candidate.distance > best.distance ? candidate : best));
    if (widest.distance < VISIBLE) break;
    const { from, farthest, to } = widest;
    const halves = [segment(points, from, farthest), segment(points, farthest, to)];
    segments.splice(segments.indexOf(widest), 1, ...halves);
  }
  return [points[0]!, ...segments.map(({ to }) => points[to]!)];
}

function segment(points: readonly CurvePoint[], from: number, to: number): Segment {
  const { x: startX, y: startY } = points[from]!;
  const alongX = points[to]!.x - startX;
  const alongY = points[to]!.y - startY;
  const length = Math.hypot(alongX, alongY);
  let farthest = from;
  let distance = 0;
  for (let index = from + 1; index < to; index++) {
    const offX = points[index]!.x - startX;
    const offY = points[index]!.y - startY;
    const off = length === 0 ? Math.hypot(offX, offY) : Math.abs(offX * alongY - offY * alongX) / length;
    if (off > distance) {
      distance = off;
      farthest = index;
    }
  }
  return { from, to, farthest, distance };
}
