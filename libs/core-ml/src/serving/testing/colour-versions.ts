import { loadModelFiles } from '../../inference/load-model-directory';
import { COLOURS_KERNEL, COLOURS_MANIFEST, COLOURS_ONNX, colourVariant } from '../../inference/testing/colour-model';
import { type ModelVersion } from '../line-up';
import { Predictor, type OpenPredictorOptions } from '../predictor';

/**
 * `right` recognises the six colours; `swapped` confuses red and green; `timid` is as right, but less confident;
 * `broken` answers NaN; `overflowing` answers NaN for yellow only; `cropped` is right, and uses only the middle of a
 * picture.
 */
export type ColourVersion = 'right' | 'swapped' | 'timid' | 'broken' | 'overflowing' | 'cropped';

const { classNames } = COLOURS_MANIFEST.reading;
const [red = '', green = '', ...others] = classNames;
const models = {
  right: { manifest: COLOURS_MANIFEST, onnx: COLOURS_ONNX },
  swapped: colourVariant('swapped', COLOURS_KERNEL, [green, red, ...others]),
  timid: colourVariant(
    'timid',
    COLOURS_KERNEL.map((weight) => weight / 8),
  ),
  broken: colourVariant('broken', new Array<number>(18).fill(NaN)),
  // 3e38 is a float32; twice that overflows.
  overflowing: colourVariant(
    'overflowing',
    COLOURS_KERNEL.map((weight, at) => (at === 3 || at === 9 ? 3e38 : weight)),
  ),
  cropped: {
    manifest: { ...COLOURS_MANIFEST, preprocessing: { ...COLOURS_MANIFEST.preprocessing, fit: 'cover' as const } },
    onnx: COLOURS_ONNX,
  },
};

/** Opens a new predictor on every call. */
export async function openVersion(
  kind: ColourVersion,
  id: string = kind,
  options: OpenPredictorOptions = {},
): Promise<ModelVersion<'image-classification'>> {
  const { manifest, onnx } = models[kind];
  const stored = loadModelFiles<'image-classification'>({ manifest: Buffer.from(JSON.stringify(manifest)), onnx });
  return { id, predictor: await Predictor.open(stored, { threads: 1, ...options }) };
}

/** float32 [colours, 4, 4, 3]: one picture of each colour. */
export function colourTensor(...colours: readonly (readonly [number, number, number])[]): Float32Array {
  return Float32Array.from({ length: colours.length * 48 }, (_, at) => colours[Math.floor(at / 48)]![at % 3]!);
}
