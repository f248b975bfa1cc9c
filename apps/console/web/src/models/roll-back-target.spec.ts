import { type Promotion } from '@lintel/contracts';
import { rollBackTarget } from './roll-back-target';

/** Oldest first; passed on newest first, as the api returns it. */
const target = (...happened: readonly [Promotion['action'], number | null][]): number | null => {
  const history = happened.map(([action, number]) => ({
    action,
    toVersionId: number === null ? null : `v${number}`,
    toNumber: number,
  }));
  return rollBackTarget(history.reverse() as Promotion[])?.number ?? null;
};

describe('rollBackTarget', () => {
  it('is the previous champion, whatever challengers there were in between', () => {
    expect(target(['promote', 1], ['challenge', 2], ['withdraw', null], ['challenge', 3], ['promote', 3])).toBe(1);
  });

  it('goes one step further back each time', () => {
    const promoted = [['promote', 1] as const, ['promote', 2] as const, ['promote', 3] as const];
    expect(target(...promoted.map(([action, number]) => [action, number] as [Promotion['action'], number]))).toBe(2);
    expect(target(['promote', 1], ['promote', 2], ['promote', 3], ['roll-back', 2])).toBe(1);
    expect(target(['promote', 1], ['promote', 2], ['roll-back', 1], ['promote', 4])).toBe(1);
  });

  it('is null if there was at most one champion', () => {
    expect(target()).toBeNull();
    expect(target(['promote', 1])).toBeNull();
    expect(target(['promote', 1], ['promote', 2], ['roll-back', 1])).toBeNull();
  });
});
