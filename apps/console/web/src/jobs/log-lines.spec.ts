import { type JobLogLine } from '@lintel/contracts';
import { addLines, lastSequence, MOST_LINES } from './log-lines';

const lines = (from: number, to: number): JobLogLine[] =>
  Array.from({ length: to - from + 1 }, (_, index) => ({
    sequence: from + index,
    at: '2026-03-04T05:06:07.000Z',
    level: 'log',
    text: `line ${from + index}`,
  }));

describe('the lines of a log', () => {
  it('shows a line once, however often it is received', () => {
    const shown = addLines(addLines([], lines(1, 3)), lines(2, 5));
    expect(shown.map(({ sequence }) => sequence)).toEqual([1, 2, 3, 4, 5]);
    expect(lastSequence(shown)).toBe(5);
  });

  it('stays the same if nothing new has arrived', () => {
    const shown = lines(1, 3);
    expect(addLines(shown, lines(1, 2))).toBe(shown);
  });

  it("drops the oldest lines before they fill the browser's memory", () => {
    const shown = addLines(lines(1, MOST_LINES), lines(MOST_LINES + 1, MOST_LINES + 2));
    expect(shown).toHaveLength(MOST_LINES);
    expect(shown[0]?.sequence).toBe(3);
  });
});
