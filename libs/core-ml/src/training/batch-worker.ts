import { parentPort, workerData } from 'node:worker_threads';
import { LintelError, sizeOfShape } from '@lintel/contracts';
import { type PixelPreparationConfig, pixelPreparation, type PreparePixels } from './batches';

/** A batch sent to the worker and back. The memory is transferred, not copied. */
export interface BatchParcel {
  readonly epoch: number;
  /** True for the first batch of an epoch, which resets the random numbers. */
  readonly isFirst: boolean;
  readonly size: number;
  /** uint8 pixels, as the dataset has them. */
  readonly pixels: ArrayBuffer;
  /** float32, as the engine takes them. */
  readonly inputs: ArrayBuffer;
}
export interface WorkerAnswer extends BatchParcel {
  /** Why the pixels could not be prepared. */
  readonly error?: { readonly code: LintelError['code'] } & Pick<
    LintelError,
    'problem' | 'expected' | 'received' | 'cure'
  >;
}

/** Prepares the pixels of one batch after another, in order of arrival. */
function main(config: PixelPreparationConfig): void {
  let prepare: PreparePixels = () => undefined;
  parentPort!.on('message', (parcel: BatchParcel) => {
    if (parcel.isFirst) prepare = pixelPreparation(config, parcel.epoch);
    const { size, pixels, inputs } = parcel;
    const length = size * sizeOfShape(config.exampleShape);
    const answer: WorkerAnswer = { ...parcel };
    try {
      prepare(new Uint8Array(pixels, 0, length), size, new Float32Array(inputs, 0, length));
    } catch (error) {
      if (!(error instanceof LintelError)) throw error;
      const { code, problem, expected, received, cure } = error;
      Object.assign(answer, { error: { code, problem, expected, received, cure } });
    }
    parentPort!.postMessage(answer, [pixels, inputs]);
  });
}

main(workerData as PixelPreparationConfig);
