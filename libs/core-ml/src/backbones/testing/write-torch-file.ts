import { type TorchTensor } from '../torch-file';

/**
 * Writes a state dictionary as `torch.save` did before PyTorch 1.6. Tensors of four dimensions are stored in
 * TensorFlow's order (height, width, inputs, outputs) with strides that undo it, as the published files have them.
 */
export function writeTorchFile(tensors: ReadonlyMap<string, TorchTensor>): Uint8Array {
  const parts: Uint8Array[] = [
    torchHeader(),
    state(tensors),
    join(bytes(0x80, 2, 0x5d, 0x28), ...[...tensors.keys()].map((name) => text(`key of ${name}`)), bytes(0x65, 0x2e)),
  ];
  for (const tensor of tensors.values()) {
    const { values } = stored(tensor);
    const count = new BigInt64Array([BigInt(values.length)]);
    parts.push(new Uint8Array(count.buffer), new Uint8Array(values.buffer));
  }
  return join(...parts);
}

/** The three small pickles: magic number, protocol 1001, a little-endian machine. */
export const torchHeader = (): Uint8Array =>
  join(
    bytes(0x80, 2, 0x8a, 10, ...[0x6c, 0xfc, 0x9c, 0x46, 0xf9, 0x20, 0x6a, 0xa8, 0x50, 0x19], 0x2e),
    bytes(0x80, 2, 0x4d, 0xe9, 0x03, 0x2e),
    join(bytes(0x80, 2, 0x7d, 0x28), text('little_endian'), bytes(0x88, 0x75, 0x2e)),
  );

export const bytes = (...values: number[]): Uint8Array => Uint8Array.from(values);

/** BINUNICODE */
export function text(value: string): Uint8Array {
  const encoded = new TextEncoder().encode(value);
  return join(bytes(0x58), new Uint8Array(Uint32Array.of(encoded.length).buffer), encoded);
}

/** BININT */
export const integer = (value: number): Uint8Array => join(bytes(0x4a), new Uint8Array(Int32Array.of(value).buffer));

/** GLOBAL */
export const global = (module: string, name: string): Uint8Array =>
  join(bytes(0x63), new TextEncoder().encode(`${module}\n${name}\n`));

export const tuple = (...items: Uint8Array[]): Uint8Array => join(bytes(0x28), ...items, bytes(0x74));

export function join(...parts: readonly Uint8Array[]): Uint8Array {
  return Uint8Array.from(Buffer.concat(parts));
}

function state(tensors: ReadonlyMap<string, TorchTensor>): Uint8Array {
  const items = [...tensors].map(([name, tensor]) => {
    const { values, strides } = stored(tensor);
    const storage = tuple(
      text('storage'),
      global('torch', 'FloatStorage'),
      text(`key of ${name}`),
      text('cpu'),
      integer(values.length),
      bytes(0x4e),
    );
    const args = tuple(
      join(storage, bytes(0x51)),
      integer(0),
      tuple(...tensor.shape.map(integer)),
      tuple(...strides.map(integer)),
      bytes(0x89),
      join(global('collections', 'OrderedDict'), bytes(0x29, 0x52)),
    );
    return join(text(name), global('torch._utils', '_rebuild_tensor_v2'), args, bytes(0x52));
  });
  return join(
    bytes(0x80, 2),
    global('collections', 'OrderedDict'),
    bytes(0x29, 0x52, 0x28),
    ...items,
    bytes(0x75, 0x2e),
  );
}

function stored({ shape, values }: TorchTensor): { values: Float32Array; strides: number[] } {
  if (shape.length !== 4) {
    const strides = shape.map((_, axis) => shape.slice(axis + 1).reduce((product, size) => product * size, 1));
    return { values, strides };
  }
  const [outputs, inputs, height, width] = shape as [number, number, number, number];
  const strides = [1, outputs, width * inputs * outputs, inputs * outputs];
  const result = new Float32Array(values.length);
  let from = 0;
  for (let output = 0; output < outputs; output++)
    for (let input = 0; input < inputs; input++)
      for (let row = 0; row < height; row++)
        for (let column = 0; column < width; column++)
          result[output + input * strides[1]! + row * strides[2]! + column * strides[3]!] = values[from++]!;
  return { values: result, strides };
}
