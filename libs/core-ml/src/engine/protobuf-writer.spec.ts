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
});
