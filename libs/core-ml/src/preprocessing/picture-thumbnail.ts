import { readPicture, type PictureLimits } from './open-picture';

const WEBP_QUALITY = 80;

/**
 * A small WebP of a picture as the model sees it: the right way up, transparency laid on white, in sRGB, and without
 * its metadata (which may say where it was taken). A picture that is small already keeps its size.
 * @param bytes as `decodePicture` takes them
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
