import { borderColour, padToSize } from './border';

describe('borderColour', () => {
  it('is the median of the outermost ring, per channel, and ignores the inside', () => {
    // The ring holds 10 five times, 20 twice and 200 once; the middle is not part of it.
    const data = Uint8Array.from([10, 10, 20, 200, 99, 10, 10, 20, 10]);
    expect(borderColour({ data, height: 3, width: 3, channels: 1 })).toEqual([10]);
    const coloured = Uint8Array.from([1, 100, 7, 2, 100, 8, 3, 100, 9]);
    expect(borderColour({ data: coloured, height: 1, width: 3, channels: 3 })).toEqual([2, 100, 8]);
  });

  it('counts no pixel of a single column or row twice', () => {
    const data = Uint8Array.from([1, 5, 9]);
    expect(borderColour({ data, height: 3, width: 1, channels: 1 })).toEqual([5]);
    expect(borderColour({ data, height: 1, width: 3, channels: 1 })).toEqual([5]);
    expect(borderColour({ data: data.subarray(0, 1), height: 1, width: 1, channels: 1 })).toEqual([1]);
  });
});

describe('padToSize', () => {
  it('centres the picture on the colour', () => {
    const padded = padToSize({ data: Uint8Array.from([1, 2]), height: 1, width: 2, channels: 1 }, 3, 4, [7]);
    expect([...padded]).toEqual([7, 7, 7, 7, 7, 1, 2, 7, 7, 7, 7, 7]);
  });
});
