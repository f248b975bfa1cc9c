import { createRandom } from '@lintel/contracts';

/** Seeds for the initial weights of one model: a new one for each layer, all derived from one number. */
export function layerSeeds(seed: number): () => number {
  const random = createRandom(seed, 'initial-weights');
  // Zero would mean "unseeded" to tfjs.
  return () => random.int(0x7ffffffe) + 1;
}
