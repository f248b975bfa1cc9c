import { readFile } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import { type ImagePreprocessor, LintelError } from '@lintel/contracts';
import { adoptOnnx, type BackboneManifest, BackboneStore, requireBackboneName } from '@lintel/core-ml';
import { backboneFolder } from './folders';

export interface AddOwnOptions {
  readonly environment: NodeJS.ProcessEnv;
  /** Default: the name of the file. */
  readonly name?: string;
  /** The output that holds the features. Needed if several could. */
  readonly output?: string;
  /** Side of the pictures in pixels, if the graph leaves it open. */
  readonly size?: number;
  /** How pixels become numbers. */
  readonly scale: PixelScale;
  readonly licence?: string;
}

/** Ways in which networks want their pixels, as mean and deviation of pixels in [0, 1]. */
export const PIXEL_SCALES = {
  /** The mean and deviation of ImageNet's pixels, as PyTorch's models want them. */
  imagenet: { mean: [0.485, 0.456, 0.406], std: [0.229, 0.224, 0.225] },
  /** From -1 to 1. */
  signed: { mean: [0.5, 0.5, 0.5], std: [0.5, 0.5, 0.5] },
  /** From 0 to 1. */
  unit: { mean: [0, 0, 0], std: [1, 1, 1] },
  /** From 0 to 255. */
  byte: { mean: [0, 0, 0], std: [1 / 255, 1 / 255, 1 / 255] },
} as const satisfies Record<string, { mean: readonly number[]; std: readonly number[] }>;
export type PixelScale = keyof typeof PIXEL_SCALES;

/**
 * Adds one's own ONNX file as a backbone, after it has been run once.
 * @throws LintelError NOT_FOUND (file), MODEL_INVALID, INVALID_ARGUMENT (name, output, size), CONFLICT (there is another
 *   backbone of that name), OUTPUT_UNWRITABLE, DISK_FULL
 */
export async function addOwnBackbone(file: string, options: AddOwnOptions): Promise<BackboneManifest> {
  const { environment, output, size, scale, licence = 'not stated' } = options;
  const path = resolve(file);
  const name =
    options.name ??
    basename(path, '.onnx')
      .toLowerCase()
      .replace(/[^a-z0-9.-]+/g, '-');
  requireBackboneName(name);
  const bytes = await readFile(path).catch((cause: unknown) => {
    throw new LintelError('NOT_FOUND', {
      problem: `${path} can't be read.`,
      expected: 'an ONNX file, or the name of a published backbone',
      received: (cause as Error).message,
      cure: 'Check the path, or list the published ones: lintel backbone list',
      cause,
    });
  });
  const store = new BackboneStore(backboneFolder(environment));
  if (await store.has(name)) {
    throw new LintelError('CONFLICT', {
      problem: `There is a backbone "${name}" already.`,
      expected: 'a new name',
      received: name,
      cure: `Choose another name with --name, or remove it first: lintel backbone remove ${name}`,
    });
  }
  const { mean, std } = PIXEL_SCALES[scale];
  const normalisation: Pick<ImagePreprocessor, 'mean' | 'std'> = { mean: [...mean], std: [...std] };
  const made = await adoptOnnx(bytes, {
    name,
    licence,
    source: basename(path),
    normalisation,
    ...(output === undefined ? {} : { output }),
    ...(size === undefined ? {} : { size }),
  });
  await store.add(made);
  return made.manifest;
}
