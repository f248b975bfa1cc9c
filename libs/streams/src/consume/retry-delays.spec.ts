import { RetryDelays } from './retry-delays';
import { RetryTopics } from './retry-topics';

const NOW = 1_000_000;
const HOUR_MS = 3_600_000;
const delays = () => new RetryDelays(new RetryTopics('group', [1_000]));
const record = (timestampMs: number, change = {}) => ({
  ...{ topic: 'group.retry-1', partition: 0, offset: 3, key: null, value: null, headers: {} },
  timestampMs,
  ...change,
});

describe('the wait in a retry topic', () => {
  it('counts from the publication', () => {
    expect(delays().dueInMs(record(NOW - 400), NOW)).toBe(600);
    expect(delays().dueInMs(record(NOW - 5_000), NOW)).toBe(0);
    expect(delays().dueInMs(record(NOW, { topic: 'events' }), NOW)).toBe(0);
  });

  it.each([NOW + HOUR_MS, Infinity, 9e18])('ends after one delay, also where the timestamp is %d', (timestampMs) => {
    const waits = delays();
    expect(waits.dueInMs(record(timestampMs), NOW)).toBe(1_000);
    expect(waits.dueInMs(record(timestampMs), NOW + 999)).toBe(1);
    expect(waits.dueInMs(record(timestampMs), NOW + 1_000)).toBe(0);
    expect(waits.dueInMs(record(timestampMs), NOW + 5_000)).toBe(0);
  });

  it.each([-1, -Infinity, -9e18])('is zero if the timestamp is %d', (timestampMs) => {
    expect(delays().dueInMs(record(timestampMs), NOW)).toBe(0);
  });
});
