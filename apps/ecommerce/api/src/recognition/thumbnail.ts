import { DEFAULT_PICTURE_LIMITS } from '@lintel/core-ml';
import sharp from 'sharp';

const SIDE_PIXELS = 256;

/**
 * A small WebP of a picture, the right way up, without its metadata (which may say where it was taken).
 * @param bytes a picture that the predictor has accepted
 */
export function thumbnailOf(bytes: Uint8Array): Promise<Buffer> {
  return sharp(bytes, { autoOrient: true, limitInputPixels: DEFAULT_PICTURE_LIMITS.maxPixels })
    .resize(SIDE_PIXELS, SIDE_PIXELS, { fit: 'inside', withoutEnlargement: true })
    .webp({ quality: 80 })
    .toBuffer();
}
