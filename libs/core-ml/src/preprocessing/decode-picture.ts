import sharp, { type Sharp } from 'sharp';
import { LintelError, type ImagePreprocessor } from '@lintel/contracts';
import { borderColour, padToSize, type Pixels } from './border';
import { subtractBackground } from './subtract-background';
import { PICTURE_FORMATS, sniffPictureFormat, type PictureFormat } from './picture-format';

/** What a picture may cost before it is refused. */
export interface PictureLimits {
  /** Size of the encoded file, bytes. Default: 20 MiB. */
  readonly maxBytes?: number;
  /** Width times height of the encoded picture; of an AVIF, a quarter of it. Default: 50 million. */
  readonly maxPixels?: number;
}

export interface DecodedPicture {
  /** uint8 [height, width, channels] of the preprocessor, in [0, 255]. */
  readonly pixels: Uint8Array;
  /** Pixels of the picture as it came, the right way up. */
  readonly width: number;
  readonly height: number;
}

export const DEFAULT_PICTURE_LIMITS: Required<PictureLimits> = {
  maxBytes: 20 * 2 ** 20,
  maxPixels: 50_000_000,
};

/** Every picture is decoded once: a cache would only hold memory. */
sharp.cache(false);

/**
 * Up to this file size a picture is probably small (datasets of thumbnails), and decoding it
 * whole at once is cheaper than reading its header first. 256 x 256 pixels at the most.
 */
const SMALL_FILE_BYTES = 16 * 1024;
const SMALL_PICTURE_PIXELS = 256 * 256;

/**
 * Turns an encoded picture into the pixels that a model takes: the right way up by its EXIF
 * orientation, transparency laid on white, 8-bit sRGB or grey, resized as the preprocessor says.
 * Of an animation, the first frame. The same call serves in training and in prediction.
 * @param bytes a JPEG, PNG, WebP, GIF, AVIF or TIFF file, told by its content
 * @throws LintelError PICTURE_UNREADABLE, PICTURE_TOO_LARGE, UNSUPPORTED_MEDIA_TYPE
 */
export async function decodePicture(
  bytes: Uint8Array,
  preprocessor: ImagePreprocessor,
  limits: PictureLimits = {},
): Promise<DecodedPicture> {
  const format = checkFile(bytes, limits.maxBytes ?? DEFAULT_PICTURE_LIMITS.maxBytes);
  const maxPixels = pixelLimit(format, limits.maxPixels ?? DEFAULT_PICTURE_LIMITS.maxPixels);
  try {
    const small = await decodeSmall(bytes, decodedChannels(preprocessor), maxPixels);
    const { width, height } = small ?? (await readSize(bytes, maxPixels));
    if (small && width === preprocessor.width && height === preprocessor.height) {
      return { pixels: finish(small, preprocessor), width, height };
    }
    const source = small ? fromPixels(small) : open(bytes, maxPixels);
    const resized = await toPixels(resize(source, preprocessor), decodedChannels(preprocessor));
    return { pixels: finish(resized, preprocessor), width, height };
  } catch (error) {
    throw error instanceof LintelError ? error : unreadable(format, error);
  }
}

function checkFile(bytes: Uint8Array, maxBytes: number): PictureFormat {
  if (bytes.byteLength === 0) {
    throw new LintelError('PICTURE_UNREADABLE', {
      problem: 'The picture file is empty.',
      expected: FORMAT_LIST,
      received: '0 bytes',
      cure: 'Send the file again; if it is empty on disk too, export it once more from where it came.',
    });
  }
  if (bytes.byteLength > maxBytes) {
    throw new LintelError('PICTURE_TOO_LARGE', {
      problem: 'The picture file is too large.',
      expected: `at most ${inMebibytes(maxBytes)}`,
      received: inMebibytes(bytes.byteLength),
      cure: 'Make the picture smaller, or save it as a JPEG.',
    });
  }
  const sniffed = sniffPictureFormat(bytes);
  if (sniffed.kind === 'accepted') return sniffed.format;
  if (sniffed.kind === 'refused') {
    throw new LintelError('UNSUPPORTED_MEDIA_TYPE', {
      problem: `${sniffed.format} files are not accepted.`,
      expected: FORMAT_LIST,
      received: sniffed.format,
      cure: 'Save the picture as a JPEG or PNG and send that.',
    });
  }
  throw new LintelError('PICTURE_UNREADABLE', {
    problem: 'The file is not a picture, whatever its name says.',
    expected: FORMAT_LIST,
    received: sniffed.description,
    cure: 'Choose a picture file; renaming another kind of file does not make it one.',
  });
}

/**
 * An AVIF takes some 17 bytes a pixel to decode (measured: 870 MiB for 50 megapixels, where the
 * other formats take 5 to 215 MiB), so a quarter of the pixels takes as much memory.
 */
function pixelLimit(format: PictureFormat, maxPixels: number): number {
  return format === 'AVIF' ? Math.floor(maxPixels / 4) : maxPixels;
}

/** Null where the picture is not small, or can't be decoded: the long way says why. */
async function decodeSmall(bytes: Uint8Array, channels: number, maxPixels: number): Promise<Pixels | null> {
  if (bytes.byteLength > SMALL_FILE_BYTES) return null;
  return toPixels(open(bytes, Math.min(maxPixels, SMALL_PICTURE_PIXELS)), channels).catch(() => null);
}

/** Reads the header alone, so that a picture which would unpack into gigabytes is refused before any of it is. */
async function readSize(bytes: Uint8Array, maxPixels: number): Promise<{ width: number; height: number }> {
  const { width, height, autoOrient } = await sharp(bytes, { limitInputPixels: false }).metadata();
  if (width * height > maxPixels) {
    throw new LintelError('PICTURE_TOO_LARGE', {
      problem: 'The picture has too many pixels.',
      expected: `at most ${inPixels(maxPixels)}`,
      received: `${width} x ${height}: ${inPixels(width * height)}`,
      cure: 'Make the picture smaller and send it again.',
    });
  }
  return autoOrient;
}

/** A decoder that stops at errors and truncation, yet bears the odd metadata that cameras write. */
function open(bytes: Uint8Array, maxPixels: number): Sharp {
  return sharp(bytes, { autoOrient: true, failOn: 'error', limitInputPixels: maxPixels });
}

function fromPixels({ data, height, width, channels }: Pixels): Sharp {
  return sharp(data, { raw: { height, width, channels: channels as 1 | 3 } });
}

function resize(source: Sharp, { fit, height, width }: ImagePreprocessor): Sharp {
  const sharpFit = { stretch: 'fill', cover: 'cover', contain: 'inside' } as const;
  return source.resize({ width, height, fit: sharpFit[fit], kernel: 'lanczos3' });
}

async function toPixels(source: Sharp, channels: number): Promise<Pixels> {
  const { data, info } = await source
    .flatten({ background: '#ffffff' })
    .toColourspace(channels === 1 ? 'b-w' : 'srgb')
    .raw({ depth: 'uchar' })
    .toBuffer({ resolveWithObject: true });
  const pixels = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  return { data: pixels, height: info.height, width: info.width, channels: info.channels };
}

/** What needs the whole small picture: taking the background away, and padding in the colour of the border. */
function finish(picture: Pixels, { height, width, fit, background }: ImagePreprocessor): Uint8Array {
  const kept = background === 'subtracted' ? { ...picture, data: subtractBackground(picture), channels: 1 } : picture;
  return fit === 'contain' ? padToSize(kept, height, width, borderColour(kept)) : kept.data;
}

/** The background is told by its colour, also where the model then sees grey. */
const decodedChannels = ({ background, channels }: ImagePreprocessor): number =>
  background === 'subtracted' ? 3 : channels;

function unreadable(format: PictureFormat, cause: unknown): LintelError {
  const [reason = ''] = (cause instanceof Error ? cause.message : String(cause)).split('\n');
  return new LintelError('PICTURE_UNREADABLE', {
    problem: `The ${format} picture is damaged or incomplete.`,
    expected: `a ${format} file that can be decoded to its end`,
    received: reason,
    cure: 'Send the original file again, or open it in a picture editor and save it anew.',
    cause,
  });
}

const FORMAT_LIST = `a picture: ${PICTURE_FORMATS.join(', ')}`;
const inMebibytes = (bytes: number): string => `${(bytes / 2 ** 20).toFixed(1)} MiB`;
const inPixels = (pixels: number): string => `${pixels.toLocaleString('en')} pixels`;
