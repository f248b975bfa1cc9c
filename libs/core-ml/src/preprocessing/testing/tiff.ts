/** A single-colour TIFF with sample formats and colour models that sharp does not write. */
export interface TiffKind {
  /** PhotometricInterpretation: 0 white is zero, 1 black is zero, 2 RGB, 5 CMYK, 8 CIELab … */
  readonly photometric: number;
  /** Bits of a sample: 1, 8, 16, 32 or 64. */
  readonly bits: number;
  /** SampleFormat: 1 unsigned, 2 signed, 3 floating-point. */
  readonly format?: 1 | 2 | 3;
  /** The samples of every pixel. */
  readonly pixel: readonly number[];
  /** ExtraSamples: 0 unspecified, 1 associated alpha, 2 unassociated alpha. */
  readonly extra?: number;
  readonly compression?: number;
  readonly width?: number;
  readonly height?: number;
  readonly moreTags?: readonly TiffTag[];
}

type TiffTag = readonly [tag: number, type: 3 | 4, values: readonly number[]];

/** Little-endian, one strip. */
export function tiffOf(kind: TiffKind): Buffer {
  const { photometric, bits, format = 1, pixel, extra, compression = 1, width = 8, height = 8, moreTags = [] } = kind;
  const samples = pixel.length;
  const strip = Buffer.concat(Array.from({ length: height }, () => rowOf(kind, width)));
  const tags: TiffTag[] = [
    [256, 4, [width]],
    [257, 4, [height]],
    [258, 3, pixel.map(() => bits)],
    [259, 3, [compression]],
    [262, 3, [photometric]],
    [273, 4, [0]],
    [277, 3, [samples]],
    [278, 4, [height]],
    [279, 4, [strip.length]],
    ...(extra === undefined ? [] : [[338, 3, [extra]] as const]),
    [339, 3, pixel.map(() => format)],
    ...moreTags,
  ];
  const head = Buffer.alloc(10 + tags.length * 12 + 4);
  head.write('II*\0', 'latin1');
  head.writeUInt32LE(8, 4);
  head.writeUInt16LE(tags.length, 8);
  const lists = tags.map(([, type, values]) => listOf(type, values));
  let end = head.length;
  const offsets = lists.map((list) => (list.length <= 4 ? 0 : (end += list.length) - list.length));
  tags.forEach(([tag, type, values], index) => {
    const at = 10 + index * 12;
    const list = lists[index]!;
    head.writeUInt16LE(tag, at);
    head.writeUInt16LE(type, at + 2);
    head.writeUInt32LE(values.length, at + 4);
    if (tag === 273) head.writeUInt32LE(end, at + 8);
    else if (list.length <= 4) list.copy(head, at + 8);
    else head.writeUInt32LE(offsets[index]!, at + 8);
  });
  return Buffer.concat([head, ...lists.filter(({ length }) => length > 4), strip]);
}

function listOf(type: 3 | 4, values: readonly number[]): Buffer {
  return Buffer.from((type === 3 ? Uint16Array : Uint32Array).from(values).buffer);
}

function rowOf({ bits, format, pixel }: TiffKind, width: number): Buffer {
  if (bits < 8) return Buffer.alloc(Math.ceil((width * pixel.length * bits) / 8), pixel[0]);
  const row = Array.from({ length: width }, () => pixel).flat();
  if (bits === 8) return Buffer.from(row);
  if (bits === 16) return Buffer.from(Uint16Array.from(row).buffer);
  if (bits === 64) return Buffer.from(Float64Array.from(row).buffer);
  return Buffer.from((format === 3 ? Float32Array : Uint32Array).from(row).buffer);
}
