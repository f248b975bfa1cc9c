import { accuracyInterval } from './accuracy-interval';
import { groupedAccuracyInterval } from './grouped-accuracy-interval';

const right = (size: number, isRight: (row: number) => boolean): Uint8Array =>
  Uint8Array.from({ length: size }, (_, row) => (isRight(row) ? 1 : 0));

describe('groupedAccuracyInterval', () => {
  it('is as wide as that of the groups if the examples of a group share their fate', () => {
    const groups = Array.from({ length: 400 }, (_, row) => `patient ${row % 20}`);
    const answers = right(400, (row) => row % 20 < 15);
    const { low, high, method } = groupedAccuracyInterval(answers, groups);
    const ofGroups = accuracyInterval(15, 20);
    expect(method).toBeUndefined();
    expect(low).toBeLessThan(0.6);
    expect(high).toBeGreaterThan(0.88);
    expect(high - low).toBeCloseTo(ofGroups.high - ofGroups.low, 1);
    const alone = accuracyInterval(300, 400);
    expect(high - low).toBeGreaterThan(3 * (alone.high - alone.low));
  });

  it('is the score interval without groups, and where each group has one example', () => {
    const answers = right(40, (row) => row % 4 > 0);
    expect(groupedAccuracyInterval(answers, undefined)).toEqual(accuracyInterval(30, 40));
    const single = Array.from({ length: 40 }, (_, row) => (row % 2 ? `part ${row}` : null));
    expect(groupedAccuracyInterval(answers, single)).toEqual(accuracyInterval(30, 40));
  });

  it('counts groups, not examples, if all answers are right or all are wrong', () => {
    const groups = Array.from({ length: 60 }, (_, row) => String(row % 6));
    expect(
      groupedAccuracyInterval(
        right(60, () => true),
        groups,
      ),
    ).toEqual(accuracyInterval(6, 6));
    expect(
      groupedAccuracyInterval(
        right(60, () => false),
        groups,
      ),
    ).toEqual(accuracyInterval(0, 6));
  });
});
