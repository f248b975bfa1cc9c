import { LintelError } from '@lintel/contracts';
import { OnnxGraph } from '../export/onnx/onnx-graph';
import { adoptOnnx } from './adopt-onnx';
import { GraphSession } from './graph-session';

const OPTIONS = {
  name: 'mine',
  licence: 'not stated',
  source: 'mine.onnx',
  normalisation: { mean: [0, 0, 0], std: [1, 1, 1] },
};

interface Kind {
  readonly shape?: readonly (number | string)[];
  readonly second?: boolean;
}

/** Channels first; `map` is twice the picture, `vector` the sums of its channels. */
function foreign({ shape = ['batch', 3, 8, 8], second = false }: Kind = {}): Uint8Array {
  const graph = new OnnxGraph('foreign');
  graph.input('input', shape);
  graph.node('Add', ['input', 'input'], {}, 'map');
  graph.output('map', ['batch', 3, 'rows', 'columns']);
  if (second) {
    graph.node('ReduceSum', ['map', graph.integers('axes', [2, 3])], { keepdims: { int: 0 } }, 'vector');
    graph.output('vector', ['batch', 3]);
  }
  return graph.toModel({});
}

describe('adopting an ONNX file of one’s own', () => {
  it('takes pictures channels last, and gives the mean of a map as features', async () => {
    const { manifest, onnx } = await adoptOnnx(foreign(), OPTIONS);
    expect(manifest.onnx).toMatchObject({
      features: { size: 3 },
      map: { height: 8, width: 8, channels: 3 },
      logits: null,
    });
    const values = Float32Array.from({ length: 8 * 8 * 3 }, (_, at) => at % 3);
    const session = await GraphSession.open(onnx);
    const { features } = manifest.onnx;
    const answer = await session.run({ [manifest.onnx.input]: { values, shape: [1, 8, 8, 3] } }, [features.name]);
    expect([...answer[features.name]!]).toEqual([0, 2, 4]);
    await session.close();
  });

  it('takes the output that was named, and asks for one where several could be meant', async () => {
    await expect(adoptOnnx(foreign({ second: true }), OPTIONS)).rejects.toMatchObject({
      code: 'INVALID_ARGUMENT',
      expected: 'map, vector',
    });
    const { manifest } = await adoptOnnx(foreign({ second: true }), { ...OPTIONS, output: 'vector' });
    expect(manifest.onnx).toMatchObject({ features: { size: 3 }, map: null });
  });

  it('asks for the size of the pictures where the graph leaves it open', async () => {
    const open = foreign({ shape: ['batch', 3, 'height', 'width'] });
    await expect(adoptOnnx(open, OPTIONS)).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' });
    const { manifest } = await adoptOnnx(open, { ...OPTIONS, size: 16 });
    expect(manifest.preprocessor).toMatchObject({ height: 16, width: 16 });
  });

  it.each([
    ['no ONNX file', () => Buffer.from('a text')],
    ['an empty file', () => new Uint8Array()],
    ['one that ends early', () => foreign().subarray(0, 60)],
    ['one that takes vectors', () => foreign({ shape: ['batch', 3] })],
    ['one that takes grey pictures', () => foreign({ shape: ['batch', 1, 8, 8] })],
    ['one with a fixed batch', () => foreign({ shape: [1, 3, 8, 8] })],
  ])('refuses %s with a clear error', async (_, bytes) => {
    const error: unknown = await adoptOnnx(bytes(), OPTIONS).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(LintelError);
    expect((error as LintelError).code).toBe('MODEL_INVALID');
  });
});
