import { type ImagePreprocessor } from '@lintel/contracts';

/** What the input of a graph for pictures holds, in lines. */
export function describePictureInput({ height, width, channels, fit, mean, std }: ImagePreprocessor): string[] {
  const numbers = (values: readonly number[]): string => values.map((value) => value.toFixed(4)).join(', ');
  return [
    `a picture resized to ${width} × ${height} (${fit}), ${channels === 1 ? 'grey' : 'RGB'}, then (pixel / 255 - mean) / std`,
    `mean ${numbers(mean)}; std ${numbers(std)}`,
  ];
}
