import { tableOfRecords } from '../tables/table';
import { describeWindows } from './describe-windows';
import { readSeries } from './read-series';

const about = {
  ...{ time: { column: 'time', format: 'unix-seconds' as const }, series: null, signals: ['heat'] },
  ...{ target: 'load', step: 10 },
};
const row = (time: number, heat: number | string | null, load = 1) => ({ time, heat, load });

describe('the rows of series', () => {
  it('are put on equal steps: gaps and empty cells are missing, and both are counted', () => {
    const table = tableOfRecords([row(40, 4), row(0, 1), row(11, 'NaN'), row(19, 2)]);
    const { series, gaps, missing, replaced, unordered } = readSeries(table, about);
    expect(series).toHaveLength(1);
    expect(series[0]!.start).toBe(0);
    expect(Array.from(series[0]!.signals[0]!)).toEqual([1, NaN, 2, NaN, 4]);
    expect(Array.from(series[0]!.rows)).toEqual([1, 2, 3, -1, 0]);
    expect([gaps, missing, replaced, unordered]).toEqual([1, 1, 0, 3]);
  });

  it('that fall on one step are replaced by the last of them, and counted', () => {
    const { series, replaced } = readSeries(tableOfRecords([row(0, 1), row(9, 2), row(11, 3), row(20, 4)]), about);
    expect([Array.from(series[0]!.signals[0]!), replaced]).toEqual([[1, 3, 4], 1]);
  });

  it('keep series apart, whatever the order of the rows', () => {
    const rows = [0, 10].flatMap((time) => ['b', 'a'].map((unit) => ({ ...row(time, time), unit })));
    const { series } = readSeries(tableOfRecords(rows), { ...about, series: 'unit' });
    expect(series.map(({ name, steps }) => [name, steps])).toEqual([
      ['b', 2],
      ['a', 2],
    ]);
  });

  it.each([
    ['two rows with one time', [row(0, 1), row(0, 2)], /row 1 and row 2/],
    ['a value that is no number', [row(0, 1), row(10, 'hot')], /"heat" has a value in row 2/],
    ['a row without a time', [row(0, 1), { heat: 1, load: 1 }], /"time" has a value in row 2/],
    ['times that are too uneven', [row(0, 1), row(10, 1), row(1e9, 1)], /too uneven/],
  ])('with %s are refused', (_, rows, message) => {
    expect(() => readSeries(tableOfRecords(rows), about)).toThrow(message);
  });
});

describe('the windows of a table', () => {
  const hourly = tableOfRecords(
    Array.from({ length: 30 }, (_, hour) => ({
      time: new Date(Date.UTC(2026, 0, 5, hour)).toISOString(),
      load: hour,
      name: `n${hour}`,
      same: 1,
      empty: '',
    })),
  );

  it('have the usual step, the season of a day, and features whose definitions are data', () => {
    const { preprocessing, leftOut } = describeWindows(hourly, { time: 'time', target: 'load', horizon: 2 });
    expect(preprocessing).toMatchObject({ step: 3_600, season: 24, signals: ['load'], horizon: 2 });
    expect(preprocessing.features).toContainEqual({ kind: 'lag', signal: 'load', steps: 22 });
    expect(preprocessing.features).toContainEqual({ kind: 'calendar', part: 'hour' });
    expect(leftOut.map(({ column }) => column)).toEqual(['name', 'same', 'empty']);
  });

  it('do not see a target that is known only later', () => {
    const rows = Array.from({ length: 5 }, (_, cycle) => ({ cycle, heat: cycle % 2, life: 5 - cycle }));
    const { preprocessing } = describeWindows(tableOfRecords(rows), { time: 'cycle', target: 'life', horizon: 0 });
    expect(preprocessing.signals).toEqual(['heat']);
    expect(preprocessing.features).toContainEqual({ kind: 'time' });
    const alone = tableOfRecords(rows.map(({ cycle, life }) => ({ cycle, life })));
    expect(() => describeWindows(alone, { time: 'cycle', target: 'life', horizon: 0 })).toThrow(/no signal/);
  });

  it('need the columns that are named', () => {
    expect(() => describeWindows(hourly, { time: 'time', target: 'power' })).toThrow(/no column "power"/);
    expect(() => describeWindows(hourly, { time: 'name', target: 'load' })).toThrow(/"name" has a value in row 1/);
  });
});
