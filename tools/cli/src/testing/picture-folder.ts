import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { crc32, deflateSync } from 'node:zlib';

/** An empty folder for one test file, removed after its last test. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'lintel-cli-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

export type Colour = readonly [number, number, number];

/** A PNG file (ISO/IEC 15948) of one colour, 16 × 16 pixels. */
export function pngOf([red, green, blue]: Colour): Buffer {
  const side = 16;
  const row = Buffer.concat([Buffer.of(0), ...Array.from({ length: side }, () => Buffer.of(red, green, blue))]);
  const header = Buffer.alloc(13);
  header.writeUInt32BE(side, 0);
  header.writeUInt32BE(side, 4);
  header.set([8, 2], 8);
  const pixels = deflateSync(Buffer.concat(Array.from({ length: side }, () => row)));
  const signature = Buffer.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);
  return Buffer.concat([signature, chunk('IHDR', header), chunk('IDAT', pixels), chunk('IEND', Buffer.alloc(0))]);
}

function chunk(type: string, content: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), content]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(content.length);
  const checksum = Buffer.alloc(4);
  checksum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, checksum]);
}

const COLOURS = { blue: [0, 0, 160], green: [0, 160, 0], red: [160, 0, 0] } as const;

/** `DIR/{blue,green,red}/*.png`: shades that a classifier learns to distinguish within seconds. */
export function colourFolder(path: string, picturesAClass: number): string {
  for (const [className, colour] of Object.entries(COLOURS)) {
    mkdirSync(join(path, className), { recursive: true });
    for (let index = 0; index < picturesAClass; index++) {
      const shade = (index * 7) % 90;
      const shaded = colour.map((value) => value + shade) as [number, number, number];
      writeFileSync(join(path, className, `${String(index).padStart(3, '0')}.png`), pngOf(shaded));
    }
  }
  return path;
}
