import { timeTicks } from './time-ticks';

// Local times, as the axis shows them.
const at = (day: number, hour: number): string => new Date(2026, 2, day, hour, 30).toISOString();

describe('timeTicks', () => {
  it('shows hours within a day and days beyond it', () => {
    expect([...timeTicks([at(1, 8), at(1, 20)], 'en').values()]).toEqual(['08:30', '20:30']);
    expect([...timeTicks([at(1, 8), at(3, 8)], 'en').values()]).toEqual(['Mar 1', 'Mar 3']);
    expect(timeTicks([], 'en').size).toBe(0);
  });
});
