/** Reads the primitive types of the Kafka protocol sequentially. Reading past the end throws a RangeError. */
export class ByteReader {
  private at = 0;

  constructor(private readonly buffer: Buffer) {}

  get left(): number {
    return this.buffer.length - this.at;
  }

  int8(): number {
    return this.buffer.readInt8(this.move(1));
  }

  int16(): number {
    return this.buffer.readInt16BE(this.move(2));
  }

  int32(): number {
    return this.buffer.readInt32BE(this.move(4));
  }

  uint32(): number {
    return this.buffer.readUInt32BE(this.move(4));
  }

  /** Exact up to 2^53. */
  int64(): number {
    return Number(this.int64Exactly());
  }

  int64Exactly(): bigint {
    return this.buffer.readBigInt64BE(this.move(8));
  }

  /** Zigzag, up to 64 bits; exact up to 2^53. */
  varint(): number {
    let value = 0;
    for (let scale = 1, length = 0; length < 10; length += 1, scale *= 128) {
      const byte = this.buffer[this.move(1)]!;
      value += (byte & 0x7f) * scale;
      if (byte < 0x80) return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
    }
    throw new RangeError('a number of more than ten bytes');
  }

  /** @returns null for a length of -1 */
  varintBytes(): Buffer | null {
    const length = this.varint();
    return length === -1 ? null : this.bytes(length);
  }

  string(): string {
    return this.bytes(this.int16()).toString();
  }

  /** A view, not a copy. */
  bytes(length: number): Buffer {
    const start = this.move(length);
    return this.buffer.subarray(start, start + length);
  }

  private move(length: number): number {
    const start = this.at;
    if (length < 0 || start + length > this.buffer.length) {
      throw new RangeError(`${length} bytes are asked for where ${this.buffer.length - start} are left`);
    }
    this.at += length;
    return start;
  }
}
