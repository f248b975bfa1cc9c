import sharp, { type Sharp } from 'sharp';
import { LintelError } from '@lintel/contracts';
import { refusedJpeg } from './jpeg-kind';
import { PICTURE_FORMATS, sniffPictureFormat, type PictureFormat } from './picture-format';
import { refusedTiff } from './tiff-kind';

/** Limits above which a picture is refused. */
export interface PictureLimits {
  /** Size of the encoded file, bytes. Default: 20 MiB. */
  readonly maxBytes?: number;
  /** Width times height of the encoded picture; for AVIF, a quarter of it. Default: 50 million. */
  readonly maxPixels?: number;
}

export const DEFAULT_PICTURE_LIMITS: Required<PictureLimits> = {
  maxBytes: 20 * 2 ** 20,
  maxPixels: 50_000_000,
};

/** A picture file that passed the checks of its content. */
export interface OpenPicture {
  readonly format: PictureFormat;
  readonly bytes: Uint8Array;
  readonly maxPixels: number;
  /**
   * Returns a decoder of the whole picture, turned upright; of an animation, the first frame.
   * @param maxPixels a lower limit than that of the picture
   */
  decoder(maxPixels?: number): Sharp;
  /**
   * Reads only the header, so that a picture that would decompress to gigabytes is refused before it is decoded.
   * @returns pixels, the right way up
   * @throws LintelError PICTURE_TOO_LARGE
   */
  size(): Promise<{ width: number; height: number }>;
}

/** Every picture is decoded once, so a cache would only waste memory. */
sharp.cache(false);

/**
 * Opens a picture. The model, thumbnails and datasets all use this function, so that they accept the same pictures.
 * @param bytes a JPEG, PNG, WebP, GIF, AVIF or TIFF file, recognised by its content
 * @param read processes the opened picture
 * @throws LintelError PICTURE_UNREADABLE, PICTURE_TOO_LARGE, UNSUPPORTED_MEDIA_TYPE; never another error
 */
export async function readPicture<T>(
  bytes: Uint8Array,
  limits: PictureLimits,
  read: (picture: OpenPicture) => Promise<T>,
): Promise<T> {
  const format = checkFile(bytes, limits.maxBytes ?? DEFAULT_PICTURE_LIMITS.maxBytes);
  const maxPixels = pixelLimit(format, limits.maxPixels ?? DEFAULT_PICTURE_LIMITS.maxPixels);
  const decodable = format === 'AVIF' ? asStillAvif(bytes) : bytes;
  try {
    return await read({
      format,
      bytes,
      maxPixels,
      decoder: (most = maxPixels) => open(decodable, Math.min(most, maxPixels)),
      size: () => readSize(decodable, maxPixels),
    });
  } catch (error) {
    throw error instanceof LintelError ? error : undecodable(format, error);
  }
}

/**
 * Unsupported kinds of the accepted formats. They are detected in the file, because the decoder reports some of them as
 * damaged, and its messages can be lost when several pictures are decoded at once.
 */
const REFUSED_KINDS: Partial<Record<PictureFormat, (bytes: Uint8Array) => string | undefined>> = {
  JPEG: refusedJpeg,
  TIFF: refusedTiff,
};

function checkFile(bytes: Uint8Array, maxBytes: number): PictureFormat {
  if (bytes.byteLength === 0) {
    throw new LintelError('PICTURE_UNREADABLE', {
      problem: 'The picture file is empty.',
      expected: FORMAT_LIST,
      received: '0 bytes',
      cure: 'Send the file again. If it is empty on disk too, export it again from its source.',
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
  if (sniffed.kind === 'unknown') {
    throw new LintelError('PICTURE_UNREADABLE', {
      problem: 'The file is not a picture, whatever its name says.',
      expected: FORMAT_LIST,
      received: sniffed.description,
      cure: 'Choose a picture file. Renaming another kind of file does not turn it into a picture.',
    });
  }
  if (sniffed.kind === 'refused') throw notAccepted(sniffed.format);
  const refused = REFUSED_KINDS[sniffed.format]?.(bytes);
  if (refused !== undefined) throw notAccepted(refused);
  return sniffed.format;
}

/**
 * Decoding an AVIF takes about 17 bytes per pixel (measured: 870 MiB for 50 megapixels; the other formats take 5 to 215
 * MiB), so its limit is a quarter of the pixels.
 */
function pixelLimit(format: PictureFormat, maxPixels: number): number {
  return format === 'AVIF' ? Math.floor(maxPixels / 4) : maxPixels;
}

/**
 * An animated AVIF also contains its first frame as a still picture, but libvips checks only the major brand and does
 * not know the brand of animations (`avis`).
 */
function asStillAvif(bytes: Uint8Array): Uint8Array {
  const brand = Buffer.from(bytes.buffer, bytes.byteOffset + 8, 4).toString('latin1');
  if (brand !== 'avis') return bytes;
  const still = Buffer.from(bytes);
  still.write('avif', 8, 'latin1');
  return still;
}

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

/** A decoder that fails on errors and truncation, but accepts the unusual metadata that cameras write. */
function open(bytes: Uint8Array, maxPixels: number): Sharp {
  return sharp(bytes, { autoOrient: true, failOn: 'error', limitInputPixels: maxPixels });
}

function undecodable(format: PictureFormat, cause: unknown): LintelError {
  const [reason = ''] = (cause instanceof Error ? cause.message : String(cause)).split('\n');
  return new LintelError('PICTURE_UNREADABLE', {
    problem: `The ${format} picture is damaged or incomplete.`,
    expected: `a ${format} file that can be decoded to its end`,
    received: reason,
    cure: 'Send the original file again, or open it in a picture editor and save it again.',
    cause,
  });
}

function notAccepted(kind: string): LintelError {
  return new LintelError('UNSUPPORTED_MEDIA_TYPE', {
    problem: `Pictures in the format ${kind} are not accepted.`,
    expected: FORMAT_LIST,
    received: kind,
    cure: 'Save the picture as a JPEG or as a PNG with 8 or 16 bits per channel, and send that.',
  });
}

const FORMAT_LIST = `a picture: ${PICTURE_FORMATS.join(', ')}`;
const inMebibytes = (bytes: number): string => `${(bytes / 2 ** 20).toFixed(1)} MiB`;
const inPixels = (pixels: number): string => `${pixels.toLocaleString('en')} pixels`;
