import { gatePolicySchema, type Dataset, type ImagePreprocessor } from '@lintel/contracts';
import sharp from 'sharp';
import { type StoredModel } from '../inference/load-model-directory';
import { colourVariant, COLOURS_KERNEL, COLOURS_MANIFEST } from '../inference/testing/colour-model';
import { decodePicture } from '../preprocessing/decode-picture';
import { judgeCandidate } from './judge-candidate';

interface TestPicture {
  readonly file: Buffer;
  readonly className: string;
}

const COLOURS = { red: '#ff0000', green: '#00ff00', blue: '#0000ff' } as const;

/** Wide pictures: the object is in the middle third, with another colour on both sides. */
async function wide(className: keyof typeof COLOURS, beside: keyof typeof COLOURS): Promise<TestPicture> {
  const middle = await sharp({ create: { width: 12, height: 12, channels: 3, background: COLOURS[className] } })
    .png()
    .toBuffer();
  const file = await sharp({ create: { width: 36, height: 12, channels: 3, background: COLOURS[beside] } })
    .composite([{ input: middle, left: 12, top: 0 }])
    .png()
    .toBuffer();
  return { file, className };
}

function modelOf(
  changes: Partial<ImagePreprocessor>,
  classNames?: readonly string[],
): StoredModel<'image-classification'> {
  const { manifest, onnx } = colourVariant(
    'a model',
    COLOURS_KERNEL,
    classNames ?? COLOURS_MANIFEST.reading.classNames,
  );
  const preprocessing = { ...manifest.preprocessing, ...changes };
  return { manifest: { ...manifest, preprocessing }, onnx, sideFiles: new Map(), signedBy: null };
}

async function datasetOf(
  pictures: readonly TestPicture[],
  classNames: readonly string[],
  preprocessor: ImagePreprocessor,
): Promise<Dataset> {
  const decoded = await Promise.all(pictures.map(({ file }) => decodePicture(file, preprocessor)));
  const { height, width, channels } = preprocessor;
  const size = height * width * channels;
  return {
    size: pictures.length,
    exampleShape: [height, width, channels],
    dtype: 'uint8',
    classNames,
    labels: Int32Array.from(pictures, ({ className }) => classNames.indexOf(className)),
    contentHash: 'c'.repeat(64),
    read: (indices, target) =>
      Array.from(indices).forEach((index, at) => target.set(decoded[index]!.pixels, at * size)),
    close: () => undefined,
  };
}

const policy = gatePolicySchema.parse({});

async function judge(
  candidate: StoredModel<'image-classification'>,
  champion: StoredModel<'image-classification'>,
  pictures: readonly TestPicture[],
  classNames: readonly string[] = COLOURS_MANIFEST.reading.classNames,
) {
  return judgeCandidate({
    candidate,
    champion: { id: 'champion', model: champion },
    examples: (preprocessors) => Promise.all(preprocessors.map((one) => datasetOf(pictures, classNames, one))),
    policy,
  });
}

describe('judgeCandidate', () => {
  it("evaluates a champion that differs only in its fit with that fit, not with the candidate's", async () => {
    const pictures = await Promise.all(
      Array.from({ length: 12 }, (_, at) => (at % 2 ? wide('red', 'blue') : wide('green', 'red'))),
    );
    const { comparison } = await judge(modelOf({ fit: 'stretch' }), modelOf({ fit: 'cover' }), pictures);
    expect(comparison).toMatchObject({ examples: 12, champion: 1, details: { unknownToChampion: [] } });
    expect(comparison!.challenger).toBeLessThan(0.6);
    const back = await judge(modelOf({ fit: 'cover' }), modelOf({ fit: 'stretch' }), pictures);
    expect(back.comparison!.challenger).toBe(1);
    expect(back.comparison!.champion).toBe(comparison!.challenger);
  });

  it('says that both were measured on the same examples, however each prepares them', async () => {
    const pictures = await Promise.all(Array.from({ length: 6 }, () => wide('red', 'red')));
    const { comparison, gates } = await judge(modelOf({}), modelOf({ fit: 'contain' }), pictures);
    expect(comparison!.examples).toBe(6);
    expect(gates.find(({ name }) => name === 'same-test-set')).toMatchObject({ passed: true });
  });

  it('compares classes by name, and counts a class that a model does not know as its mistake, in words', async () => {
    const pictures = await Promise.all([
      ...Array.from({ length: 5 }, () => wide('red', 'red')),
      ...Array.from({ length: 3 }, () => wide('blue', 'blue')),
    ]);
    // The champion answers in another order of classes and calls blue things by another name.
    const other = ['red', 'green', 'navy', 'yellow', 'cyan', 'magenta'];
    const report = await judge(modelOf({}), modelOf({}, other), pictures, ['blue', 'red']);
    expect(report.comparison).toMatchObject({
      challenger: 1,
      champion: 5 / 8,
      details: {
        unknownToChampion: ['blue'],
        unknownToChallenger: [],
        classes: [
          { className: 'blue', support: 3, championRecall: 0, challengerRecall: 1 },
          { className: 'red', support: 5, championRecall: 1, challengerRecall: 1 },
        ],
      },
    });
    expect(report.gates.find(({ name }) => name === 'better-than-champion')!.reason).toContain(
      'The champion does not know "blue": 3 test examples count as mistakes.',
    );
    const back = await judge(modelOf({}, other), modelOf({}), pictures, ['blue', 'red']);
    expect(back.passed).toBe(false);
    expect(back.comparison).toMatchObject({ details: { unknownToChampion: [], unknownToChallenger: ['blue'] } });
  });

  it('refuses to compare if the pictures differ', async () => {
    const pictures = await Promise.all([wide('red', 'red'), wide('blue', 'blue')]);
    const model = modelOf({});
    const request = {
      candidate: model,
      champion: { id: 'champion', model },
      policy,
      examples: ([one, other]: readonly ImagePreprocessor[]) =>
        Promise.all([
          datasetOf(pictures, COLOURS_MANIFEST.reading.classNames, one!),
          datasetOf(pictures.slice(1), COLOURS_MANIFEST.reading.classNames, other!),
        ]),
    };
    await expect(judgeCandidate(request)).rejects.toMatchObject({ code: 'SHAPE_MISMATCH' });
  });
});
