import { rm } from 'node:fs/promises';
import { type Dataset } from '@lintel/contracts';
import { Predictor } from '../../../serving/predictor';
import { COLOURS_MANIFEST, writeColourModel } from '../../../inference/testing/colour-model';
import { type AnsweredBatch, type Answers, answerDataset, evaluateModel } from './evaluate-on-dataset';
import { runClassifier } from '../class-outputs';

const RGB = { red: [250, 10, 10], green: [10, 250, 10], blue: [10, 10, 250] } as const;
const exampleSize = 4 * 4 * 3;

/** Plain pictures of 4 x 4 pixels, one colour after the other. */
function colours(size: number, classNames: readonly (keyof typeof RGB)[] = ['red', 'green', 'blue']): Dataset {
  const labels = Int32Array.from({ length: size }, (_, at) => at % classNames.length);
  return {
    size,
    exampleShape: [4, 4, 3],
    dtype: 'uint8',
    classNames,
    labels,
    contentHash: '0'.repeat(64),
    read: (indices, target) => {
      Array.from(indices).forEach((index, at) => {
        const colour = RGB[classNames[labels[index]!]!];
        for (let pixel = 0; pixel < 16; pixel++) target.set(colour, at * exampleSize + pixel * 3);
      });
    },
    close: () => undefined,
  };
}

const {
  preprocessing: preprocessor,
  onnx,
  reading: { classNames },
} = COLOURS_MANIFEST;

describe('evaluateModel', () => {
  let directory: string;
  let predictor: Predictor;
  let run: ReturnType<typeof runClassifier>;
  beforeAll(async () => {
    directory = await writeColourModel();
    predictor = await Predictor.load(directory);
    run = runClassifier(predictor, onnx);
  });
  afterAll(async () => {
    await predictor.close();
    await rm(directory, { recursive: true });
  });

  it('measures a model on the examples of another, whose classes have another order and are fewer', async () => {
    const dataset = colours(150, ['blue', 'red', 'green']);
    const { probabilities, evaluation } = await evaluateModel(run, dataset, preprocessor, { classNames });
    expect(evaluation).toMatchObject({
      examples: 150,
      accuracy: 1,
      classNames: ['blue', 'red', 'green', 'yellow', 'cyan', 'magenta'],
    });
    expect(probabilities).toHaveLength(150 * 6);
    expect(evaluation.classes.map(({ support }) => support)).toEqual([50, 50, 50, 0, 0, 0]);
  });

  it('lets a caller see every batch as it was asked, pixels and outputs', async () => {
    const batches: [start: number, size: number, firstPixel: number, embedding: number][] = [];
    await evaluateModel(run, colours(150), preprocessor, {
      classNames,
      onBatch: ({ start, size, pixels, answers }) =>
        batches.push([start, size, pixels![0]!, answers.embeddings.length / size]),
    });
    expect(batches).toEqual([
      [0, 64, 250, 3],
      [64, 64, 10, 3],
      [128, 22, 10, 3],
    ]);
  });
});

describe('answerDataset', () => {
  const always = (column: number, columns: number) => (_: Float32Array, size: number) =>
    Promise.resolve({
      probabilities: Float32Array.from({ length: size * columns }, (__, at) => (at % columns === column ? 1 : 0)),
    });

  it('gives a class that the model does not know probability 0', async () => {
    const answers = await answerDataset(always(0, 2), colours(2), preprocessor, { classNames: ['green', 'purple'] });
    expect(answers.classNames).toEqual(['red', 'green', 'blue', 'purple']);
    expect([...answers.probabilities]).toEqual([0, 1, 0, 0, 0, 1, 0, 0]);
  });

  it('takes numbers as they are', async () => {
    const values = colours(3);
    const numbers: Dataset = { ...values, dtype: 'float32', read: (_, target) => target.fill(0.5) };
    const seen: AnsweredBatch<Answers>[] = [];
    const run = jest.fn(always(0, 3));
    await answerDataset(run, numbers, preprocessor, { onBatch: (batch) => seen.push(batch) });
    expect([...run.mock.calls[0]![0]].every((value) => value === 0.5)).toBe(true);
    expect(seen[0]).not.toHaveProperty('pixels');
  });

  it('stops between two batches when it is aborted', async () => {
    const stop = new AbortController();
    const asked = answerDataset(always(0, 3), colours(200), preprocessor, {
      signal: stop.signal,
      onBatch: ({ start }) => start === 64 && stop.abort(new Error('enough')),
    });
    await expect(asked).rejects.toThrow('enough');
  });

  it('refuses pictures that were decoded for another model', async () => {
    const answers = answerDataset(always(0, 3), colours(2), { ...preprocessor, height: 8 });
    await expect(answers).rejects.toMatchObject({ code: 'SHAPE_MISMATCH', received: '[4, 4, 3]' });
  });
});
