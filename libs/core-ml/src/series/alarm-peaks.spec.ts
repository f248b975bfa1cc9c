import { createRandom } from '@lintel/contracts';
import { alarmPeaks } from './alarm-peaks';

it('within the quiet steps only a higher score counts', () => {
  expect([...alarmPeaks([1, 3, 2, 3, 4, 1, 1, 1], 2)]).toEqual([1, 3, 0, 0, 4, 0, 0, 0]);
  expect([...alarmPeaks([5, 1, 1, 2], 2)]).toEqual([5, 0, 0, 2]);
});

it('is the same as comparing each score with all of the quiet steps before it', () => {
  const random = createRandom(1, 'peaks');
  const scores = Float64Array.from({ length: 500 }, () => random.int(50));
  const expected = scores.map((score, at) => {
    return score > Math.max(-Infinity, ...scores.subarray(Math.max(0, at - 9), at)) ? score : 0;
  });
  expect(alarmPeaks(scores, 9)).toEqual(expected);
});

it('without quiet steps every score counts', () => {
  expect([...alarmPeaks([2, 1, 1], 0)]).toEqual([2, 1, 1]);
});
