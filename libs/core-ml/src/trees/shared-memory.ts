import { webAssembly, type WebAssemblyMemory } from './web-assembly';

const PAGE = 65_536;
/** What a 32-bit module can address. */
const MOST_PAGES = 65_536;

/** Undefined if the arrays are too large for WebAssembly's 4 GiB; then each has a buffer of its own. */
export type SharedMemory = WebAssemblyMemory | undefined;

interface ArrayType<A> {
  readonly BYTES_PER_ELEMENT: number;
  new (buffer: ArrayBufferLike, offset: number, length: number): A;
}

/** Typed arrays that threads share, one after another in one memory. */
export class SharedArrays {
  readonly memory: SharedMemory;
  private offset = 0;

  /** @param bytes of all arrays together; see {@link roundUp} */
  constructor(bytes: number) {
    const pages = Math.ceil(bytes / PAGE) + 1;
    if (pages > MOST_PAGES) return;
    this.memory = new webAssembly.Memory({ initial: pages, maximum: pages, shared: true });
  }

  /** An array of zeros. */
  take<A>(type: ArrayType<A>, length: number): A {
    const bytes = roundUp(length * type.BYTES_PER_ELEMENT);
    if (this.memory === undefined) return new type(new SharedArrayBuffer(bytes), 0, length);
    const array = new type(this.memory.buffer, this.offset, length);
    this.offset += bytes;
    return array;
  }
}

/** Arrays begin at multiples of 64 bytes, a cache line. */
export const roundUp = (bytes: number): number => Math.ceil(bytes / 64) * 64;
