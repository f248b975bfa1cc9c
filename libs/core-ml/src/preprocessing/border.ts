/** A small decoded picture: uint8 [height, width, channels], rows one after another. */
export interface Pixels {
  readonly data: Uint8Array;
  readonly height: number;
  readonly width: number;
  readonly channels: number;
}

/**
 * Median of the outermost ring of pixels, per channel, in [0, 255]. An object that touches the border does not shift a
 * median.
 */
export function borderColour(picture: Pixels): number[] {
  const { data, channels } = picture;
  const ring = borderPositions(picture);
  return Array.from({ length: channels }, (_, channel) => {
    const counts = new Uint32Array(256);
    for (const at of ring) counts[data[at * channels + channel]!]!++;
    return valueAtRank(counts, Math.floor(ring.length / 2));
  });
}

/** Positions of the pixels of the outermost ring, each once: row times width plus column. */
export function borderPositions({ height, width }: Pick<Pixels, 'height' | 'width'>): number[] {
  const ring: number[] = [];
  for (let column = 0; column < width; column++) {
    ring.push(column);
    if (height > 1) ring.push((height - 1) * width + column);
  }
  for (let row = 1; row < height - 1; row++) {
    ring.push(row * width);
    if (width > 1) ring.push(row * width + width - 1);
  }
  return ring;
}

function valueAtRank(counts: Uint32Array, rank: number): number {
  let below = 0;
  for (let value = 0; value < 256; value++) {
    below += counts[value] ?? 0;
    if (below > rank) return value;
  }
  return 255;
}

/** Centres the picture in a larger one that is filled with `colour`. */
export function padToSize(picture: Pixels, height: number, width: number, colour: readonly number[]): Uint8Array {
  const { channels } = picture;
  const padded = new Uint8Array(height * width * channels);
  for (let at = 0; at < padded.length; at++) padded[at] = colour[at % channels] ?? 0;
  const top = Math.floor((height - picture.height) / 2);
  const left = Math.floor((width - picture.width) / 2);
  const rowLength = picture.width * channels;
  for (let row = 0; row < picture.height; row++) {
    padded.set(picture.data.subarray(row * rowLength, (row + 1) * rowLength), ((top + row) * width + left) * channels);
  }
  return padded;
}
