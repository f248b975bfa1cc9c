import { LintelError, type ModelManifest } from '@lintel/contracts';
import { COLOURS_MANIFEST } from '@lintel/core-ml/testing/colour-model';
import { readInferenceRequest } from './inference-request';
import { writeInferenceResponse } from './inference-response';

const ONNX: ModelManifest['onnx'] = {
  ...COLOURS_MANIFEST.onnx,
  inputs: [{ name: 'pixels', dtype: 'float32', shape: [2, 2, 1] }],
  outputs: [
    { name: 'probabilities', dtype: 'float32', shape: [2], meaning: 'probabilities' },
    { name: 'embedding', dtype: 'float32', shape: [2], meaning: 'embedding' },
  ],
};
/** Sent by tritonclient 2.73.0 (HTTP) for two examples, asking for the probabilities as bytes. */
const TRITON = {
  headerLength: '184',
  body: 'eyJpZCI6InIxIiwiaW5wdXRzIjpbeyJuYW1lIjoicGl4ZWxzIiwic2hhcGUiOlsyLDIsMiwxXSwiZGF0YXR5cGUiOiJGUDMyIiwicGFyYW1ldGVycyI6eyJiaW5hcnlfZGF0YV9zaXplIjozMn19XSwib3V0cHV0cyI6W3sibmFtZSI6InByb2JhYmlsaXRpZXMiLCJwYXJhbWV0ZXJzIjp7ImJpbmFyeV9kYXRhIjp0cnVlfX1dfQAAAAAAAAA+AACAPgAAwD4AAAA/AAAgPwAAQD8AAGA/',
};
const VALUES = [0, 0.125, 0.25, 0.375, 0.5, 0.625, 0.75, 0.875];
const INPUT = { name: 'pixels', shape: [2, 2, 2, 1], datatype: 'FP32' };
const json = (body: unknown): Buffer => Buffer.from(JSON.stringify(body));
const read = (body: unknown) => readInferenceRequest(json(body), undefined, ONNX);

/** The error code of the refusal. */
function refusal(work: () => unknown): string | undefined {
  try {
    work();
    return undefined;
  } catch (error) {
    return error instanceof LintelError ? error.code : String(error);
  }
}

describe('an inference request', () => {
  it('of the Triton client is read with its binary tensor', () => {
    const request = readInferenceRequest(Buffer.from(TRITON.body, 'base64'), TRITON.headerLength, ONNX);
    expect([...(request.batch!['pixels'] as Float32Array)]).toEqual(VALUES);
    expect(request).toMatchObject({ id: 'r1', size: 2, outputs: [{ name: 'probabilities', binary: true }] });
  });

  it('gets an output that is computed on request only if it names it', () => {
    const shape = { dtype: 'float32' as const, shape: [3] };
    const heat = { name: 'heat', ...shape, meaning: 'heat', onRequest: true };
    const onnx = { ...ONNX, outputs: [...ONNX.outputs, heat] };
    const named = (outputs?: { name: string }[]): string[] => {
      const body = { inputs: [{ ...INPUT, data: VALUES }], ...(outputs ? { outputs } : {}) };
      return readInferenceRequest(json(body), undefined, onnx).outputs.map(({ name }) => name);
    };
    expect(named()).not.toContain('heat');
    expect(named([{ name: 'heat' }])).toEqual(['heat']);
  });

  it('whose data is nested too deeply is refused like any other', () => {
    const head = JSON.stringify({ inputs: [{ ...INPUT, data: 0 }] });
    const deep = head.replace('"data":0', `"data":${'['.repeat(200_000)}${']'.repeat(200_000)}`);
    expect(refusal(() => readInferenceRequest(Buffer.from(deep), undefined, ONNX))).toBe('INVALID_ARGUMENT');
  });

  it('in JSON may contain its data flat or nested, and requests all outputs if it names none', () => {
    const flat = read({ inputs: [{ ...INPUT, data: VALUES }] });
    const nested = read({
      inputs: [
        {
          ...INPUT,
          data: [
            [
              [[0], [0.125]],
              [[0.25], [0.375]],
            ],
            [
              [[0.5], [0.625]],
              [[0.75], [0.875]],
            ],
          ],
        },
      ],
    });
    expect([...(flat.batch!['pixels'] as Float32Array)]).toEqual(VALUES);
    expect([...(nested.batch!['pixels'] as Float32Array)]).toEqual(VALUES);
    expect(flat.outputs).toEqual([
      { name: 'probabilities', binary: false },
      { name: 'embedding', binary: false },
    ]);
  });

  it.each([
    ['no JSON', Buffer.from('{'), undefined, /JSON/],
    ['no inputs', json({ inputs: [] }), undefined, /inputs/],
    ['an input of another name', json({ inputs: [{ ...INPUT, name: 'x', data: VALUES }] }), undefined, /named pixels/],
    ['another datatype', json({ inputs: [{ ...INPUT, datatype: 'INT8', data: VALUES }] }), undefined, /FP32/],
    ['too few numbers', json({ inputs: [{ ...INPUT, data: [1] }] }), undefined, /8 numbers/],
    [
      'a word among the numbers',
      json({ inputs: [{ ...INPUT, data: [...VALUES.slice(1), 'x'] }] }),
      undefined,
      /numbers/,
    ],
    ['an unknown output', json({ inputs: [{ ...INPUT, data: VALUES }], outputs: [{ name: 'x' }] }), undefined, /x/],
    ['a header longer than the body', json({}), '99999', /inference-header-content-length/],
    ['fewer bytes than announced', Buffer.from(TRITON.body, 'base64').subarray(0, -4), TRITON.headerLength, /32 bytes/],
  ])('with %s is refused with the reason', (_, body, headerLength, reason) => {
    expect(() => readInferenceRequest(body, headerLength, ONNX)).toThrow(reason);
    expect(refusal(() => readInferenceRequest(body, headerLength, ONNX))).toBe('INVALID_ARGUMENT');
  });

  it.each([
    ['NaN', 'NaN', /null, NaN or an infinity at 7/],
    ['-Infinity', '-Infinity', /null, NaN or an infinity at 7/],
    ['null', 'null', /null, NaN or an infinity at 7/],
    ['a number beyond float32', '1e39', /Infinity at 7/],
    ['a number beyond float64', '-1e400', /-Infinity at 7/],
  ])('with %s among its numbers is refused with the name of the tensor', (_, written, received) => {
    const body = JSON.stringify({ id: 'NaN "Infinity"', inputs: [{ ...INPUT, data: VALUES }] }).replace(
      '0.875',
      written,
    );
    const work = () => readInferenceRequest(Buffer.from(body), undefined, ONNX);
    expect(refusal(work)).toBe('INVALID_ARGUMENT');
    expect(work).toThrow(/input tensor pixels/);
    expect(work).toThrow(received);
  });

  it('of megabytes of quotes that is not JSON is refused at once', () => {
    const startedAt = performance.now();
    const quotes = Buffer.from(`{"id":"${'\\"'.repeat(2_000_000)}\\ NaN`);
    expect(refusal(() => readInferenceRequest(quotes, undefined, ONNX))).toBe('INVALID_ARGUMENT');
    expect(performance.now() - startedAt).toBeLessThan(3_000);
  });

  it('with NaN or an infinity among its bytes is refused with the name of the tensor', () => {
    for (const value of [NaN, Infinity, -Infinity]) {
      const body = Buffer.from(TRITON.body, 'base64');
      body.writeFloatLE(value, body.length - 8);
      const work = () => readInferenceRequest(body, TRITON.headerLength, ONNX);
      expect(refusal(work)).toBe('INVALID_ARGUMENT');
      expect(work).toThrow(new RegExp(`input tensor pixels[^]*${value} at 6`));
    }
  });

  it('that is not UTF-8, or whose id holds U+0000, is refused', () => {
    const latin1 = Buffer.from(JSON.stringify({ id: 'é', inputs: [{ ...INPUT, data: VALUES }] }), 'latin1');
    expect(refusal(() => readInferenceRequest(latin1, undefined, ONNX))).toBe('INVALID_ARGUMENT');
    expect(refusal(() => read({ id: 'a\0', inputs: [{ ...INPUT, data: VALUES }] }))).toBe('INVALID_ARGUMENT');
  });

  it("of another shape gets an error with the model's shape", () => {
    const wrong = { inputs: [{ ...INPUT, shape: [1, 3, 3, 1], data: new Array(9).fill(0) }] };
    expect(refusal(() => read(wrong))).toBe('SHAPE_MISMATCH');
    expect(() => read(wrong)).toThrow('[1 or more, 2, 2, 1]');
  });
});

describe('an inference response', () => {
  const results = { probabilities: Float32Array.of(0.25, 0.75, 1, 0), embedding: Float32Array.of(1, 2, 3, 4) };
  const model = { name: 'shop.colours', version: '3', onnx: ONNX };

  it('appends bytes to the JSON if they were requested', () => {
    const request = readInferenceRequest(Buffer.from(TRITON.body, 'base64'), TRITON.headerLength, ONNX);
    const { headerLength, body } = writeInferenceResponse(request, results, model);
    expect(JSON.parse(body.subarray(0, headerLength).toString())).toEqual({
      model_name: 'shop.colours',
      model_version: '3',
      id: 'r1',
      outputs: [{ name: 'probabilities', datatype: 'FP32', shape: [2, 2], parameters: { binary_data_size: 16 } }],
    });
    const bytes = body.subarray(headerLength);
    expect([0, 4, 8, 12].map((at) => bytes.readFloatLE(at))).toEqual([0.25, 0.75, 1, 0]);
  });

  it('is refused if a requested output is not finite, and names it', () => {
    const request = readInferenceRequest(Buffer.from(TRITON.body, 'base64'), TRITON.headerLength, ONNX);
    const work = (broken: Partial<typeof results>) => () =>
      writeInferenceResponse(request, { ...results, ...broken }, model);
    expect(refusal(work({ probabilities: Float32Array.of(0, NaN, 1, 0) }))).toBe('INVALID_ARGUMENT');
    expect(work({ probabilities: Float32Array.of(0, 1, Infinity, 0) })).toThrow(/tensor probabilities/);
    // Not asked for.
    expect(work({ embedding: Float32Array.of(NaN, 1, 1, 0) })).not.toThrow();
  });

  it('is JSON alone otherwise', () => {
    const { headerLength, body } = writeInferenceResponse(
      read({ inputs: [{ ...INPUT, data: VALUES }] }),
      results,
      model,
    );
    expect(headerLength).toBeUndefined();
    expect(JSON.parse(body.toString())).toMatchObject({
      outputs: [
        { name: 'probabilities', shape: [2, 2], data: [0.25, 0.75, 1, 0] },
        { name: 'embedding', shape: [2, 2], data: [1, 2, 3, 4] },
      ],
    });
  });
});
