import { LintelError } from '@lintel/contracts';
import { solid } from '../preprocessing/testing/pictures';
import { COLOURS_MANIFEST } from '../inference/testing/colour-model';
import { type ComparisonReport } from './comparison';
import { ModelServer } from './model-server';
import { colourTensor, openVersion } from './testing/colour-versions';

const RED = [1, 0, 0] as const;
const BLUE = [0, 0, 1] as const;

let red: Buffer;
let blue: Buffer;
let server: ModelServer<'image-classification'>;
beforeAll(async () => {
  red = await solid('#ff0000', 8, 8).png().toBuffer();
  blue = await solid('#0000ff', 8, 8).png().toBuffer();
});
beforeEach(() => (server = new ModelServer({ name: 'colours', task: 'image-classification' })));
afterEach(() => server.close());

const classOf = async (picture: Uint8Array, key?: string): Promise<string> => {
  const { outcomes } = await server.predictSettled([picture], { key });
  const outcome = outcomes[0]!;
  return outcome.ok ? outcome.prediction.className : outcome.error.code;
};
const codeOf = (promise: Promise<unknown>): Promise<string> =>
  promise.then(
    () => 'answered',
    (error: unknown) => (error instanceof LintelError ? error.code : String(error)),
  );
const shadowDone = async (): Promise<void> => {
  while (server.metrics().waitingInShadow > 0) await new Promise((resolve) => setTimeout(resolve, 5));
};

describe('ModelServer', () => {
  it("uses its owner's error if there is no model yet", async () => {
    expect(await codeOf(classOf(red))).toBe('MODEL_NOT_READY');
    expect([server.estimatedWaitMs(), server.takeComparison()]).toEqual([0, null]);
    const own = new ModelServer({
      name: 'goods',
      task: 'image-classification',
      notReady: () => ({ problem: 'The first model is being trained.' }),
    });
    await expect(own.predictSettled([red])).rejects.toMatchObject({
      problem: 'The first model is being trained.',
      retryable: true,
    });
  });

  it('answers pictures and tensors, and says which version did', async () => {
    await server.swap({ champion: await openVersion('right', 'v1') });
    const version = { id: 'v1', name: 'colours', sha256: COLOURS_MANIFEST.onnx.sha256 };
    const { outcomes, version: answering } = await server.predictSettled([blue, Buffer.from('words'), red]);
    expect(outcomes.map((outcome) => (outcome.ok ? outcome.prediction.className : outcome.error.code))).toEqual([
      'blue',
      'PICTURE_UNREADABLE',
      'red',
    ]);
    expect(answering).toEqual(version);
    const { outputs, version: inferring } = await server.infer({ pixels: colourTensor(RED, BLUE) }, 2);
    expect([[...(outputs['embedding'] as Float32Array)], inferring]).toEqual([[1, 0, 0, 0, 0, 1], version]);
  });

  it('fails the picture alone whose answer is not a number', async () => {
    await server.swap({ champion: await openVersion('overflowing', 'v1') });
    const yellow = await solid('#ffff00', 8, 8).png().toBuffer();
    const { outcomes } = await server.predictSettled([red, yellow, blue]);
    expect(outcomes.map((outcome) => (outcome.ok ? 'answered' : outcome.error.code))).toEqual([
      'answered',
      'MODEL_INVALID',
      'answered',
    ]);
  });

  it('answers hundreds of concurrent requests over many swaps without one that fails', async () => {
    await server.swap({ champion: await openVersion('right', 'v0') });
    const expected: Record<string, string> = { right: 'red', swapped: 'green' };
    const seen = new Set<string>();
    let answered = 0;
    let swapping = true;
    const caller = async (key: string): Promise<void> => {
      while (swapping) {
        const { outcomes, version } = await server.predictSettled([red], { key });
        const [outcome] = outcomes;
        if (!outcome?.ok) throw new Error(outcome?.error.message);
        expect(outcome.prediction.className).toBe(expected[version.name === 'swapped' ? 'swapped' : 'right']);
        for (let repeat = 0; repeat < 5; repeat++) {
          const { version: inferring } = await server.infer({ pixels: colourTensor(RED) }, 1, { key });
          seen.add(version.id).add(inferring.id);
          answered++;
        }
      }
    };
    const callers = Promise.all(Array.from({ length: 200 }, (_, index) => caller(String(index))));
    const swaps: Promise<void>[] = [];
    for (let swap = 1; swap <= 30; swap++) {
      const champion = await openVersion(swap % 2 === 0 ? 'right' : 'swapped', `v${swap}`);
      const challenger = await openVersion('swapped', `c${swap}`);
      const mode = swap % 3 === 0 ? ({ mode: 'shadow' } as const) : ({ mode: 'canary', share: 0.5 } as const);
      // Not awaited: several old versions drain at once.
      swaps.push(server.swap({ champion, challenger: { ...challenger, ...mode } }));
      if (swap % 5 === 0) swaps.push(server.swap({ challenger: null }));
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    swapping = false;
    await Promise.all([callers, ...swaps]);
    expect(answered).toBeGreaterThan(300);
    expect(seen.size).toBeGreaterThan(20);
  }, 60_000);

  it('closes replaced models once they have answered, and keeps a challenger that is promoted', async () => {
    const [first, second] = [await openVersion('right', 'v1'), await openVersion('swapped', 'v2')];
    await server.swap({ champion: first, challenger: { ...second, mode: 'shadow' } });
    const underWay = classOf(red);
    const swapped = server.swap({ champion: second });
    expect(await classOf(red)).toBe('green');
    expect(await underWay).toBe('red');
    await swapped;
    expect([server.champion?.id, server.challenger]).toEqual(['v2', undefined]);
    expect(await codeOf(first.predictor.predict([red]))).toBe('MODEL_NOT_READY');
    await server.close();
    expect(await codeOf(second.predictor.predict([red]))).toBe('MODEL_NOT_READY');
  });

  it('refuses an invalid challenger, and continues as before', async () => {
    const [first, second] = [await openVersion('right', 'v1'), await openVersion('timid', 'v2')];
    expect(await codeOf(server.swap({ challenger: { ...second, mode: 'shadow' } }))).toBe('INVALID_ARGUMENT');
    await server.swap({ champion: first });
    for (const share of [0, 1.1, NaN]) {
      expect(await codeOf(server.swap({ challenger: { ...second, mode: 'canary', share } }))).toBe('INVALID_ARGUMENT');
    }
    expect(await codeOf(server.swap({ challenger: { ...second, id: 'v1', mode: 'shadow' } }))).toBe('INVALID_ARGUMENT');
    expect(await classOf(red)).toBe('red');
    await second.predictor.close();
  });

  it('passes a cancellation on', async () => {
    const challenger = await openVersion('timid');
    await server.swap({
      champion: await openVersion('right'),
      challenger: { ...challenger, mode: 'canary', share: 1 },
    });
    const caller = new AbortController();
    const cancelled = codeOf(server.infer({ pixels: colourTensor(RED) }, 1, { signal: caller.signal }));
    caller.abort();
    expect(await cancelled).toBe('CANCELLED');
    expect(server.takeComparison()?.failed).toBe(0);
  });
});

describe('a challenger in the shadow', () => {
  const shadow = async (kind: Parameters<typeof openVersion>[0]): Promise<void> =>
    server.swap({
      champion: await openVersion('right', 'v1'),
      challenger: { ...(await openVersion(kind, 'v2')), mode: 'shadow' },
    });

  it('sees what the champion answers, and never answers itself', async () => {
    await shadow('swapped');
    for (const picture of [red, red, blue]) expect(await classOf(picture)).toBe(picture === red ? 'red' : 'blue');
    const batch = colourTensor(...new Array<typeof RED>(40).fill(RED));
    const { version } = await server.infer({ pixels: batch }, 40);
    // The caller can reuse the tensor.
    batch.fill(0);
    expect(version.id).toBe('v1');
    await shadowDone();
    const report = server.takeComparison()!;
    expect(report).toMatchObject({
      mode: 'shadow',
      champion: { id: 'v1', examples: 43, outcomeCounts: { red: 42, blue: 1 }, unsure: 0 },
      challenger: { id: 'v2', examples: 43, outcomeCounts: { green: 42, blue: 1 }, unsure: 0 },
      pairs: {
        examples: 43,
        agreements: 1,
        changes: [{ championOutcome: 'red', challengerOutcome: 'green', count: 42 }],
      },
      dropped: 0,
      failed: 0,
    });
    expect(report.challenger.meanConfidence).toBeCloseTo(report.champion.meanConfidence!, 6);
    for (const { latencyMs } of [report.champion, report.challenger]) {
      expect(latencyMs.p50).toBeGreaterThan(0);
      expect(latencyMs.p95).toBeGreaterThanOrEqual(latencyMs.p50!);
    }
    expect(server.takeComparison()).toMatchObject({ pairs: { examples: 0, changes: [] }, champion: { examples: 0 } });
  });

  it('is compared by its confidence', async () => {
    await shadow('timid');
    await classOf(red);
    await shadowDone();
    const { champion, challenger, pairs } = server.takeComparison()!;
    const softmax = (scale: number): number =>
      Math.exp(scale * 4) / (Math.exp(scale * 4) + 2 * Math.exp(scale * 3) + 3 * Math.exp(scale * -4));
    expect(champion.meanConfidence).toBeCloseTo(softmax(1), 5);
    expect(challenger.meanConfidence).toBeCloseTo(softmax(1 / 8), 5);
    expect([pairs?.agreements, champion.unsure, challenger.unsure]).toEqual([1, 0, 1]);
  });

  it('fails without a caller noticing', async () => {
    await shadow('broken');
    expect(await classOf(red)).toBe('red');
    await server.infer({ pixels: colourTensor(RED, BLUE) }, 2);
    await shadowDone();
    expect(server.takeComparison()).toMatchObject({ failed: 3, pairs: { examples: 0 }, champion: { examples: 0 } });
  });

  it('sees no tensor that was prepared in another way than its own', async () => {
    await shadow('cropped');
    await server.infer({ pixels: colourTensor(RED) }, 1);
    await classOf(red);
    await shadowDone();
    expect(server.takeComparison()).toMatchObject({ pairs: { examples: 1, agreements: 1 }, dropped: 0, failed: 0 });
  });

  it('waits while requests are in progress, and drops what it cannot keep up with', async () => {
    await shadow('right');
    const answers = await Promise.all(Array.from({ length: 300 }, () => classOf(red)));
    expect(new Set(answers)).toEqual(new Set(['red']));
    const { rows } = server.metrics().challenger!;
    expect(rows).toBeLessThan(300);
    await shadowDone();
    const { dropped, pairs } = server.takeComparison()!;
    expect(dropped).toBeGreaterThan(0);
    expect(pairs!.examples + dropped).toBe(300);
  });

  it('does not run while a request is in progress', async () => {
    await shadow('right');
    await classOf(red);
    const answers = Array.from({ length: 40 }, () => server.infer({ pixels: colourTensor(BLUE) }, 1));
    await Promise.all(answers);
    expect(server.metrics().challenger!.rows).toBe(0);
    await shadowDone();
    expect(server.metrics().challenger!.rows).toBe(41);
  });
});

describe('a canary', () => {
  const canary = async (kind: Parameters<typeof openVersion>[0], share: number): Promise<void> =>
    server.swap({
      champion: await openVersion('right', 'v1'),
      challenger: { ...(await openVersion(kind, 'v2')), mode: 'canary', share },
    });
  const counts = ({ champion, challenger }: ComparisonReport): number[] => [champion.examples, challenger.examples];

  it('answers its share of the keys, always the same ones', async () => {
    await canary('swapped', 0.3);
    const keys = Array.from({ length: 400 }, (_, index) => `caller-${index}`);
    const first = await Promise.all(keys.map((key) => classOf(red, key)));
    const again = await Promise.all(keys.map((key) => classOf(red, key)));
    expect(again).toEqual(first);
    const share = first.filter((className) => className === 'green').length;
    expect(share).toBeGreaterThan(80);
    expect(share).toBeLessThan(160);
    const report = server.takeComparison()!;
    expect(counts(report)).toEqual([2 * (400 - share), 2 * share]);
    expect(report).toMatchObject({
      mode: 'canary',
      pairs: null,
      champion: { outcomeCounts: { red: 2 * (400 - share) } },
      challenger: { outcomeCounts: { green: 2 * share } },
    });
  });

  it('answers its share of the requests that have no key', async () => {
    await canary('swapped', 0.5);
    const { length } = (await Promise.all(Array.from({ length: 200 }, () => classOf(red)))).filter(
      (className) => className === 'green',
    );
    expect(length).toBeGreaterThan(60);
    expect(length).toBeLessThan(140);
  });

  it('falls back to the champion if it fails, and reports the failure', async () => {
    await canary('broken', 1);
    const { outcomes, version } = await server.predictSettled([red, blue]);
    expect([outcomes.map(({ ok }) => ok), version.id]).toEqual([[true, true], 'v1']);
    expect(server.takeComparison()).toMatchObject({
      failed: 2,
      champion: { examples: 2 },
      challenger: { examples: 0 },
    });
  });

  it('falls back to the champion if its answer is NaN, for pictures and tensors', async () => {
    await canary('overflowing', 1);
    const yellow = await solid('#ffff00', 8, 8).png().toBuffer();
    const { outcomes, version } = await server.predictSettled([red, yellow]);
    expect([outcomes.map(({ ok }) => ok), version.id]).toEqual([[true, true], 'v1']);
    expect((await server.infer({ pixels: colourTensor([1, 1, 0]) }, 1)).version.id).toBe('v1');
    expect((await server.infer({ pixels: colourTensor(BLUE) }, 1)).version.id).toBe('v2');
    expect(server.takeComparison()).toMatchObject({ failed: 3 });
  });

  it('gets no tensor whose answer would be read by other classes, or that was prepared in another way', async () => {
    for (const kind of ['swapped', 'cropped'] as const) {
      await canary(kind, 1);
      expect((await server.infer({ pixels: colourTensor(RED) }, 1)).version.id).toBe('v1');
      expect((await server.predictSettled([red])).version.id).toBe('v2');
      expect(counts(server.takeComparison()!)).toEqual([0, 1]);
    }
  });

  it('does not count a failure that the champion has too', async () => {
    await canary('right', 1);
    expect(await codeOf(server.infer({ pixels: new Float32Array(3) }, 1))).toBe('SHAPE_MISMATCH');
    expect(server.takeComparison()).toMatchObject({ failed: 0 });
  });
});
