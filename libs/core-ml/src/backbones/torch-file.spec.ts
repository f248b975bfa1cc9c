import { LintelError } from '@lintel/contracts';
import { randomTensors, tinyPlan, tinyTorchFile } from './testing/tiny-network';
import { bytes, global, integer, join, text, torchHeader, tuple } from './testing/write-torch-file';
import { readTorchFile } from './torch-file';

/** A file whose dictionary is `state`, with no storages. */
const fileOf = (...state: Uint8Array[]): Uint8Array =>
  join(torchHeader(), bytes(0x80, 2), ...state, bytes(0x2e), bytes(0x80, 2, 0x5d, 0x2e));

const storage = (size: number): Uint8Array =>
  join(
    tuple(text('storage'), global('torch', 'FloatStorage'), text('k'), text('cpu'), integer(size), bytes(0x4e)),
    bytes(0x51),
  );
const counts = (values: readonly number[]): Uint8Array => tuple(...values.map(integer));
const tensor = (size: number, offset: number, shape: readonly number[], strides: readonly number[]): Uint8Array =>
  join(
    global('torch._utils', '_rebuild_tensor_v2'),
    tuple(storage(size), integer(offset), counts(shape), counts(strides), bytes(0x89), bytes(0x4e)),
    bytes(0x52),
  );
const dictionary = (value: Uint8Array): Uint8Array => join(bytes(0x7d, 0x28), text('w'), value, bytes(0x75));

const refusal = (file: Uint8Array): LintelError => {
  try {
    readTorchFile(file);
  } catch (error) {
    if (error instanceof LintelError) return error;
    throw error;
  }
  throw new Error('It was read.');
};

describe('reading a file of torch.save', () => {
  it('gives every tensor in the order of its shape, whatever its strides', () => {
    const written = randomTensors(tinyPlan());
    const read = readTorchFile(tinyTorchFile());
    expect([...read.keys()]).toEqual([...written.keys()]);
    for (const [name, { shape, values }] of written) {
      expect(read.get(name)!.shape).toEqual(shape);
      expect(read.get(name)!.values).toEqual(values);
    }
  });

  it('never calls a name that it does not know', () => {
    const call = join(global('os', 'system'), tuple(text('touch /tmp/executed')), bytes(0x52));
    expect(refusal(fileOf(dictionary(call)))).toMatchObject({
      code: 'MODEL_INVALID',
      received: 'the name "os system"',
    });
  });

  it('never calls a name that it only knows as data', () => {
    const call = join(global('torch', 'FloatStorage'), tuple(integer(8)), bytes(0x52));
    expect(refusal(fileOf(dictionary(call))).received).toBe('a call of "torch FloatStorage"');
  });

  it('does not find names in the prototypes of objects', () => {
    for (const name of ['constructor', '__proto__', 'toString']) {
      const call = join(global('', name), bytes(0x29, 0x52));
      expect(refusal(fileOf(call)).received).toBe(`the name " ${name}"`);
    }
  });

  it.each([
    ['an instance', [0x69]],
    ['an extension', [0x82, 1]],
    ['a text of another protocol', [0x8c, 1, 0x61]],
    ['a copy of nothing', [0x32]],
  ])('refuses an opcode that plain data does not need: %s', (_, opcodes) => {
    expect(refusal(fileOf(bytes(...opcodes))).received).toContain('the opcode 0x');
  });

  it.each([
    ['beyond the end of its storage', tensor(4, 1, [2, 2], [2, 1])],
    ['of a negative size', tensor(4, 0, [-2], [1])],
    ['with a negative stride', tensor(4, 3, [2], [-1])],
    ['without a stride for each size', tensor(4, 0, [2, 2], [1])],
    ['of more values than memory holds, all the same one', tensor(4, 0, [2 ** 30, 2 ** 20], [0, 0])],
  ])('refuses a tensor %s', (_, value) => {
    expect(refusal(fileOf(dictionary(value))).received).toMatch(/^a tensor/);
  });

  it.each([
    ['a memo that was never set', bytes(0x68, 7)],
    ['items without a mark', bytes(0x7d, 0x75)],
    ['a key without a value', join(bytes(0x7d, 0x28), text('a'), bytes(0x75))],
    ['an item of a number', bytes(0x4b, 1, 0x28, 0x4b, 1, 0x4b, 2, 0x75)],
    ['a text that claims to be longer than the file', bytes(0x58, 0xff, 0xff, 0xff, 0xff)],
    ['a name without an end', join(bytes(0x63), new Uint8Array(500).fill(0x61))],
    ['nothing at all', bytes()],
  ])('refuses %s', (_, state) => {
    expect(refusal(fileOf(state))).toMatchObject({ code: 'MODEL_INVALID' });
  });

  it('refuses a file that ends early, at every place', () => {
    const whole = tinyTorchFile();
    for (let length = 0; length < whole.length; length += 997) {
      expect(refusal(whole.subarray(0, length)).code).toBe('MODEL_INVALID');
    }
  });

  it('survives any single changed byte: it reads, or it says why not', () => {
    const whole = tinyTorchFile();
    for (let at = 0; at < Math.min(whole.length, 6000); at += 29) {
      const changed = Uint8Array.from(whole);
      changed[at]! ^= 0x55;
      try {
        readTorchFile(changed);
      } catch (error) {
        expect(error).toBeInstanceOf(LintelError);
      }
    }
  });
});
