import { chinese } from '../language/chinese/chinese';
import { english } from '../language/english/english';
import { readCron } from './cron';
import { cronWords } from './cron-words';

const en = (cron: string): string | null => cronWords(cron, english.schedules.cron, 'en');
const zh = (cron: string): string | null => cronWords(cron, chinese.schedules.cron, 'zh-CN');

describe('a cron expression in words', () => {
  it.each([
    ['* * * * *', 'Every minute'],
    ['*/15 * * * *', 'Every 15 minutes'],
    ['5 * * * *', 'Every hour at minute 5'],
    ['30 */6 * * *', 'Every 6 hours at minute 30'],
    ['0 3 * * *', 'At 03:00, every day'],
    ['0 3,15 * * 1-5', 'At 03:00 and 15:00, on Monday, Tuesday, Wednesday, Thursday, and Friday'],
    ['15 2 1 * *', 'At 02:15, on day 1 of the month'],
    ['0 0 1 jan,jul *', 'At 00:00, on day 1 of the month, in January and July'],
    ['0 0 13 * fri', 'At 00:00, on day 13 of the month and every Friday'],
    ['0 4 * * 7', 'At 04:00, on Sunday'],
  ])('reads %s', (cron, words) => {
    expect(en(cron)).toBe(words);
  });

  it('is read in Chinese as well', () => {
    expect(zh('0 3 * * *')).toBe('每天 03:00');
    expect(zh('*/15 * * * *')).toBe('每 15 分钟');
    expect(zh('0 4 * * 0')).toBe('星期日 04:00');
  });

  it('does not call a step even if it restarts with every hour', () => {
    expect(readCron('*/25 * * * *')?.time).toMatchObject({ kind: 'within', minutes: [0, 25, 50] });
  });

  it.each([
    '',
    '* * * *',
    '60 * * * *',
    '* 24 * * *',
    '* * 0 * *',
    '* * * 13 *',
    '5-1 * * * *',
    '*/0 * * * *',
    'a * * * *',
  ])('rejects %p', (cron) => {
    expect(readCron(cron)).toBeNull();
  });
});
