import { createRandom } from '@lintel/contracts';
import { alarmPeaks } from './alarm-peaks';
import { EMPTY_MEMORY, noteScore, rememberRows, type SeriesMemory } from './series-memory';
import { type WindowView } from './window-view';

const view: WindowView = {
  ...{ time: { column: 'at', format: 'unix-seconds' }, series: null, signals: ['x'], step: 1 },
  features: [{ kind: 'mean', signal: 'x', length: 3 }],
};
const row = (at: number, x: number | string | null = at) => ({ at, x });
const times = (rows: readonly { readonly [column: string]: unknown }[]) => rows.map(({ at }) => at);

it('gives each new row the window that it would have in the whole series, and keeps no more than that', () => {
  const { memory, windows } = rememberRows(EMPTY_MEMORY, [row(1), row(2), row(4), row(3), row(5)], view);
  expect(windows.map(({ rows }) => times(rows))).toEqual([[1], [1, 2], [1, 2, 3], [2, 3, 4], [3, 4, 5]]);
  expect(times(memory.rows)).toEqual([3, 4, 5]);
  expect(rememberRows(memory, [row(6)], view).windows.map(({ rows }) => times(rows))).toEqual([[4, 5, 6]]);
});

it('keeps late rows for later windows, and ignores a second row of one time', () => {
  const { memory } = rememberRows(EMPTY_MEMORY, [row(1), row(4)], view);
  const { memory: after, ...counts } = rememberRows(memory, [row(3), row(4, 99)], view);
  expect(counts).toEqual({ windows: [], late: 1, repeated: 1 });
  expect(after.rows).toEqual([row(1), row(3), row(4)]);
});

it('keeps nothing but the time and the signals', () => {
  const [arriving] = [{ ...row(1), name: 'Ada' }];
  expect(rememberRows(EMPTY_MEMORY, [arriving], view).memory.rows).toEqual([row(1)]);
});

it.each([
  ['a signal that is no number', [row(1), row(2, 'warm')], /"x" has a value in row 2/],
  ['a row without a time', [{ x: 1 }, row(1)], /row 1/],
  ['rows without the signal', [{ at: 1 }], /no column "x"/],
])('%s is refused, so nothing of it is remembered', (_, rows, message) => {
  expect(() => rememberRows(EMPTY_MEMORY, rows, view)).toThrow(message);
});

it('raises the alarms that whole series have', () => {
  const random = createRandom(4, 'scores');
  const scores = Array.from({ length: 400 }, () => random.int(30) / 10);
  const peaks = alarmPeaks(scores, 7);
  let memory: SeriesMemory = EMPTY_MEMORY;
  for (const [at, score] of scores.entries()) {
    const noted = noteScore(memory, score, 7);
    expect([at, noted.alarm]).toEqual([at, peaks[at]! >= 1]);
    memory = JSON.parse(JSON.stringify(noted.memory)) as SeriesMemory;
  }
  expect(memory.alarms.length).toBeLessThan(8);
});
