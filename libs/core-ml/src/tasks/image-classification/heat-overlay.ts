import { type ImagePreprocessor, LintelError } from '@lintel/contracts';
import sharp from 'sharp';
import { decodePicture } from '../../preprocessing/decode-picture';
import { type ClassHeat } from './class-heat';

/** Share of the colour at the hottest position. */
const STRONGEST = 0.65;
const COLOUR = [255, 40, 0] as const;

/**
 * Draws a heat map over a picture as the model sees it: the more a position speaks for the class, the redder it is. A
 * position that speaks less than the average of the picture keeps its colour.
 * @param picture an encoded picture file
 * @returns a PNG file
 * @throws LintelError of the picture
 */
export async function heatOverlay(
  picture: Uint8Array,
  preprocessor: ImagePreprocessor,
  { height: rows, width: columns, values }: ClassHeat,
): Promise<Uint8Array> {
  if (values.length !== rows * columns || values.length === 0) {
    throw new LintelError('SHAPE_MISMATCH', {
      problem: 'The heat map does not hold a value for each position.',
      expected: `${rows} × ${columns} values`,
      received: `${values.length} values`,
      cure: 'Pass the heat map of an answer as it is.',
    });
  }
  const { height, width, channels } = preprocessor;
  const { pixels } = await decodePicture(picture, preprocessor);
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const most = Math.max(...values) - mean || 1;
  const drawn = Buffer.alloc(height * width * 3);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const heat = between(
        values,
        rows,
        columns,
        ((y + 0.5) * rows) / height - 0.5,
        ((x + 0.5) * columns) / width - 0.5,
      );
      const share = STRONGEST * Math.min(1, Math.max(0, (heat - mean) / most));
      for (let channel = 0; channel < 3; channel++) {
        const own = pixels[(y * width + x) * channels + (channels === 1 ? 0 : channel)]!;
        drawn[(y * width + x) * 3 + channel] = Math.round(own * (1 - share) + COLOUR[channel]! * share);
      }
    }
  }
  return sharp(drawn, { raw: { width, height, channels: 3 } })
    .png()
    .toBuffer();
}

/** Bilinear interpolation; beyond the outermost positions their values hold. */
function between(values: readonly number[], rows: number, columns: number, y: number, x: number): number {
  const [row, column] = [Math.min(rows - 1, Math.max(0, y)), Math.min(columns - 1, Math.max(0, x))];
  const [top, left] = [Math.floor(row), Math.floor(column)];
  const [bottom, right] = [Math.min(rows - 1, top + 1), Math.min(columns - 1, left + 1)];
  const at = (r: number, c: number): number => values[r * columns + c]!;
  const upper = at(top, left) * (1 - column + left) + at(top, right) * (column - left);
  const lower = at(bottom, left) * (1 - column + left) + at(bottom, right) * (column - left);
  return upper * (1 - row + top) + lower * (row - top);
}
