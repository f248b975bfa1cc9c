import sharp from 'sharp';
import { LintelError, type ImagePreprocessor } from '@lintel/contracts';
import { decodePicture } from './decode-picture';
import { pictureThumbnail } from './picture-thumbnail';
import { animatedAvif, pngOf, solid, withoutChunk, withStrayBytes } from './testing/pictures';
import { tiffOf, type TiffKind } from './testing/tiff';

jest.setTimeout(60_000);

const preprocessor = (channels: 1 | 3, side = 4): ImagePreprocessor => ({
  kind: 'image',
  height: side,
  width: side,
  channels,
  fit: 'stretch',
  background: 'as-is',
  mean: [0, 0, 0].slice(0, channels),
  std: [1, 1, 1].slice(0, channels),
});
type Colour = [red: number, green: number, blue: number];
async function colourOf(bytes: Uint8Array): Promise<Colour> {
  const { pixels } = await decodePicture(bytes, preprocessor(3));
  return [...pixels.subarray(0, 3)] as Colour;
}
async function greyOf(bytes: Uint8Array): Promise<number> {
  return (await decodePicture(bytes, preprocessor(1))).pixels[0]!;
}
function near(actual: readonly number[], expected: readonly number[], within: number): void {
  for (const [at, value] of actual.entries()) expect(Math.abs(value - expected[at]!)).toBeLessThanOrEqual(within);
}
/** Colour of the first pixel of a thumbnail. */
async function thumbnailColour(bytes: Uint8Array): Promise<Colour> {
  const webp = await pictureThumbnail(bytes, 256);
  return [...(await sharp(webp).raw().toBuffer()).subarray(0, 3)] as Colour;
}
const half = (grey: number) => ({ r: grey, g: grey, b: grey, alpha: 0.5 });
const halfClear = (grey: number) => sharp({ create: { width: 8, height: 8, channels: 4, background: half(grey) } });

/** sRGB 200, 100, 50, in what each format can hold. */
const KINDS: [kind: string, make: () => Buffer | Promise<Buffer>, within?: number, expected?: Colour][] = [
  ['a JPEG with stray bytes before a marker', async () => withStrayBytes(await orange().jpeg().toBuffer()), 4],
  ['a progressive JPEG', () => orange().jpeg({ progressive: true }).toBuffer(), 4],
  ['a CMYK JPEG', () => orange().toColourspace('cmyk').jpeg().toBuffer(), 40],
  ['a CMYK JPEG with a profile', () => orange().withIccProfile('cmyk').jpeg().toBuffer(), 40],
  ['a JPEG with the profile of another colour space', () => orange().withIccProfile('p3').jpeg().toBuffer(), 4],
  ['a PNG with the profile of another colour space', () => orange().withIccProfile('p3').png().toBuffer(), 2],
  ['a 16-bit PNG', () => orange().toColourspace('rgb16').png().toBuffer(), 1],
  ['a PNG with a palette', () => orange().png({ palette: true, colours: 4 }).toBuffer(), 1],
  ['a BigTIFF', () => orange().tiff({ bigtiff: true }).toBuffer(), 1],
  ['a JPEG in a TIFF', () => orange().tiff({ compression: 'jpeg', quality: 95 }).toBuffer(), 4],
  ['a 16-bit TIFF', () => tiffOf({ photometric: 2, bits: 16, pixel: [51400, 25700, 12850] }), 1],
  ['a CMYK TIFF with a profile', () => orange().withIccProfile('cmyk').tiff().toBuffer(), 40],
  ['a 10-bit AVIF', () => orange().avif({ bitdepth: 10, quality: 90 }).toBuffer(), 4],
  ['an animated AVIF', async () => animatedAvif(await orange().avif({ quality: 90 }).toBuffer()), 4],
  ['an animated GIF', () => animation().gif().toBuffer(), 4],
  ['an animated WebP', () => animation().webp({ lossless: true }).toBuffer(), 1],
  ['a lossless WebP', () => orange().webp({ lossless: true }).toBuffer(), 1],
  [
    'a TIFF of half-clear grey',
    () => tiffOf({ photometric: 1, bits: 8, extra: 2, pixel: [100, 128] }),
    1,
    [177, 177, 177],
  ],
  [
    'a 16-bit PNG of half-clear grey',
    () => halfClear(100).toColourspace('grey16').png().toBuffer(),
    1,
    [177, 177, 177],
  ],
  ['a PNG of half-clear grey', () => halfClear(100).toColourspace('b-w').png().toBuffer(), 1, [177, 177, 177]],
  ['a grey TIFF whose zero is white', () => tiffOf({ photometric: 0, bits: 8, pixel: [55] }), 0, [200, 200, 200]],
  ['a 16-bit grey TIFF', () => tiffOf({ photometric: 1, bits: 16, pixel: [0xc8c8] }), 0, [200, 200, 200]],
  ['a white TIFF of one bit', () => tiffOf({ photometric: 1, bits: 1, pixel: [255] }), 0, [255, 255, 255]],
  [
    'a black TIFF of one bit whose zero is white',
    () => tiffOf({ photometric: 0, bits: 1, pixel: [255] }),
    0,
    [0, 0, 0],
  ],
  ['a grey JPEG', () => solid('#c8c8c8').toColourspace('b-w').jpeg().toBuffer(), 1, [200, 200, 200]],
];

const orange = () => solid('#c86432');
const animation = () => sharp(FRAMES, { join: { animated: true } });
let FRAMES: Buffer[];
beforeAll(async () => {
  FRAMES = await Promise.all([orange(), solid('#0000ff')].map((frame) => frame.png().toBuffer()));
});

describe('every kind of an accepted format has its right colours, for the model and in the thumbnail:', () => {
  it.each(KINDS)('%s', async (_, make, within = 1, expected = [200, 100, 50]) => {
    const bytes = await make();
    const colour = await colourOf(bytes);
    near(colour, expected, within);
    // WebP is lossy and stores colour at half the resolution of brightness.
    near(await thumbnailColour(bytes), colour, 12);
    const [red, green, blue] = colour;
    near([await greyOf(bytes)], [0.2126 * red + 0.7152 * green + 0.0722 * blue], 20);
  });

  it('the ICC profile is what makes them right: without it the same pixels are another colour', async () => {
    const profiled = await solid('#ff3020').withIccProfile('p3').png().toBuffer();
    near(await colourOf(profiled), [255, 48, 32], 2);
    const bare = withoutChunk(profiled, 'iCCP');
    expect(Math.abs((await colourOf(bare))[0] - 255)).toBeGreaterThan(10);
  });

  it('a JPEG with stray bytes is the same picture as without them', async () => {
    const plain = await orange().jpeg().toBuffer();
    expect(await decodePicture(withStrayBytes(plain), preprocessor(3))).toEqual(
      await decodePicture(plain, preprocessor(3)),
    );
  });
});

/** Top left, top right, bottom left, bottom right of a picture with that EXIF orientation, shown upright. */
const ORIENTATIONS: [orientation: number, corners: number[]][] = [
  [1, [10, 80, 160, 240]],
  [2, [80, 10, 240, 160]],
  [3, [240, 160, 80, 10]],
  [4, [160, 240, 10, 80]],
  [5, [10, 160, 80, 240]],
  [6, [160, 10, 240, 80]],
  [7, [240, 80, 160, 10]],
  [8, [80, 240, 10, 160]],
];
describe('a picture is turned the right way up:', () => {
  it.each(ORIENTATIONS)('EXIF orientation %i', async (orientation, corners) => {
    const upright = await pngOf(
      [
        [10, 80],
        [160, 240],
      ],
      1,
    );
    for (const format of ['png', 'tiff', 'webp'] as const) {
      const lossless = { png: {}, tiff: { compression: 'none' }, webp: { lossless: true } }[format];
      const turned = await sharp(upright).withMetadata({ orientation })[format](lossless).toBuffer();
      const { pixels } = await decodePicture(turned, preprocessor(1, 2));
      near([...pixels], corners, 1);
    }
  });
});

const REFUSED_TIFFS: [received: RegExp, kind: TiffKind][] = [
  [/32-bit floating-point samples/, { photometric: 1, bits: 32, format: 3, pixel: [0.5] }],
  [/32-bit floating-point samples/, { photometric: 2, bits: 32, format: 3, pixel: [0.5, 0.25, 0.1] }],
  [/64-bit floating-point samples/, { photometric: 1, bits: 64, format: 3, pixel: [0.5] }],
  [/16-bit floating-point samples/, { photometric: 1, bits: 16, format: 3, pixel: [0x3800] }],
  [/32-bit samples/, { photometric: 1, bits: 32, pixel: [2 ** 31] }],
  [/32-bit samples/, { photometric: 2, bits: 32, pixel: [2 ** 31, 2 ** 30, 2 ** 29] }],
  [/32-bit signed integer samples/, { photometric: 1, bits: 32, format: 2, pixel: [2 ** 30] }],
  [/16-bit signed integer samples/, { photometric: 1, bits: 16, format: 2, pixel: [12_000] }],
  [/CIELab colours/, { photometric: 8, bits: 8, pixel: [137, 0, 0] }],
  [/CIELab colours/, { photometric: 8, bits: 16, pixel: [0x8900, 0, 0] }],
  [/camera raw colours/, { photometric: 32803, bits: 16, pixel: [25_000] }],
  [/DNG/, { photometric: 2, bits: 8, pixel: [1, 2, 3], moreTags: [[50706, 4, [1]]] }],
  [/5 channels/, { photometric: 1, bits: 8, pixel: [1, 2, 3, 4, 5] }],
  [/an extra channel that is not transparency/, { photometric: 2, bits: 8, extra: 0, pixel: [1, 2, 3, 0] }],
  [/1-bit samples/, { photometric: 2, bits: 1, pixel: [255, 255, 255] }],
  [/LERC/, { photometric: 1, bits: 8, pixel: [1], compression: 34887 }],
  [/JPEG 2000 compression/, { photometric: 1, bits: 8, pixel: [1], compression: 34712 }],
];
async function expectRefused(bytes: Buffer, received: RegExp): Promise<void> {
  for (const work of [decodePicture(bytes, preprocessor(3)), pictureThumbnail(bytes, 256)]) {
    const error: unknown = await work.then(
      () => undefined,
      (reason: unknown) => reason,
    );
    if (!(error instanceof LintelError)) throw new Error('it was decoded');
    expect(error.code).toBe('UNSUPPORTED_MEDIA_TYPE');
    expect(error.problem).toMatch(/not accepted/);
    expect(error.received).toMatch(received);
    expect(error.cure).toMatch(/8 or 16 bits/);
  }
}
/** With another frame header: its marker, and the bits of a sample. */
async function jpegWith(marker: number, bits: number): Promise<Buffer> {
  const bytes = await orange().jpeg().toBuffer();
  const frame = bytes.indexOf(Buffer.from([0xff, 0xc0]));
  bytes[frame + 1] = marker;
  bytes[frame + 4] = bits;
  return bytes;
}

describe('a kind that is not decoded is refused by its name, and never called damaged:', () => {
  it.each(REFUSED_TIFFS)('TIFF: %s (%j)', (received, kind) => expectRefused(tiffOf(kind), received));

  it.each([
    [/lossless JPEG/, 0xc3, 8],
    [/hierarchical JPEG/, 0xc5, 8],
    [/12-bit samples/, 0xc1, 12],
  ])('JPEG: %s', async (received, marker, bits) => {
    await expectRefused(await jpegWith(marker, bits), received);
  });

  it('also in a BigTIFF', async () => {
    const bytes = await orange().tiff({ bigtiff: true }).toBuffer();
    // The type of the samples, made floating-point in its entry: tag 339, type SHORT, three values in the entry itself.
    const at = bytes.indexOf(Buffer.from([0x53, 0x01, 0x03, 0x00]));
    expect(at).toBeGreaterThan(0);
    bytes.writeUInt16LE(3, at + 12);
    await expect(decodePicture(bytes, preprocessor(3))).rejects.toMatchObject({ code: 'UNSUPPORTED_MEDIA_TYPE' });
  });
});

describe('a thumbnail', () => {
  it('is the picture upright on white, no larger than asked for and without its metadata', async () => {
    const bytes = await solid('cyan', 800, 400)
      .withMetadata({ orientation: 6, exif: { IFD0: { Copyright: 'somebody' } } })
      .jpeg()
      .toBuffer();
    const { format, width, height, exif, hasProfile } = await sharp(await pictureThumbnail(bytes, 256)).metadata();
    expect({ format, width, height, exif, hasProfile }).toEqual({
      format: 'webp',
      width: 128,
      height: 256,
      exif: undefined,
      hasProfile: false,
    });
    near(await thumbnailColour(await halfClear(0).png().toBuffer()), [127, 127, 127], 3);
  });

  it('is refused for the same pictures as the model refuses, with the same error', async () => {
    const damaged = (await orange().png().toBuffer()).subarray(0, 60);
    const words = async (work: Promise<unknown>): Promise<unknown> =>
      work.then(
        () => 'accepted',
        (error: unknown) => (error as LintelError).toJSON(),
      );
    for (const bytes of [damaged, Buffer.from('text'), Buffer.alloc(0)]) {
      expect(await words(pictureThumbnail(bytes, 256))).toEqual(await words(decodePicture(bytes, preprocessor(3))));
    }
    const large = await solid('red', 100, 100).png().toBuffer();
    await expect(pictureThumbnail(large, 256, { maxPixels: 9_999 })).rejects.toMatchObject({
      code: 'PICTURE_TOO_LARGE',
    });
  });
});
