import { createHash } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { LintelError, type ManifestOf } from '@lintel/contracts';
import { loadModelFiles } from '../inference/load-model-directory';
import { generateSigningKey, signManifest } from '../inference/manifest-signature';
import { COLOURS_MANIFEST, COLOURS_ONNX, writeColourModel } from '../inference/testing/colour-model';
import { noise, pngBomb, pngOf, solid } from '../preprocessing/testing/pictures';
import { classOutputs } from '../tasks/image-classification/class-outputs';
import { Predictor } from './predictor';

const directories: string[] = [];
const written = async (...model: Parameters<typeof writeColourModel>): Promise<string> => {
  const directory = await writeColourModel(...model);
  directories.push(directory);
  return directory;
};
const changed = (
  change: (manifest: ManifestOf<'image-classification'>) => void,
): ManifestOf<'image-classification'> => {
  const manifest = structuredClone(COLOURS_MANIFEST);
  change(manifest);
  return manifest;
};
const colour = (name: string): Promise<Buffer> => solid(name, 20, 10).png().toBuffer();
const refusal = (promise: Promise<unknown>): Promise<LintelError> =>
  promise.then(
    () => Promise.reject(new Error('it was accepted')),
    (error: unknown) => {
      expect(error).toBeInstanceOf(LintelError);
      return error as LintelError;
    },
  );

let predictor: Predictor<'image-classification'>;
beforeAll(async () => {
  predictor = await Predictor.load<'image-classification'>(await written(), { threads: 1 });
});
afterAll(async () => {
  await predictor.close();
  await Promise.all(directories.map((directory) => rm(directory, { recursive: true })));
});

describe('Predictor', () => {
  it('gives the probabilities, the embedding and the size that matches a computation by hand', async () => {
    const [prediction] = await predictor.predict([await colour('#ff0000')]);
    // The embedding is the mean colour (1, 0, 0); red gets exp(4), yellow and magenta exp(3), the others exp(-4).
    const sum = Math.exp(4) + 2 * Math.exp(3) + 3 * Math.exp(-4);
    expect(prediction).toMatchObject({ className: 'red', unsure: false, width: 20, height: 10 });
    expect(prediction!.probability).toBeCloseTo(Math.exp(4) / sum, 5);
    expect(prediction!.top.map((entry) => entry.className)).toEqual(['red', 'yellow', 'magenta', 'green', 'blue']);
    expect(prediction!.top[1]!.probability).toBeCloseTo(Math.exp(3) / sum, 5);
    expect([...prediction!.embedding]).toEqual([1, 0, 0]);
  });

  it('applies the preprocessor that is saved with the model', async () => {
    const manifest = changed(({ preprocessing }) => {
      preprocessing.mean = [0.5, 0.5, 0.5];
      preprocessing.std = [0.25, 0.5, 0.5];
    });
    const normalising = await Predictor.load<'image-classification'>(await written({ manifest }));
    const [prediction] = await normalising.predict([await colour('#ff0000')]);
    await normalising.close();
    expect([...prediction!.embedding]).toEqual([2, -1, -1]);
  });

  it('is unsure under the threshold of the model', async () => {
    const [grey] = await predictor.predict([await colour('#808080')]);
    expect(grey!.probability).toBeLessThan(0.5);
    expect(grey!.unsure).toBe(true);
  });

  it('answers many pictures in their order, over several batches', async () => {
    const colours = ['#ff0000', '#00ff00', '#0000ff'];
    const encoded = await Promise.all(colours.map(colour));
    const pictures = Array.from({ length: 150 }, (_, index) => encoded[index % 3]!);
    const predictions = await predictor.predict(pictures);
    expect(predictions.map(({ className }) => className)).toEqual(
      Array.from({ length: 150 }, (_, index) => ['red', 'green', 'blue'][index % 3]),
    );
  });

  it('answers no pictures with no predictions', async () => {
    await expect(predictor.predict([])).resolves.toEqual([]);
  });

  it('fails only the bad picture, not the others', async () => {
    const truncated = (await noise(64, 64).jpeg().toBuffer()).subarray(0, 1500);
    const pictures = [
      await colour('#00ff00'),
      truncated,
      Buffer.from('words, renamed .png'),
      await colour('#0000ff'),
      new Uint8Array(0),
      await pngBomb(30_000),
      Buffer.alloc(50 * 2 ** 20),
    ];
    const outcomes = await predictor.predictSettled(pictures);
    expect(outcomes.map((outcome) => (outcome.ok ? outcome.prediction.className : outcome.error.code))).toEqual([
      'green',
      'PICTURE_UNREADABLE',
      'PICTURE_UNREADABLE',
      'blue',
      'PICTURE_UNREADABLE',
      'PICTURE_TOO_LARGE',
      'PICTURE_TOO_LARGE',
    ]);
    expect((await refusal(predictor.predict(pictures))).problem).toContain('JPEG');
    const onlyBad = await predictor.predictSettled([truncated]);
    expect(onlyBad).toMatchObject([{ ok: false, error: { code: 'PICTURE_UNREADABLE' } }]);
  });

  it('obeys the picture limits that it is loaded with', async () => {
    const strict = await Predictor.load<'image-classification'>(await written(), { limits: { maxPixels: 100 } });
    expect((await refusal(strict.predict([await colour('#ff0000')]))).code).toBe('PICTURE_TOO_LARGE');
    await strict.close();
  });

  it('runs on tensors, and ignores extra values after the batch', async () => {
    const batch = new Float32Array(3 * 48).fill(9).fill(0, 0, 96);
    for (let at = 2; at < 48; at += 3) batch[at] = 1;
    const { probabilities, embeddings } = classOutputs(
      predictor.manifest.onnx,
      await predictor.run({ pixels: batch }, 2),
    );
    expect([probabilities.length, [...embeddings]]).toEqual([12, [0, 0, 1, 0, 0, 0]]);
    for (const probability of probabilities.subarray(6)) expect(probability).toBeCloseTo(1 / 6, 6);
    expect((await refusal(predictor.run({ pixels: batch }, 4))).code).toBe('SHAPE_MISMATCH');
    expect((await refusal(predictor.run({ pixels: batch }, 0))).code).toBe('SHAPE_MISMATCH');
    expect((await refusal(predictor.run({ images: batch }, 1))).received).toBe('no such tensor');
  });

  it('does not mix concurrent answers', async () => {
    const names = ['red', 'green', 'blue', 'yellow', 'cyan', 'magenta'];
    const encoded = await Promise.all(
      ['#ff0000', '#00ff00', '#0000ff', '#ffff00', '#00ffff', '#ff00ff'].map((code) => colour(code)),
    );
    const answers = await Promise.all(encoded.map((picture) => predictor.predict([picture])));
    expect(answers.map(([prediction]) => prediction!.className)).toEqual(names);
  });

  it('stops when its caller does', async () => {
    const pictures = new Array<Buffer>(200).fill(await colour('#ff0000'));
    const caller = new AbortController();
    const running = predictor.predict(pictures, { signal: caller.signal });
    caller.abort(new Error('the browser went away'));
    const error = await refusal(running);
    expect([error.code, error.received, error.retryable]).toEqual(['CANCELLED', 'the browser went away', true]);
  });

  it('lets concurrent callers share batches, whether they send pictures or tensors', async () => {
    const sharing = await Predictor.load<'image-classification'>(await written(), { threads: 1 });
    const names = ['#ff0000', '#00ff00', '#0000ff'];
    const encoded = await Promise.all(names.map(colour));
    const tensor = (channel: number, size: number): Float32Array =>
      Float32Array.from({ length: size * 48 }, (_, at) => (at % 3 === channel ? 1 : 0));
    const [predictions, outputs] = await Promise.all([
      Promise.all(Array.from({ length: 60 }, (_, index) => sharing.predict([encoded[index % 3]!]))),
      Promise.all(Array.from({ length: 60 }, (_, index) => sharing.run({ pixels: tensor(index % 3, 2) }, 2))),
    ]);
    const metrics = sharing.metrics();
    await sharing.close();
    expect(predictions.map(([prediction]) => [...prediction!.embedding].indexOf(1))).toEqual(
      Array.from({ length: 60 }, (_, index) => index % 3),
    );
    expect(
      outputs.map(({ embedding }) => Array.from(embedding as Float32Array, (value, at) => (value ? at : -1))),
    ).toEqual(
      Array.from({ length: 60 }, (_, index) => [0, 1, 2, 3, 4, 5].map((at) => (at % 3 === index % 3 ? at : -1))),
    );
    expect(metrics).toMatchObject({ rows: 180, rejected: 0, failed: 0, waitingRows: 0 });
    // For 120 callers; how many share a batch depends on the load of the machine.
    expect(metrics.batches).toBeLessThan(60);
  });

  it('rejects a whole request if its queue is full, and keeps nothing of it', async () => {
    const narrow = await Predictor.load<'image-classification'>(await written(), {
      batching: { queueLimit: 3, maxBatchSize: 2 },
    });
    const rows = new Float32Array(48 * 2);
    const accepted = Promise.all([narrow.run({ pixels: rows }, 2), narrow.run({ pixels: rows }, 2)]);
    const error = await refusal(narrow.run({ pixels: rows }, 2));
    expect([error.code, error.retryable]).toEqual(['QUEUE_FULL', true]);
    expect(await accepted).toHaveLength(2);
    expect(narrow.metrics()).toMatchObject({ rejected: 1, rows: 4, waitingRows: 0 });
    await narrow.close();
  });

  it('never runs a tensor whose caller has gone', async () => {
    const fresh = await Predictor.load<'image-classification'>(await written());
    const caller = new AbortController();
    const running = fresh.run({ pixels: new Float32Array(48) }, 1, { signal: caller.signal });
    caller.abort();
    expect((await refusal(running)).code).toBe('CANCELLED');
    await fresh.close();
    expect(fresh.metrics()).toMatchObject({ rows: 0, cancelled: 1 });
  });

  it('opens a model whose files are stored elsewhere, and only a signed one if trusted keys are given', async () => {
    const { privateKeyPem, publicKeyPem } = generateSigningKey();
    const manifest = Buffer.from(JSON.stringify(COLOURS_MANIFEST));
    const signature = Buffer.from(signManifest(manifest, privateKeyPem));
    const stored = loadModelFiles<'image-classification'>(
      { manifest, onnx: COLOURS_ONNX, signature },
      { trustedKeys: [publicKeyPem] },
    );
    const opened = await Predictor.open<'image-classification'>(stored, { threads: 1 });
    expect((await opened.predict([await colour('#0000ff')]))[0]!.className).toBe('blue');
    await opened.close();
    expect(
      (await refusal(Predictor.load<'image-classification'>(await written(), { trustedKeys: [publicKeyPem] }))).problem,
    ).toContain('not signed');
  });

  it('names the weights that answer', () => {
    expect(predictor.sha256).toBe(COLOURS_MANIFEST.onnx.sha256);
    expect(predictor.manifest.name).toBe('colours');
  });

  it('finishes requests in progress when it is closed, and refuses later ones', async () => {
    const closing = await Predictor.load<'image-classification'>(await written());
    const underWay = closing.predict(new Array<Buffer>(130).fill(await colour('#0000ff')));
    const closed = closing.close();
    const late = await refusal(closing.predict([await colour('#0000ff')]));
    expect([late.code, late.retryable]).toEqual(['MODEL_NOT_READY', true]);
    expect((await refusal(closing.run({ pixels: new Float32Array(48) }, 1))).code).toBe('MODEL_NOT_READY');
    expect(await underWay).toHaveLength(130);
    await closed;
    await closing.close();
  });

  it.each<[string, (manifest: ManifestOf<'image-classification'>) => void, RegExp]>([
    ['an input of another name', ({ onnx }) => (onnx.inputs[0]!.name = 'images'), /inputs and outputs/],
    ['another embedding size', ({ onnx }) => (onnx.outputs[1]!.shape = [4]), /"embedding" has another size/],
    ['another number of classes', ({ reading }) => (reading.classNames = ['a', 'b']), /classes/],
    ['another shape than the preprocessor gives', ({ preprocessing }) => (preprocessing.width = 5), /shapes/],
    [
      'another shape than the graph takes',
      ({ onnx, preprocessing }) => {
        onnx.inputs[0]!.shape = [5, 4, 3];
        preprocessing.height = 5;
      },
      /can't run/,
    ],
  ])('refuses a manifest that promises %s', async (_, change, problem) => {
    const error = await refusal(Predictor.load<'image-classification'>(await written({ manifest: changed(change) })));
    expect(error.code).toBe('MODEL_INVALID');
    expect(error.problem).toMatch(problem);
    expect(error.expected).not.toBe(error.received);
  });

  it('refuses a file that is not an ONNX graph', async () => {
    const onnx = Buffer.from('this is no graph');
    const manifest = changed((own) => (own.onnx.sha256 = createHash('sha256').update(onnx).digest('hex')));
    const error = await refusal(Predictor.load<'image-classification'>(await written({ manifest, onnx })));
    expect(error.code).toBe('MODEL_INVALID');
    expect(error.received).toMatch(/\w/);
  });

  it('gives the mean colour of a picture that is not of one colour', async () => {
    const row = [255, 0, 0, 255, 0, 0, 0, 0, 0, 0, 0, 0];
    const [prediction] = await predictor.predict([await pngOf([row, row, row, row], 3)]);
    expect([...prediction!.embedding]).toEqual([0.5, 0, 0]);
  });
});
