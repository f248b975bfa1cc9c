import { createRandom } from '@lintel/contracts';

/**
 * Pictures made of coloured ovals on a slanting ground, always the same for a seed: what a graph can be compared on if
 * there is no photograph. uint8 [count, size, size, 3].
 */
export function samplePictures(count: number, size: number, seed: number): Uint8Array {
  const random = createRandom(seed, 'sample pictures');
  const pictures = new Uint8Array(count * size * size * 3);
  const colour = (): number[] => [0, 1, 2].map(() => Math.floor(256 * random.next()));
  for (let picture = 0; picture < count; picture++) {
    const ground = colour();
    const ovals = Array.from({ length: 6 }, () => ({
      x: size * random.next(),
      y: size * random.next(),
      width: size * (0.05 + 0.4 * random.next()),
      height: size * (0.05 + 0.4 * random.next()),
      colour: colour(),
    }));
    for (let y = 0; y < size; y++) {
      for (let x = 0; x < size; x++) {
        const oval = ovals.find((each) => ((x - each.x) / each.width) ** 2 + ((y - each.y) / each.height) ** 2 < 1);
        const shade = (x + 2 * y) / (3 * size);
        const pixel = (oval?.colour ?? ground).map((value) => value * (1 - shade / 2));
        pictures.set(pixel, ((picture * size + y) * size + x) * 3);
      }
    }
  }
  return pictures;
}
