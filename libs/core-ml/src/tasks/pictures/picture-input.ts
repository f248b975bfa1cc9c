import { type ManifestOf, sizeOfShape } from '@lintel/contracts';
import { type TensorBatch } from '../../inference/tensor-batch';
import { decodePicture } from '../../preprocessing/decode-picture';
import { normalisePixels } from '../../preprocessing/normalisation';
import { inconsistentManifest } from '../inconsistent-manifest';
import { type InputLimits } from '../served-task';

type PictureManifest = Pick<ManifestOf<'image-classification'>, 'preprocessing' | 'onnx'>;

/**
 * Checks that the graph takes one picture as the preprocessing gives it.
 * @throws LintelError MODEL_INVALID
 */
export function checkPictureInput({ preprocessing, onnx }: PictureManifest): void {
  const shape = [preprocessing.height, preprocessing.width, preprocessing.channels];
  const [input, ...more] = onnx.inputs;
  if (more.length === 0 && input!.dtype === 'float32' && shape.join() === input!.shape.join()) return;
  const received = onnx.inputs.map((one) => `${one.dtype} [${one.shape.join(', ')}]`).join(', ');
  throw inconsistentManifest('shapes', `one input, float32 [${shape.join(', ')}], from the preprocessing`, received);
}

/** A decoded picture, uint8 pixels of `shape`, and how it is written into a batch. */
export interface PictureInput {
  readonly pixels: Uint8Array;
  /** Of the graph's input, [height, width, channels]. */
  readonly shape: readonly number[];
  /** Of the picture as it was received, in pixels. */
  readonly width: number;
  readonly height: number;
  readonly write: (batch: TensorBatch, row: number) => void;
}

/** @throws LintelError of `decodePicture` */
export async function openPictureInput(
  picture: Uint8Array,
  { preprocessing, onnx }: PictureManifest,
  limits: InputLimits,
): Promise<PictureInput> {
  const { pixels, width, height } = await decodePicture(picture, preprocessing, limits);
  const { name, shape } = onnx.inputs[0]!;
  return {
    ...{ pixels, shape, width, height },
    write: (batch, row) =>
      normalisePixels(pixels, preprocessing, batch[name] as Float32Array, row * sizeOfShape(shape)),
  };
}
