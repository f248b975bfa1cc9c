import { NONE_OF_THESE as CONTRACT } from '@lintel/contracts';
import { NONE_OF_THESE } from './none-of-these';
import { namedPrediction } from '@lintel/ui';
import { namedVerdict } from './use-class-name';
import { type Recognition } from '@lintel/ecommerce-contract';

describe('the names of the classes', () => {
  it('use the same word for "none of these" as the contract', () => {
    expect(NONE_OF_THESE).toBe(CONTRACT);
  });

  it('are used in the whole answer and in the verdict', () => {
    const nameOf = (name: string): string => `<${name}>`;
    const top = [{ className: 'Bag', probability: 0.9 }];
    const prediction = { className: 'Bag', probability: 0.9, top, unsure: false };
    expect(namedPrediction(prediction, nameOf)).toMatchObject({ className: '<Bag>', top: [{ className: '<Bag>' }] });
    const judged = (className: string) =>
      namedVerdict(
        { prediction, verdict: { className, author: 'Ada', givenAt: '' } } as unknown as Recognition,
        nameOf,
      );
    expect(judged('Coat')).toEqual({ className: '<Coat>', author: 'Ada', agrees: false });
    expect(judged('Bag')).toMatchObject({ agrees: true });
    expect(judged(NONE_OF_THESE)).toMatchObject({ className: null, agrees: false });
  });
});
