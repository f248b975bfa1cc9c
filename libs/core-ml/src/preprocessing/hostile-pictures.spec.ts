import { type ImagePreprocessor, LintelError } from '@lintel/contracts';
import { decodePicture } from './decode-picture';
import { noise } from './testing/pictures';
import { tiffOf } from './testing/tiff';

jest.setTimeout(60_000);

const SIDE = 30_000;
const RGB: ImagePreprocessor = {
  kind: 'image',
  height: 16,
  width: 16,
  channels: 3,
  fit: 'stretch',
  background: 'as-is',
  mean: [0, 0, 0],
  std: [1, 1, 1],
};

async function codeOf(bytes: Uint8Array): Promise<string> {
  try {
    await decodePicture(bytes, RGB);
    return 'decoded';
  } catch (error) {
    return error instanceof LintelError ? error.code : String(error);
  }
}

/** A header that declares a picture of that size, followed by almost no data. */
const gif = (width: number, height: number, frames = 1): Buffer => {
  const size = Buffer.alloc(4);
  size.writeUInt16LE(width, 0);
  size.writeUInt16LE(height, 2);
  const frame = Buffer.concat([Buffer.from([0x2c, 0, 0, 0, 0]), size, Buffer.from([0, 2, 2, 0x44, 1, 0])]);
  return Buffer.concat([
    Buffer.from('GIF89a'),
    size,
    Buffer.from([0x80, 0, 0, 0, 0, 0, 255, 255, 255]),
    ...Array.from({ length: frames }, () => frame),
    Buffer.from([0x3b]),
  ]);
};

/** A header of that size before a strip of 8 x 8 pixels. */
function tiff(width: number, height: number, samples = 1): Buffer {
  const bytes = tiffOf({ photometric: 1, bits: 8, pixel: new Array<number>(samples).fill(0) });
  bytes.writeUInt32LE(width, 18);
  bytes.writeUInt32LE(height, 30);
  return bytes;
}

/** Increases the sizes in the headers of real files. */
async function jpeg(width: number, height: number): Promise<Buffer> {
  const bytes = await noise(64, 64).jpeg().toBuffer();
  const frame = bytes.indexOf(Buffer.from([0xff, 0xc0]));
  bytes.writeUInt16BE(height, frame + 5);
  bytes.writeUInt16BE(width, frame + 7);
  return bytes;
}
async function webp(): Promise<Buffer> {
  const bytes = await noise(64, 64).webp({ lossless: true }).toBuffer();
  const at = bytes.indexOf('VP8L') + 9;
  bytes.writeUInt32LE(((bytes.readUInt32LE(at) & 0xf0000000) | (15_999 << 14) | 15_999) >>> 0, at);
  return bytes;
}

async function costs(work: () => Promise<unknown>): Promise<{ ms: number; bytes: number }> {
  await decodePicture(await noise(300, 300).png().toBuffer(), RGB);
  const before = process.memoryUsage.rss();
  const startedAt = performance.now();
  await work();
  return { ms: performance.now() - startedAt, bytes: process.memoryUsage.rss() - before };
}

describe('a picture that would unpack into gigabytes is refused at once, and without unpacking it:', () => {
  it.each<[string, () => Buffer | Promise<Buffer>]>([
    ['GIF', () => gif(SIDE, SIDE)],
    ['TIFF', () => tiff(SIDE, SIDE)],
    ['JPEG', () => jpeg(SIDE, SIDE)],
    ['WebP', webp],
  ])('%s', async (_, make) => {
    const bomb = await make();
    expect(bomb.length).toBeLessThan(20_000);
    const { ms, bytes } = await costs(async () => expect(await codeOf(bomb)).toBe('PICTURE_TOO_LARGE'));
    expect(ms).toBeLessThan(1_000);
    expect(bytes).toBeLessThan(50 * 2 ** 20);
  });

  it('an animation of thousands of frames, of which the first alone is unpacked', async () => {
    const { ms, bytes } = await costs(async () => codeOf(gif(3_000, 3_000, 5_000)));
    expect(ms).toBeLessThan(5_000);
    expect(bytes).toBeLessThan(150 * 2 ** 20);
  });

  it('a TIFF with more channels than a picture has', async () => {
    const { bytes } = await costs(async () => expect(await codeOf(tiff(7_000, 7_000, 500))).not.toBe('decoded'));
    expect(bytes).toBeLessThan(150 * 2 ** 20);
  });
});

describe('files that are not pictures by content are refused regardless of their name:', () => {
  it.each([
    ['an SVG', '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>', 'UNSUPPORTED_MEDIA_TYPE'],
    ['an SVG far down in a comment', `<!-- ${'x'.repeat(5_000)} --><svg/>`, 'PICTURE_UNREADABLE'],
    ['a page', '<!DOCTYPE html><script>alert(1)</script>', 'PICTURE_UNREADABLE'],
    ['a script', '#!/bin/sh\nrm -rf /', 'PICTURE_UNREADABLE'],
    ['a script that begins like a GIF', 'GIF89a/*\0\0*/=1;alert(1)', 'PICTURE_UNREADABLE'],
    ['a page behind the first bytes of a PNG', '\x89PNG\r\n\x1a\n<script>alert(1)</script>', 'PICTURE_UNREADABLE'],
    ['an archive', 'PK\x03\x04', 'PICTURE_UNREADABLE'],
    ['MVG, which other decoders run', 'push graphic-context\nviewbox 0 0 1 1\nurl(https://x)', 'PICTURE_UNREADABLE'],
  ])('%s', async (_, text, code) => {
    expect(await codeOf(Buffer.from(text, 'latin1'))).toBe(code);
  });
});
