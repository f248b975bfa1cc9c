import { classCounts } from './class-counts';

const version = {
  classNames: ['boot', 'bag', 'coat'],
  counts: { train: { boot: 8, bag: 4 }, validation: { boot: 1 }, test: { bag: 2 } },
};

describe('the counts of a dataset version', () => {
  it('have a line for every class, also for one without examples', () => {
    expect(classCounts(version)).toEqual([
      { className: 'boot', train: 8, validation: 1, test: 0, total: 9 },
      { className: 'bag', train: 4, validation: 0, test: 2, total: 6 },
      { className: 'coat', train: 0, validation: 0, test: 0, total: 0 },
    ]);
  });
});
