import { createRandom } from '@lintel/contracts';
import { largestDifference } from '../export/largest-difference';
import { OnnxSession } from '../inference/onnx-session';
import { type NetworkExamples, openTextNetworkTrainer, type TextNetworkTrainer } from './fit-text-network';
import { networkGraph } from './network-graph';
import { networkReasons } from './network-reasons';
import { networkScores } from './network-scores';
import { TEXT_TENSORS } from './text-graph';
import { decodeTextNetwork, encodeTextNetwork, type TextNetwork } from './text-network';
import { probabilitiesOfScores, type TextLink } from './text-model';

const LENGTH = 12;
const WORDS = 8;
/** The word that decides: with it a text is of the second class. */
const SIGN = 5;

/** Texts of three to twelve random words; half of them have the word that decides. */
function examplesOf(texts = 160): NetworkExamples & { targets: Int32Array } {
  const random = createRandom(4, 'texts');
  const targets = new Int32Array(texts);
  const sequences = Array.from({ length: texts }, (_, row) => {
    const ids = Int32Array.from({ length: 3 + random.int(LENGTH - 2) }, () => 1 + random.int(SIGN - 1));
    targets[row] = row % 2;
    if (row % 2 === 1) ids[random.int(ids.length)] = SIGN;
    return ids;
  });
  return { sequences, targets, terms: Array.from({ length: WORDS }, (_, at) => `word ${at}`) };
}

const open = (kind: 'cnn' | 'gru', link: TextLink, seed = 3): Promise<TextNetworkTrainer> =>
  openTextNetworkTrainer({
    ...{ kind, link, seed, length: LENGTH, scores: link === 'softmax' ? 2 : 1 },
    // More than the examples have, as of a fold with fewer words.
    ...{ mostTerms: WORDS + 3, fewest: 40, heldSizes: [40] },
  });

const all = (texts: number): Int32Array => Int32Array.from({ length: texts }, (_, at) => at);

/** The answers of the graph to sequences that may have 0 within. */
async function graphAnswers(network: TextNetwork, sequences: readonly Int32Array[]): Promise<Float32Array> {
  const { bytes, inputs, outputs } = networkGraph(network, LENGTH, {});
  const session = await OnnxSession.open(bytes, { inputs, outputs });
  const terms = new BigInt64Array(sequences.length * LENGTH);
  sequences.forEach((ids, row) => ids.forEach((id, at) => (terms[row * LENGTH + at] = BigInt(id))));
  const answers = await session.run({ [TEXT_TENSORS.terms]: terms }, sequences.length);
  await session.close();
  return answers[TEXT_TENSORS.probabilities] as Float32Array;
}

describe.each(['cnn', 'gru'] as const)('a %s of words', (kind) => {
  const examples = examplesOf();
  let trainer: TextNetworkTrainer;
  beforeAll(async () => {
    trainer = await open(kind, 'logistic');
  });
  afterAll(() => trainer.dispose());

  it.each<TextLink>(['softmax', 'logistic'])('learns which word decides, with a link that is %s', async (link) => {
    const rows = all(160);
    const held = { train: rows.subarray(0, 120), test: rows.subarray(120) };
    const own = await open(kind, link);
    const { scoresOf, network, epochs } = await own.search(examples, held);
    const scores = scoresOf(held.test);
    const isSecond = (at: number) => (link === 'softmax' ? scores[2 * at + 1]! > scores[2 * at]! : scores[at]! > 0);
    const right = Array.from(held.test).filter((row, at) => Number(isSecond(at)) === examples.targets[row]).length;
    expect(right).toBeGreaterThan(36);
    expect(epochs).toBeGreaterThan(1);
    const inNumbers = Array.from(held.test).flatMap((row) => [...networkScores(network, examples.sequences[row]!)]);
    expect(largestDifference(inNumbers, scores)).toBeLessThan(1e-4);
    own.dispose();
  });

  it('answers the same as a graph, and after it was written to a file', async () => {
    const { network } = await trainer.train(examples, all(160), 2);
    const read = decodeTextNetwork(encodeTextNetwork(network), 'vocabulary.json');
    const some = [...examples.sequences.slice(0, 20), new Int32Array(0)];
    const scores = some.map((ids) => networkScores(read, ids)[0]!);
    const expected = probabilitiesOfScores(scores, 'logistic', 1);
    expect(largestDifference(expected, await graphAnswers(network, some))).toBeLessThan(1e-5);
  });

  it('starts from the same weights each time, which another seed changes', async () => {
    const other = await open(kind, 'logistic', 4);
    const [one, same, different] = [
      await trainer.train(examples, all(64), 2),
      await trainer.train(examples, all(64), 2),
      await other.train(examples, all(64), 2),
    ].map(({ network }) => network.coefficients[0]!);
    expect(same).toEqual(one);
    expect(different).not.toEqual(one);
    other.dispose();
  });

  it('says what each word adds: as much lower the score is without it', async () => {
    const { network } = await trainer.train(examples, all(160), 3);
    const ids = examples.sequences[1]!;
    const { base, scores, contributions } = networkReasons(network, ids);
    expect(scores[0]).toBeCloseTo(networkScores(network, ids)[0]!, 10);
    expect(base[0]).toBeCloseTo(networkScores(network, new Int32Array(0))[0]!, 10);
    expect(contributions).toHaveLength(ids.length);
    const without = Array.from(ids, (_, word) =>
      // The window of an emptied word has nothing to say; a recurrence goes past it.
      kind === 'cnn' ? ids.map((id, at) => (at === word ? 0 : id)) : ids.filter((_id, at) => at !== word),
    );
    const odds = Array.from(await graphAnswers(network, without))
      .filter((_, at) => at % 2 === 1)
      .map((p) => Math.log(p / (1 - p)));
    contributions.forEach((own, word) => expect(own[0]).toBeCloseTo(scores[0]! - odds[word]!, 4));
  });
});

describe('decodeTextNetwork', () => {
  it('refuses a file that is missing, broken, or has another number of weights', async () => {
    const trainer = await open('cnn', 'logistic');
    const { network } = await trainer.train(examplesOf(), all(40), 1);
    trainer.dispose();
    const fewer = encodeTextNetwork({ ...network, terms: network.terms.slice(1) });
    for (const bytes of [undefined, Buffer.from('{}'), fewer]) {
      expect(() => decodeTextNetwork(bytes, 'vocabulary.json')).toThrow(/cannot be read/);
    }
  });
});
