/** Looked up once: in a sandboxed context, such as a test's, each look at a global takes a microsecond. */
const { imul } = Math;

/** A source of random numbers that gives the same sequence for the same seed on every machine. */
export interface Random {
  /** Uniform in [0, 1), 53 bits. */
  next(): number;
  /**
   * Uniform integer in [0, n); the bias is below n / 2^53.
   * @param n integer of at least 1
   */
  int(n: number): number;
  /** Standard normal (mean 0, variance 1): Marsaglia's polar method (Marsaglia & Bray 1964). */
  normal(): number;
  /** Shuffles in place (Fisher & Yates; Durstenfeld 1964) and returns its argument. */
  shuffle<A extends unknown[] | Int32Array | Uint32Array>(items: A): A;
}

/**
 * Creates a random number generator: xoshiro128** 1.1 (Blackman & Vigna 2018), whose state is hashed from the seed and
 * the names of the stream by MurmurHash3 (Appleby 2011). Streams of one seed are independent, so `createRandom(seed,
 * 'shuffle', 'epoch-3')` does not depend on earlier draws: a resumed run gets the same numbers.
 * @param seed a safe integer
 * @param streams what the numbers are used for
 */
export function createRandom(seed: number, ...streams: readonly string[]): Random {
  if (!Number.isSafeInteger(seed)) throw new RangeError(`A seed is a safe integer; received ${seed}.`);
  const name = new TextEncoder().encode(JSON.stringify([seed, ...streams]));
  const draw = xoshiro128StarStar(Uint32Array.from([1, 2, 3, 4], (salt) => murmurHash3(name, salt)));
  const next = (): number => ((draw() >>> 5) * 67108864 + (draw() >>> 6)) / 9007199254740992;
  const int = (n: number): number => Math.floor(next() * n);
  let spare: number | undefined;

  return {
    next,
    int,
    normal() {
      if (spare !== undefined) {
        const value = spare;
        spare = undefined;
        return value;
      }
      for (;;) {
        const x = 2 * next() - 1;
        const y = 2 * next() - 1;
        const square = x * x + y * y;
        if (square === 0 || square >= 1) continue;
        const scale = Math.sqrt((-2 * Math.log(square)) / square);
        spare = y * scale;
        return x * scale;
      }
    },
    shuffle(items) {
      const list = items as unknown[];
      for (let last = list.length - 1; last > 0; last--) {
        const other = int(last + 1);
        const held = list[last];
        list[last] = list[other];
        list[other] = held;
      }
      return items;
    },
  };
}

const rotateLeft = (word: number, by: number): number => (word << by) | (word >>> (32 - by));

/**
 * xoshiro128** 1.1, prng.di.unimi.it/xoshiro128starstar.c (public domain).
 * @param state four words, not all zero
 * @returns a function that draws one unsigned 32-bit integer per call
 */
export function xoshiro128StarStar(state: Uint32Array): () => number {
  let [a = 0, b = 0, c = 0, d = 0] = state;
  if ((a | b | c | d) === 0) a = 1; // From the all-zero state the generator would produce only zeros.
  return () => {
    const result = imul(rotateLeft(imul(b, 5), 7), 9) >>> 0;
    const shifted = b << 9;
    c ^= a;
    d ^= b;
    b ^= c;
    a ^= d;
    c ^= shifted;
    d = rotateLeft(d, 11);
    return result;
  };
}

/** MurmurHash3_x86_32 (Appleby, public domain), unsigned. */
export function murmurHash3(bytes: Uint8Array, seed: number): number {
  const scramble = (word: number): number => imul(rotateLeft(imul(word, 0xcc9e2d51), 15), 0x1b873593);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const whole = bytes.length - (bytes.length % 4);
  let hash = seed | 0;
  for (let at = 0; at < whole; at += 4) {
    hash = (imul(rotateLeft(hash ^ scramble(view.getUint32(at, true)), 13), 5) + 0xe6546b64) | 0;
  }
  let tail = 0;
  for (let at = bytes.length - 1; at >= whole; at--) tail = (tail << 8) | view.getUint8(at);
  if (whole < bytes.length) hash ^= scramble(tail);
  hash ^= bytes.length;
  hash = imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
