import { isPicture, targetTitle } from './target-title';

describe('what a label says', () => {
  it('is read in the words of the reader, whatever its task', () => {
    const nameOf = (name: string): string => name.toUpperCase();
    expect(targetTitle({ className: 'coat' }, nameOf)).toBe('COAT');
    expect(targetTitle({ classNames: ['coat', 'bag'] }, nameOf)).toBe('COAT, BAG');
    expect(targetTitle({ value: 12.5 }, nameOf)).toBe('12.5');
  });

  it('is shown beside a picture only if the input is one', () => {
    expect([isPicture('image-classification'), isPicture('tabular-regression')]).toEqual([true, false]);
  });
});
