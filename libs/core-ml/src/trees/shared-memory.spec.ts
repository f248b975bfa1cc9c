import { roundUp, SharedArrays } from './shared-memory';

describe('shared arrays', () => {
  it('lie in one memory without overlap, each at a cache line', () => {
    const shared = new SharedArrays(100_000);
    const bytes = shared.take(Uint8Array, 3);
    const numbers = shared.take(Float64Array, 5);
    bytes.fill(255);
    expect(numbers.buffer).toBe(bytes.buffer);
    expect(numbers.byteOffset - bytes.byteOffset).toBe(roundUp(3));
    expect([...numbers]).toEqual([0, 0, 0, 0, 0]);
  });

  it('have buffers of their own where they are too large for one memory', () => {
    const shared = new SharedArrays(2 ** 33);
    expect(shared.memory).toBeUndefined();
    const [one, other] = [shared.take(Int32Array, 4), shared.take(Int32Array, 4)];
    expect(one.buffer).not.toBe(other.buffer);
    expect(one.buffer).toBeInstanceOf(SharedArrayBuffer);
  });
});
