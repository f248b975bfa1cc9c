import { thinCurve } from './thin-curve';

const point = (x: number, y: number): { x: number; y: number; threshold: number } => ({ x, y, threshold: x });

describe('thinCurve', () => {
  it('drops every point of a straight line but its ends', () => {
    const line = Array.from({ length: 50 }, (_, at) => point(at / 49, at / 49));
    expect(thinCurve(line, 101)).toEqual([line[0], line[49]]);
  });

  it('keeps corners, in their order', () => {
    const corner = [point(0, 0), point(0, 0.5), point(0, 1), point(0.5, 1), point(1, 1)];
    expect(thinCurve(corner, 101)).toEqual([corner[0], corner[2], corner[4]]);
  });

  it('stays within the limit, and near the curve', () => {
    const arc = Array.from({ length: 5000 }, (_, at) => point(at / 4999, Math.sqrt(at / 4999)));
    const thinned = thinCurve(arc, 101);
    expect(thinned.length).toBeLessThanOrEqual(101);
    const gaps = arc.map(({ x, y }) => {
      const after = Math.max(
        1,
        thinned.findIndex((kept) => kept.x >= x),
      );
      const [left, right] = [thinned[after - 1]!, thinned[after]!];
      return Math.abs(left.y + ((right.y - left.y) * (x - left.x)) / (right.x - left.x) - y);
    });
    expect(Math.max(...gaps)).toBeLessThan(0.005);
  });

  it('leaves one point or none as it is', () => {
    expect(thinCurve([], 101)).toEqual([]);
    expect(thinCurve([point(0, 1)], 101)).toEqual([point(0, 1)]);
  });
});
