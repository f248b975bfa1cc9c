/**
 * Environment variables for a serving process.
 *
 * With a limit of 1 GiB, V8 lets its heap grow by half before it collects; without one, fourfold. The live heap of a
 * busy shop is about 70 MiB. The number of requests is limited so that they fit; models and pictures are outside the
 * heap.
 *
 * glibc gets a large block from the system and returns it when freed. After the first such free, blocks up to that size
 * (at most 32 MiB) come from its heap, which loading and freeing models fragments. Measured over swaps of a model of 23
 * MiB: 326 to 576 MiB resident without this, 207 to 210 MiB with it. A fixed threshold keeps weights out of the heap
 * and pictures in it. Systems without glibc ignore it.
 */
export const SERVING_ENVIRONMENT = {
  NODE_OPTIONS: '--max-old-space-size=1024',
  MALLOC_MMAP_THRESHOLD_: String(4 * 2 ** 20),
} as const;
