import { createFormats } from './formats';

describe('createFormats', () => {
  const en = createFormats('en');
  const zh = createFormats('zh-CN');

  it('writes shares as percentages with a fixed number of digits', () => {
    expect(en.percent(0.98765)).toBe('98.8%');
    expect(en.percent(1, 0)).toBe('100%');
    expect(zh.percent(0.5)).toBe('50.0%');
  });

  it('gives short durations a decimal and long ones none', () => {
    expect(en.milliseconds(3.42)).toBe('3.4 ms');
    expect(en.milliseconds(342.4)).toBe('342 ms');
    expect(zh.milliseconds(342.4)).toBe('342毫秒');
  });

  it('writes a span by its two largest units, and skips none between', () => {
    expect(en.duration(0.2)).toBe('0 sec');
    expect(en.duration(200)).toBe('3 min 20 sec');
    expect(en.duration(3_725)).toBe('1 hr 2 min');
    expect(en.duration(3_605)).toBe('1 hr');
    expect(zh.duration(3_725)).toBe('1小时 2分钟');
  });

  it('says how long ago something was, and in how long it will be', () => {
    const now = Date.parse('2026-03-04T12:00:00Z');
    expect(en.relative('2026-03-04T11:55:00Z', now)).toBe('5 minutes ago');
    expect(en.relative('2026-03-04T14:30:00Z', now)).toBe('in 2 hours');
    expect(en.relative('2026-03-04T12:00:00Z', now)).toBe('now');
  });

  it('writes a moment as a clock elsewhere shows it', () => {
    expect(en.dateTime('2026-03-04T05:06:00Z', 'Asia/Tokyo')).toContain('2:06');
  });

  it('picks the unit of a size, also for nothing at all', () => {
    expect(en.bytes(0)).toBe('0 bytes');
    expect(en.bytes(2048)).toBe('2 kB');
    expect(en.bytes(20 * 1024 * 1024)).toBe('20 MB');
  });

  it('writes dates and lists as the language does', () => {
    expect(zh.dateTime('2026-03-04T05:06:00Z')).toContain('2026年3月4日');
    expect(en.list(['a', 'b', 'c'])).toBe('a, b, and c');
    expect(zh.list(['a', 'b'])).toBe('a和b');
    expect(en.list(['a', 'b', 'c', 'd'], 2)).toBe('a, b, and 2 others');
    expect(en.list(['a', 'b', 'c'], 2)).toBe('a, b, and c');
    expect(en.list(Array.from({ length: 342 }, (_, at) => `class ${at}`))).toMatch(/class 19, and 322 others$/);
  });
});
