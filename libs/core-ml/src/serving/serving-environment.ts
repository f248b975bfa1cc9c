/**
 * What a process that serves is to be started with.
 *
 * Under a limit of 1 GiB V8 lets its heap grow by half before it collects, without one by the fourfold: what is alive of
 * a busy shop is some 70 MiB. Requests are limited in number, so that they fit; models and pictures lie outside.
 *
 * glibc takes a large block from the system and gives it back, until
 * one was freed: from then on blocks up to that size (32 MiB at most) come from its heap, which models that are loaded
 * and freed leave in pieces. Measured over swaps of a model of 23 MiB: 326 to 576 MiB resident without this, 207
 * to 210 MiB with it. A fixed threshold keeps weights out of the heap and pictures in it. Other systems ignore it.
 */
export const SERVING_ENVIRONMENT = {
  NODE_OPTIONS: '--max-old-space-size=1024',
  MALLOC_MMAP_THRESHOLD_: String(4 * 2 ** 20),
} as const;
