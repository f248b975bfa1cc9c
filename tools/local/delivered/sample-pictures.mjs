import { mkdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const PICTURES_PER_CLASS = 60;

/**
 * The files that the README's commands need: a folder of pictures with one folder a class, and single photos.
 *
 * @param {string} checkout whose packages draw the pictures; they are written there
 */
export async function drawSamplePictures(checkout) {
  const sharp = createRequire(join(checkout, 'libs', 'core-ml', 'package.json'))('sharp');
  const shapes = {
    round: (/** @type {string} */ colour, /** @type {number} */ size) =>
      `<circle cx="48" cy="48" r="${size}" fill="${colour}"/>`,
    square: (/** @type {string} */ colour, /** @type {number} */ size) =>
      `<rect x="${48 - size}" y="${48 - size}" width="${2 * size}" height="${2 * size}" fill="${colour}"/>`,
  };
  /** @param {string} file @param {string} shape @param {string} background */
  const draw = (file, shape, background) =>
    sharp(Buffer.from(`<svg width="96" height="96"><rect width="96" height="96" fill="${background}"/>${shape}</svg>`))
      .jpeg()
      .toFile(file);

  for (const [name, shape] of Object.entries(shapes)) {
    const folder = join(checkout, 'pictures', name);
    mkdirSync(folder, { recursive: true });
    for (let index = 0; index < PICTURES_PER_CLASS; index += 1) {
      const colour = `hsl(${(index * 47) % 360}, 70%, 35%)`;
      await draw(
        join(folder, `${name}-${index}.jpg`),
        shape(colour, 16 + (index % 16)),
        `hsl(${(index * 83) % 360}, 30%, 90%)`,
      );
    }
  }
  await draw(join(checkout, 'photo.jpg'), shapes.round('#224488', 30), '#f4f4f4');
  await draw(join(checkout, 'second photo.jpg'), shapes.square('#884422', 25), '#ffffff');
}
