import { ProtobufWriter } from './protobuf-writer';

const hex = (writer: ProtobufWriter) => Buffer.from(writer.finish()).toString('hex');

describe('ProtobufWriter', () => {
  // The examples of protobuf.dev/programming-guides/encoding.
  it('writes the examples of the encoding guide', () => {
    expect(hex(new ProtobufWriter().varint(1, 150))).toBe('089601');
    expect(hex(new ProtobufWriter().string(2, 'testing'))).toBe('120774657374696e67');
    expect(hex(new ProtobufWriter().message(3, (inner) => inner.varint(1, 150)))).toBe('1a03089601');
    expect(hex(new ProtobufWriter().varint(1, -2))).toBe('08feffffffffffffffff01');
  });

  it('writes numbers beyond 32 bits whole', () => {
    expect(hex(new ProtobufWriter().varint(1, 2 ** 53 - 1))).toBe('08ffffffffffffff0f');
  });

  it('writes floats in little-endian order', () => {
    expect(hex(new ProtobufWriter().float(2, 1))).toBe('150000803f');
  });

  it('writes lists packed, and strings one after another', () => {
    expect(hex(new ProtobufWriter().varints(4, [3, 270, 86942]))).toBe('2206038e029ea705');
    expect(hex(new ProtobufWriter().varints(1, [-2]))).toBe('0a0afeffffffffffffffff01');
    expect(hex(new ProtobufWriter().floats(1, [1, 0]))).toBe('0a080000803f00000000');
    expect(hex(new ProtobufWriter().strings(2, ['a', 'b', 'a']))).toBe('120161120162120161');
  });
});
