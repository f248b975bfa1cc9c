import { createRandom } from '@lintel/contracts';
import { pictureFeatures } from '../picture-features';
import { DriftWindow } from '../window';

/**
 * Measures the cost of drift features for an answer, in a separate process: jest looks up every global through its
 * sandbox.
 */
const random = createRandom(7);
const picture = Uint8Array.from({ length: 28 * 28 }, () => random.int(256));
const window = new DriftWindow(1);
const features = () => pictureFeatures(picture, [28, 28, 1]);
const measured = features();
const add = () =>
  window.add({ outcome: 'one', confidence: random.next(), latencyMs: 1, unsure: false, features: measured });

/** The fastest of many rounds: other processes may occupy the cores. */
function microseconds(work: () => void): number {
  const rounds = Array.from({ length: 50 }, () => {
    const started = performance.now();
    for (let round = 0; round < 200; round++) work();
    return (performance.now() - started) * 5;
  });
  return Math.min(...rounds);
}

console.log(JSON.stringify({ featuresUs: microseconds(features), addUs: microseconds(add) }));
