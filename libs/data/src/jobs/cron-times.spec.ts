import { refusal } from '@lintel/contracts/testing/refusal';
import { checkCronRule, lastTimeWithin, nextTimes } from './cron-times';

const zurich = (cron: string) => ({ cron, timeZone: 'Europe/Zurich' });
const iso = (times: readonly Date[]): string[] => times.map((time) => time.toISOString());

describe('cron times', () => {
  it('follow the zone: 2:30 in winter and in summer', () => {
    expect(iso(nextTimes(zurich('30 2 * * *'), new Date('2026-01-10T12:00:00Z'), 1))).toEqual([
      '2026-01-11T01:30:00.000Z',
    ]);
    expect(iso(nextTimes(zurich('30 2 * * *'), new Date('2026-07-10T12:00:00Z'), 1))).toEqual([
      '2026-07-11T00:30:00.000Z',
    ]);
  });

  it('a time of day that the clock skips is due once, an hour later', () => {
    // 29 March 2026: 2:00 CET is 3:00 CEST.
    expect(iso(nextTimes(zurich('30 2 * * *'), new Date('2026-03-28T00:00:00Z'), 3))).toEqual([
      '2026-03-28T01:30:00.000Z',
      '2026-03-29T01:30:00.000Z',
      '2026-03-30T00:30:00.000Z',
    ]);
  });

  it('a time of day that comes twice is due the first time alone, whenever it is asked', () => {
    // 25 October 2026: 3:00 CEST is 2:00 CET.
    const expected = ['2026-10-25T00:30:00.000Z', '2026-10-26T01:30:00.000Z'];
    expect(iso(nextTimes(zurich('30 2 * * *'), new Date('2026-10-24T12:00:00Z'), 2))).toEqual(expected);
    for (const asked of [
      '2026-10-25T00:30:00Z',
      '2026-10-25T00:45:00Z',
      '2026-10-25T01:10:00Z',
      '2026-10-25T02:00:00Z',
    ]) {
      expect(iso(nextTimes(zurich('30 2 * * *'), new Date(asked), 1))).toEqual(expected.slice(1));
    }
  });

  it('what is due every half hour is due in the hour that comes twice as well', () => {
    const times = nextTimes(zurich('*/30 * * * *'), new Date('2026-10-24T23:45:00Z'), 5);
    expect(times.map((time) => time.getTime() - times[0]!.getTime())).toEqual(
      [0, 1, 2, 3, 4].map((n) => n * 1_800_000),
    );
  });

  it('the last time in a while is found across years and clock changes', () => {
    const last = (cron: string, after: string, until: string) =>
      lastTimeWithin(zurich(cron), new Date(after), new Date(until))?.toISOString();
    expect(last('30 2 * * *', '2026-10-25T00:30:00Z', '2026-10-25T12:00:00Z')).toBeUndefined();
    expect(last('30 2 * * *', '2026-10-24T12:00:00Z', '2026-10-25T12:00:00Z')).toBe('2026-10-25T00:30:00.000Z');
    expect(last('30 2 * * *', '2026-10-24T12:00:00Z', '2026-10-25T00:30:00Z')).toBe('2026-10-25T00:30:00.000Z');
    expect(last('* * * * *', '2000-01-01T00:00:00Z', '2026-10-25T00:30:30Z')).toBe('2026-10-25T00:30:00.000Z');
    expect(last('0 0 29 2 *', '2000-01-01T00:00:00Z', '2027-12-01T00:00:00Z')).toBe('2024-02-28T23:00:00.000Z');
    expect(last('0 0 1 1 *', '2026-02-01T00:00:00Z', '2026-10-01T00:00:00Z')).toBeUndefined();
  });

  it.each([
    '* * * *',
    '* * * * * *',
    '@daily',
    '61 * * * *',
    '0 0 30 2 *',
    '0 0 L * *',
    'H * * * *',
    'a b c d e',
    '*/0 * * * *',
    '',
  ])('refuses the expression "%s"', async (cron) => {
    const error = await refusal(() => checkCronRule(zurich(cron)));
    expect(error).toMatchObject({ code: 'INVALID_ARGUMENT' });
    expect(error.problem).toContain(`"${cron}"`);
  });

  it('takes what every cron takes', () => {
    for (const cron of ['*/15 8-18 * * 1-5', '0 3 1,15 * *', '0 2 * * MON-FRI', '0 2 * JAN,JUL 7', '0  2 * * *']) {
      expect(() => checkCronRule(zurich(cron))).not.toThrow();
    }
  });

  it.each(['Zurich', 'Europe/Atlantis', '+01:00', ''])('refuses the zone "%s"', async (timeZone) => {
    const error = await refusal(() => checkCronRule({ cron: '0 2 * * *', timeZone }));
    expect(error).toMatchObject({ code: 'INVALID_ARGUMENT', received: timeZone });
  });
});
