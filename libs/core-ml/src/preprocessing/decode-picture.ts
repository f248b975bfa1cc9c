import sharp, { type Sharp } from 'sharp';
import { type ImagePreprocessor } from '@lintel/contracts';
import { borderColour, padToSize, type Pixels } from './border';
import { readPicture, type OpenPicture, type PictureLimits } from './open-picture';
import { subtractBackground } from './subtract-background';

export interface DecodedPicture {
  /** uint8 [height, width, channels] of the preprocessor, in [0, 255]. */
  readonly pixels: Uint8Array;
  /** Width of the original picture in pixels, the right way up. */
  readonly width: number;
  readonly height: number;
}

/**
 * A file up to this size is probably a small picture (datasets of thumbnails), which is cheaper to decode directly than
 * to read its header first. At most 256 x 256 pixels.
 */
const SMALL_FILE_BYTES = 16 * 1024;
const SMALL_PICTURE_PIXELS = 256 * 256;

/**
 * Decodes a picture into the pixels that a model takes: turned upright by its EXIF orientation, transparency on white,
 * 8-bit sRGB (converted by the ICC profile, if it has one) or grey, resized by the preprocessor. Uses the first frame
 * of an animation. Training and prediction use the same call.
 * @param bytes a JPEG, PNG, WebP, GIF, AVIF or TIFF file, recognised by its content
 * @throws LintelError PICTURE_UNREADABLE, PICTURE_TOO_LARGE, UNSUPPORTED_MEDIA_TYPE
 */
export function decodePicture(
  bytes: Uint8Array,
  preprocessor: ImagePreprocessor,
  limits: PictureLimits = {},
): Promise<DecodedPicture> {
  return readPicture(bytes, limits, async (picture) => {
    const small = await decodeSmall(picture, decodedChannels(preprocessor));
    const { width, height } = small ?? (await picture.size());
    if (small && width === preprocessor.width && height === preprocessor.height) {
      return { pixels: finish(small, preprocessor), width, height };
    }
    const source = small ? fromPixels(small) : picture.decoder();
    const resized = await toPixels(resize(source, preprocessor), decodedChannels(preprocessor));
    return { pixels: finish(resized, preprocessor), width, height };
  });
}

/**
 * As `decodePicture`, for a decoded picture, so that several models can each preprocess the same picture.
 * @param picture uint8 [height, width, channels] with 1 or 3 channels
 * @returns uint8 [height, width, channels] of the preprocessor
 */
export async function preparePixels(picture: Pixels, preprocessor: ImagePreprocessor): Promise<Uint8Array> {
  const channels = decodedChannels(preprocessor);
  const source = picture.channels === channels ? picture : await toPixels(fromPixels(picture), channels);
  if (source.width === preprocessor.width && source.height === preprocessor.height) return finish(source, preprocessor);
  return finish(await toPixels(resize(fromPixels(source), preprocessor), channels), preprocessor);
}

/** Null if the picture is not small or can't be decoded; the regular path reports why. */
async function decodeSmall(picture: OpenPicture, channels: number): Promise<Pixels | null> {
  if (picture.bytes.byteLength > SMALL_FILE_BYTES) return null;
  return toPixels(picture.decoder(SMALL_PICTURE_PIXELS), channels).catch(() => null);
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

/** The steps that need the whole small picture: subtracting the background, and padding in the border colour. */
function finish(picture: Pixels, { height, width, fit, background }: ImagePreprocessor): Uint8Array {
  const kept = background === 'subtracted' ? { ...picture, data: subtractBackground(picture), channels: 1 } : picture;
  return fit === 'contain' ? padToSize(kept, height, width, borderColour(kept)) : kept.data;
}

/** The background is recognised by colour, even if the model takes grey pictures. */
const decodedChannels = ({ background, channels }: ImagePreprocessor): number =>
  background === 'subtracted' ? 3 : channels;
