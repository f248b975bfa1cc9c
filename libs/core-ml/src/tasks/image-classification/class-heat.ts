import { HEAT, type ManifestOf } from '@lintel/contracts';

/** How much each position of a picture speaks for a class (class activation map, Zhou et al. 2016). */
export interface ClassHeat {
  readonly className: string;
  readonly height: number;
  readonly width: number;
  /**
   * Row by row, [height, width], over the picture as the model sees it. The mean of all positions plus a constant is the
   * class's logit, so a position above the others speaks for the class, and one below them against it.
   */
  readonly values: readonly number[];
}

/**
 * @param heat float32 [classes, height, width] of one picture
 * @returns undefined if the manifest declares no heat
 */
export function heatOf(
  className: string,
  heat: Float32Array,
  { onnx, reading }: Pick<ManifestOf<'image-classification'>, 'onnx' | 'reading'>,
): ClassHeat | undefined {
  const spec = onnx.outputs.find(({ meaning }) => meaning === HEAT);
  if (!spec) return undefined;
  const [, height, width] = spec.shape as [number, number, number];
  const start = reading.classNames.indexOf(className) * height * width;
  return { className, height, width, values: Array.from(heat.subarray(start, start + height * width)) };
}
