import { chooseFineTuned } from './choose-fine-tuned';

const labels = Int32Array.from({ length: 40 }, (_, row) => row % 2);
/** Two classes; `sure` is the probability of the right one. */
const answers = (sure: (row: number) => number): Float32Array =>
  Float32Array.from(
    [...labels].flatMap((label, row) => (label === 0 ? [sure(row), 1 - sure(row)] : [1 - sure(row), sure(row)])),
  );
const choose = (frozen: (row: number) => number, tuned: (row: number) => number) =>
  chooseFineTuned(answers(frozen), answers(tuned), labels, 2);

describe('the choice between fine-tuned and frozen', () => {
  it('keeps the fine-tuned network if it is surer of the right answers by more than chance', () => {
    const { kept, frozen, fineTuned, logLossGain } = choose(
      () => 0.6,
      () => 0.9,
    );
    expect(kept).toBe('fine-tuned');
    expect([frozen.accuracy, fineTuned.accuracy]).toEqual([1, 1]);
    expect(logLossGain.mean).toBeCloseTo(Math.log(0.9 / 0.6), 6);
    expect(logLossGain.standardError).toBeCloseTo(0, 6);
  });

  it.each<[string, (row: number) => number]>([
    ['it answers the same', () => 0.7],
    ['it is surer, but wrong more often', (row) => (row < 2 ? 0.4 : 0.95)],
    ['the gain is less than its standard error', (row) => (row === 0 ? 0.9 : row === 1 ? 0.55 : 0.7)],
  ])('keeps the frozen features if %s', (_, tuned) => {
    expect(choose(() => 0.7, tuned).kept).toBe('frozen');
  });

  it('does not let one answer of probability 0 decide without limit', () => {
    expect(
      choose(
        () => 0.7,
        (row) => (row === 0 ? 0 : 0.9),
      ).fineTuned.logLoss,
    ).toBeLessThan(0.4);
  });
});
