import sharp from 'sharp';
import { LintelError, type ErrorCode, type ImagePreprocessor } from '@lintel/contracts';
import { decodePicture } from './decode-picture';
import { type PictureLimits } from './open-picture';
import { noise, pngBomb, pngOf, solid } from './testing/pictures';

const rgb = (overrides: Partial<ImagePreprocessor> = {}): ImagePreprocessor => ({
  kind: 'image',
  height: 4,
  width: 4,
  channels: 3,
  fit: 'stretch',
  background: 'as-is',
  mean: [0, 0, 0],
  std: [1, 1, 1],
  ...overrides,
});
const grey = (overrides: Partial<ImagePreprocessor> = {}): ImagePreprocessor =>
  rgb({ channels: 1, mean: [0], std: [1], ...overrides });

async function refusal(bytes: Uint8Array, limits?: PictureLimits): Promise<LintelError> {
  const error: unknown = await decodePicture(bytes, rgb(), limits).then(
    () => 'it was decoded',
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(LintelError);
  return error as LintelError;
}

function expectFourParts(error: LintelError, code: ErrorCode): void {
  expect(error.code).toBe(code);
  for (const part of [error.problem, error.expected, error.received, error.cure]) expect(part).toMatch(/\w{2}/);
}

describe('decodePicture', () => {
  it.each(['png', 'jpeg', 'webp', 'gif', 'avif', 'tiff'] as const)(
    'decodes %s into uint8 [height, width, channels] and returns its original size',
    async (format) => {
      const bytes = await solid('#c86432', 60, 40)[format]().toBuffer();
      const decoded = await decodePicture(bytes, rgb({ height: 2, width: 3 }));
      expect(decoded).toMatchObject({ width: 60, height: 40 });
      expect(decoded.pixels).toHaveLength(2 * 3 * 3);
      for (const [at, value] of decoded.pixels.entries()) {
        expect(Math.abs(value - [200, 100, 50][at % 3]!)).toBeLessThanOrEqual(4);
      }
    },
  );

  it('leaves the pixels of a lossless picture of the right size untouched', async () => {
    const rows = [
      [1, 2, 3, 4, 5, 6],
      [7, 8, 9, 250, 251, 252],
    ];
    const { pixels } = await decodePicture(await pngOf(rows, 3), rgb({ height: 2, width: 2 }));
    expect([...pixels]).toEqual(rows.flat());
  });

  it('gives the same pixels to a small file and to the same picture in a large one', async () => {
    const picture = await sharp(await noise(40, 30).blur(4).png().toBuffer())
      .png({ compressionLevel: 9 })
      .toBuffer();
    const padded = Buffer.concat([picture, Buffer.alloc(20_000)]); // Bytes after the end of a PNG are ignored.
    const one = await decodePicture(picture, rgb({ height: 16, width: 16 }));
    const other = await decodePicture(padded, rgb({ height: 16, width: 16 }));
    expect(one).toMatchObject({ width: 40, height: 30 });
    expect(other.pixels.every((value, at) => Math.abs(value - one.pixels[at]!) <= 1)).toBe(true);
  });

  it('turns a picture the right way up by its EXIF orientation', async () => {
    const leftRedRightBlue = await pngOf([[255, 0, 0, 0, 0, 255]], 3);
    // Orientation 6: to be turned by 90 degrees clockwise, so that the left comes to the top.
    const turned = await sharp(leftRedRightBlue).withMetadata({ orientation: 6 }).png().toBuffer();
    const { pixels, width, height } = await decodePicture(turned, rgb({ height: 2, width: 1 }));
    expect({ width, height }).toEqual({ width: 1, height: 2 });
    expect([...pixels]).toEqual([255, 0, 0, 0, 0, 255]);
  });

  it('lays transparency on white', async () => {
    const clear = { r: 0, g: 0, b: 0, alpha: 0 };
    const bytes = await sharp({ create: { width: 4, height: 4, channels: 4, background: clear } })
      .png()
      .toBuffer();
    const { pixels } = await decodePicture(bytes, rgb());
    expect([...new Set(pixels)]).toEqual([255]);
  });

  it('makes three channels of a grey picture, and one of a coloured', async () => {
    const fromGrey = await decodePicture(await pngOf([[9, 200]], 1), rgb({ height: 1, width: 2 }));
    expect([...fromGrey.pixels]).toEqual([9, 9, 9, 200, 200, 200]);
    const fromColour = await decodePicture(
      await pngOf([[60, 60, 60, 200, 200, 200]], 3),
      grey({ height: 1, width: 2 }),
    );
    expect([...fromColour.pixels]).toEqual([60, 200]);
  });

  it('scales 16-bit pixels down to 8 bits', async () => {
    const samples = Uint16Array.from([0, 0x8080, 0xffff, 0x4040]);
    const bytes = await sharp(samples, { raw: { width: 4, height: 1, channels: 1 } })
      .toColourspace('grey16')
      .png()
      .toBuffer();
    expect((await sharp(bytes).metadata()).bitsPerSample).toBe(16);
    const { pixels } = await decodePicture(bytes, grey({ height: 1, width: 4 }));
    expect([...pixels]).toEqual([0, 0x80, 0xff, 0x40]);
  });

  it('reads a CMYK JPEG as RGB', async () => {
    const bytes = await solid('#ff0000').toColourspace('cmyk').jpeg().toBuffer();
    const { pixels } = await decodePicture(bytes, rgb());
    expect(pixels).toHaveLength(48);
    expect(pixels[0]).toBeGreaterThan(200);
    expect(pixels[1]).toBeLessThan(60);
  });

  it('takes the first frame of an animation', async () => {
    const frames = await Promise.all(['#ff0000', '#0000ff'].map((colour) => solid(colour).png().toBuffer()));
    const bytes = await sharp(frames, { join: { animated: true } })
      .gif()
      .toBuffer();
    expect((await sharp(bytes).metadata()).pages).toBe(2);
    const { pixels, height } = await decodePicture(bytes, rgb());
    expect(height).toBe(8);
    expect([...pixels.subarray(0, 3)]).toEqual([255, 0, 0]);
  });

  describe('fits', () => {
    const redMiddle = (): Promise<Buffer> => {
      const row = [20, 20, 20, 255, 0, 0, 255, 0, 0, 20, 20, 20];
      return pngOf([row, row], 3);
    };

    it('cover: crops the middle', async () => {
      const { pixels } = await decodePicture(await redMiddle(), rgb({ height: 2, width: 2, fit: 'cover' }));
      expect([...pixels]).toEqual([255, 0, 0, 255, 0, 0, 255, 0, 0, 255, 0, 0]);
    });

    it('contain: keeps the whole picture and pads with the colour of its border', async () => {
      const { pixels } = await decodePicture(await redMiddle(), grey({ height: 4, width: 4, fit: 'contain' }));
      const rows = [0, 1, 2, 3].map((row) => [...pixels.subarray(row * 4, row * 4 + 4)]);
      expect(rows[1]).toEqual(rows[2]);
      expect(rows[1]![1]).not.toBe(rows[1]![0]);
      expect(new Set([...rows[0]!, ...rows[3]!]).size).toBe(1);
    });

    it('stretch: ignores the aspect ratio', async () => {
      const { pixels } = await decodePicture(await solid('#102030', 30, 2).png().toBuffer(), rgb());
      expect([...pixels]).toEqual(Array.from({ length: 16 }, () => [0x10, 0x20, 0x30]).flat());
    });
  });

  describe("background: 'subtracted'", () => {
    const onBackground = (background: number, object: number): Promise<Buffer> =>
      pngOf(
        Array.from({ length: 5 }, (_, row) =>
          Array.from({ length: 5 }, (_, column) => (row > 0 && row < 4 && column === 2 ? object : background)),
        ),
        1,
      );
    const subtracted = grey({ height: 5, width: 5, background: 'subtracted' });

    it('gives the same for a dark object before a light border and the other way round', async () => {
      const [dark, light] = await Promise.all([onBackground(250, 30), onBackground(30, 250)]);
      const [one, other] = [await decodePicture(dark, subtracted), await decodePicture(light, subtracted)];
      expect(one.pixels).toEqual(other.pixels);
      expect([one.pixels[0], one.pixels[12]]).toEqual([0, 200]);
    });

    it('distinguishes an object from a background of the same brightness by its colour', async () => {
      const row = [200, 60, 60].join();
      const rows = [0, 1, 2, 3, 4].map((y) =>
        [0, 1, 2, 3, 4].flatMap((x) => (y > 0 && y < 4 && x === 2 ? [20, 137, 60] : row.split(',').map(Number))),
      );
      const { pixels } = await decodePicture(await pngOf(rows, 3), subtracted);
      expect([pixels[0], pixels[12]]).toEqual([0, 200]);
    });
  });

  describe('refuses with problem, expected, received and cure:', () => {
    it('an empty file', async () => {
      const error = await refusal(new Uint8Array(0));
      expectFourParts(error, 'PICTURE_UNREADABLE');
      expect(error.received).toBe('0 bytes');
    });

    it('text renamed .png', async () => {
      const error = await refusal(Buffer.from('not a picture, just some words'));
      expectFourParts(error, 'PICTURE_UNREADABLE');
      expect(error.received).toContain('text that begins with "not a picture');
    });

    it.each(['jpeg', 'png', 'webp', 'gif', 'avif', 'tiff'] as const)('a truncated %s', async (format) => {
      const whole = await noise(64, 48)[format]().toBuffer();
      for (const share of [0.02, 0.3, 0.6, 0.9]) {
        expectFourParts(await refusal(whole.subarray(0, Math.floor(whole.length * share))), 'PICTURE_UNREADABLE');
      }
    });

    it('a picture whose pixels are damaged', async () => {
      const bytes = await noise(64, 48).png().toBuffer();
      bytes.fill(0x55, 2000, 3000);
      expectFourParts(await refusal(bytes), 'PICTURE_UNREADABLE');
    });

    it.each([
      ['SVG', Buffer.from('<?xml version="1.0"?>\n<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>')],
      ['PDF', Buffer.from('%PDF-1.7\n')],
      ['BMP', Buffer.from('BM\x46\0\0\0')],
      ['HEIC', Buffer.from('\0\0\0\x18ftypheic\0\0\0\0mif1heic')],
    ])('%s', async (format, bytes) => {
      const error = await refusal(bytes);
      expectFourParts(error, 'UNSUPPORTED_MEDIA_TYPE');
      expect(error.received).toBe(format);
    });

    it('a file over the byte limit, before it is read', async () => {
      const error = await refusal(Buffer.alloc(50 * 2 ** 20));
      expectFourParts(error, 'PICTURE_TOO_LARGE');
      expect([error.expected, error.received]).toEqual(['at most 20.0 MiB', '50.0 MiB']);
    });

    it('a PNG bomb of 30,000 x 30,000 pixels, at once and without unpacking it', async () => {
      const bomb = await pngBomb(30_000);
      expect(bomb.length).toBeLessThan(200_000);
      await decodePicture(await noise(8, 8).png().toBuffer(), rgb());
      const before = process.memoryUsage.rss();
      const started = performance.now();
      const error = await refusal(bomb);
      expect(performance.now() - started).toBeLessThan(500);
      expect(process.memoryUsage.rss() - before).toBeLessThan(20 * 2 ** 20);
      expectFourParts(error, 'PICTURE_TOO_LARGE');
      expect(error.received).toBe('30000 x 30000: 900,000,000 pixels');
    });
  });

  it('respects the given limits', async () => {
    const bytes = await noise(20, 20).png().toBuffer();
    expect((await refusal(bytes, { maxPixels: 399 })).received).toBe('20 x 20: 400 pixels');
    expect((await refusal(bytes, { maxBytes: 100 })).code).toBe('PICTURE_TOO_LARGE');
    await expect(decodePicture(bytes, rgb(), { maxPixels: 400 })).resolves.toMatchObject({ width: 20 });
    const avif = await noise(20, 20).avif().toBuffer();
    expect((await refusal(avif, { maxPixels: 1599 })).expected).toBe('at most 399 pixels');
    await expect(decodePicture(avif, rgb(), { maxPixels: 1600 })).resolves.toMatchObject({ width: 20 });
  });
});
