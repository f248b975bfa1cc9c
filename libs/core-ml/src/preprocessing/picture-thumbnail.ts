import { readPicture, type PictureLimits } from './open-picture';

const WEBP_QUALITY = 80;

/**
 * Makes a small WebP of a picture as the model sees it: upright, transparency on white, in sRGB, and without metadata
 * (which can contain the location). A picture that is already small keeps its size.
 * @param bytes as in `decodePicture`
 * @param sidePixels largest width and height
 * @throws LintelError as `decodePicture`
 */
export function pictureThumbnail(bytes: Uint8Array, sidePixels: number, limits: PictureLimits = {}): Promise<Buffer> {
  return readPicture(bytes, limits, async (picture) => {
    await picture.size();
    return picture
      .decoder()
      .flatten({ background: '#ffffff' })
      .toColourspace('srgb')
      .resize(sidePixels, sidePixels, { fit: 'inside', withoutEnlargement: true })
      .webp({ quality: WEBP_QUALITY })
      .toBuffer();
  });
}
