type Rgb = readonly [red: number, green: number, blue: number];

export type Scheme = 'light' | 'dark';

export interface CellColours {
  readonly background: string;
  readonly text: '#000000' | '#ffffff';
}

const SURFACE: Readonly<Record<Scheme, Rgb>> = { light: [255, 255, 255], dark: [26, 32, 32] };
const RIGHT: Readonly<Record<Scheme, Rgb>> = { light: [8, 115, 106], dark: [60, 176, 160] };
const WRONG: Readonly<Record<Scheme, Rgb>> = { light: [179, 66, 31], dark: [240, 147, 107] };

/**
 * Colours of a cell: the larger its share of the row, the stronger. Text is black or white, depending on which reads
 * better, so that the contrast is at least 4.5 for every share.
 * @param share in [0, 1]
 */
export function cellColours(share: number, right: boolean, scheme: Scheme): CellColours {
  // The square root makes rare mistakes visible beside a diagonal near 1.
  const strength = Math.sqrt(Math.min(Math.max(share, 0), 1));
  const full = (right ? RIGHT : WRONG)[scheme];
  const mixed = SURFACE[scheme].map((channel, index) =>
    Math.round(channel + ((full[index] ?? 0) - channel) * strength),
  ) as unknown as Rgb;
  const [black, white] = [contrast(mixed, [0, 0, 0]), contrast(mixed, [255, 255, 255])];
  return { background: `rgb(${mixed.join(', ')})`, text: black >= white ? '#000000' : '#ffffff' };
}

/** Contrast ratio in [1, 21] (WCAG 2.2, "contrast ratio"). */
export function contrast(one: Rgb, other: Rgb): number {
  const [a, b] = [luminance(one), luminance(other)];
  return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
}

/** Relative luminance in [0, 1] (WCAG 2.2). */
function luminance([red, green, blue]: Rgb): number {
  const linear = (channel: number): number => {
    const share = channel / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  };
  return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue);
}
