import { mostFrequentMistakes } from './mistakes';

describe('mostFrequentMistakes', () => {
  const matrix = [
    [8, 2, 0],
    [5, 4, 1],
    [0, 0, 0],
  ];

  it('puts the most frequent first, with its share of the row, and omits correct answers', () => {
    expect(mostFrequentMistakes(matrix, ['cat', 'dog', 'owl'], 2)).toEqual([
      { trueClass: 'dog', predictedClass: 'cat', count: 5, share: 0.5 },
      { trueClass: 'cat', predictedClass: 'dog', count: 2, share: 0.2 },
    ]);
  });

  it('finds none in a perfect model', () => {
    expect(mostFrequentMistakes([[3, 0], [0, 3]], ['a', 'b'], 5)).toEqual([]); // prettier-ignore
  });
});
