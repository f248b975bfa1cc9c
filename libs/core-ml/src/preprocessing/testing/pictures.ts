import { randomBytes } from 'node:crypto';
import { createDeflate, crc32 } from 'node:zlib';
import sharp, { type Sharp } from 'sharp';

/** A picture of one colour, to be encoded. */
export const solid = (colour: string, width = 8, height = 8): Sharp =>
  sharp({ create: { width, height, channels: 3, background: colour } });

/** A picture that can't be compressed well, so that cutting its file cuts into its pixels. */
export const noise = (width: number, height: number): Sharp =>
  sharp(randomBytes(width * height * 3), { raw: { width, height, channels: 3 } });

/** Encodes pixels losslessly. */
export function pngOf(rows: readonly (readonly number[])[], channels: 1 | 3): Promise<Buffer> {
  const width = rows[0]!.length / channels;
  return sharp(Uint8Array.from(rows.flat()), { raw: { width, height: rows.length, channels } })
    .png()
    .toBuffer();
}

/** A valid black PNG of side x side pixels: 30,000 squared is 110 kB of file, and 2.7 GB as RGB. */
export async function pngBomb(side: number): Promise<Buffer> {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(side, 0);
  header.writeUInt32BE(side, 4);
  header[8] = 1; // One bit a pixel, grey.
  const rows = Buffer.alloc((Math.ceil(side / 8) + 1) * 100);
  const deflate = createDeflate();
  void (async () => {
    for (let row = 0; row < side; row += 100) {
      if (!deflate.write(rows)) await new Promise((resolve) => deflate.once('drain', resolve));
    }
    deflate.end();
  })();
  const compressed: Buffer[] = [];
  for await (const piece of deflate) compressed.push(piece as Buffer);
  const signature = Buffer.from('89504e470d0a1a0a', 'hex');
  const body = Buffer.concat(compressed);
  return Buffer.concat([
    signature,
    pngChunk('IHDR', header),
    pngChunk('IDAT', body),
    pngChunk('IEND', Buffer.alloc(0)),
  ]);
}

function pngChunk(type: string, data: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  const check = Buffer.alloc(4);
  check.writeUInt32BE(crc32(named));
  return Buffer.concat([length, named, check]);
}

/** Adds stray bytes before the frame header, as some cameras do: decoders warn and continue. */
export function withStrayBytes(jpeg: Buffer): Buffer {
  const frame = jpeg.findIndex((byte, at) => byte === 0xff && [0xc0, 0xc2].includes(jpeg[at + 1]!));
  return Buffer.concat([jpeg.subarray(0, frame), Buffer.alloc(18, 0x21), jpeg.subarray(frame)]);
}

/** Sets the major brand of an animation; the first frame is still stored as a still picture. */
export function animatedAvif(still: Buffer): Buffer {
  const bytes = Buffer.from(still);
  bytes.write('avis', 8, 'latin1');
  return bytes;
}

/** Removes the chunks of this type from a PNG. */
export function withoutChunk(png: Buffer, type: string): Buffer {
  const kept = [png.subarray(0, 8)];
  for (let at = 8; at < png.length;) {
    const end = at + 12 + png.readUInt32BE(at);
    if (!png.subarray(at + 4, at + 8).equals(Buffer.from(type))) kept.push(png.subarray(at, end));
    at = end;
  }
  return Buffer.concat(kept);
}
