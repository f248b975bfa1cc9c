import { busyCores } from './machine-load';

const stat = (busy: number, idle: number, steal = 0) =>
  `cpu  ${busy} 0 0 ${idle} 0 0 0 ${steal} 0 0\ncpu0 1 0 0 1\ncpu1 1 0 0 1\nintr 5\n`;
const between = (...texts: (string | undefined)[]) => busyCores(() => texts.shift(), 1);

describe('the load of the machine', () => {
  it('is the busy share of all cores, including stolen time', async () => {
    expect(await between(stat(100, 100), stat(130, 170))).toBeCloseTo(0.6);
    expect(await between(stat(100, 100), stat(100, 150, 50))).toBeCloseTo(1);
  });

  it('is 0 if the system does not report it, or no time has passed', async () => {
    expect(await between(undefined, undefined)).toBe(0);
    expect(await between(stat(1, 1), stat(1, 1))).toBe(0);
  });
});
