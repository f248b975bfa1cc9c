import { countTerms } from './count-terms';
import { fitLogisticPath, fitSoftmaxPath, sparseScores } from './sparse-logistic';
import { sparseRows } from './sparse-rows';
import { chooseVocabulary } from './vocabulary';

const texts = ['good good film', 'bad film', 'good plot', 'bad bad plot', 'film plot', 'good film bad'];
const options = {
  mostCharacters: 100,
  tokens: {
    unicode: 'NFKC' as const,
    lowerCase: true,
    words: { longest: 1 },
    characters: null,
    unspaced: { shortest: 1, longest: 1 },
  },
};
const counts = countTerms(texts, options);
const all = Int32Array.from(texts, (_, row) => row);
const vocabulary = chooseVocabulary(counts, all);
const rows = sparseRows(counts, vocabulary, all, 10);

/** Of scikit-learn 1.9.1: TfidfVectorizer(sublinear_tf=True, min_df=2) and LogisticRegression(C=10, tol=1e-10). */
const SKLEARN = {
  rows: [
    [0.8922348, 0.4515718, 0.0, 0.0],
    [0.0, 0.6506956, 0.7593387, 0.0],
    [0.7071068, 0.0, 0.0, 0.7071068],
    [0.0, 0.0, 0.861037, 0.5085423],
    [0.0, 0.6506956, 0.0, 0.7593387],
    [0.6047494, 0.5182243, 0.6047494, 0.0],
  ],
  binary: { coefficients: [3.5813313, -0.6387717, -1.0261768, -0.9849888], intercept: -0.2948696 },
  softmax: [
    [0.7434988, 0.0222962, 0.234205],
    [0.0216877, 0.6816089, 0.2967034],
    [0.8195152, 0.0276523, 0.1528326],
    [0.0359345, 0.8390799, 0.1249855],
    [0.1410715, 0.1452208, 0.7137078],
    [0.2382923, 0.284142, 0.4775657],
  ],
};

describe('weighted terms', () => {
  it('are those of scikit-learn', () => {
    expect(vocabulary.terms).toEqual(['good', 'film', 'bad', 'plot']);
    SKLEARN.rows.forEach((expected, row) => {
      const own = new Array<number>(4).fill(0);
      for (let at = rows.starts[row]!; at < rows.starts[row + 1]!; at++) own[rows.columns[at]!] = rows.values[at]!;
      own.forEach((value, column) => expect(value).toBeCloseTo(expected[column]!, 6));
    });
  });
});

describe('sparse logistic regression', () => {
  it('finds the coefficients of scikit-learn, alone and at the end of a path', async () => {
    const positive = [1, 0, 1, 0, 0, 1];
    for (const strengths of [[10], [0.1, 1, 10]]) {
      const path = await fitLogisticPath(
        rows,
        positive,
        strengths.map((strength) => 1 / (strength * texts.length)),
      );
      const { coefficients, intercepts } = path.at(-1)!;
      SKLEARN.binary.coefficients.forEach((value, at) => expect(coefficients[0]![at]).toBeCloseTo(value, 2));
      expect(intercepts[0]).toBeCloseTo(SKLEARN.binary.intercept, 2);
    }
  });

  it('finds the probabilities of scikit-learn for classes that exclude each other', async () => {
    const [model] = await fitSoftmaxPath(rows, [0, 1, 0, 1, 2, 2], 3, [1 / (10 * texts.length)]);
    const scores = sparseScores(rows, model!);
    SKLEARN.softmax.forEach((expected, row) => {
      const odds = Array.from(scores.subarray(3 * row, 3 * row + 3), Math.exp);
      const sum = odds.reduce((one, other) => one + other);
      odds.forEach((value, at) => expect(value / sum).toBeCloseTo(expected[at]!, 3));
    });
  });

  it('counts a text of weight 2 as two texts', async () => {
    const labels = [0, 1, 0, 1, 2, 2];
    const twice = sparseRows(counts, vocabulary, Int32Array.of(0, 0, 1, 2, 3, 4, 5), 10);
    const [expected] = await fitSoftmaxPath(twice, [0, 0, 1, 0, 1, 2, 2], 3, [0.1]);
    // The mean is over six texts instead of seven.
    const weights = [2, 1, 1, 1, 1, 1].map((weight) => (weight * 6) / 7);
    const [received] = await fitSoftmaxPath(rows, labels, 3, [0.1], weights);
    const own = sparseScores(rows, received!);
    sparseScores(rows, expected!).forEach((score, at) => expect(own[at]).toBeCloseTo(score, 2));
  });
});
