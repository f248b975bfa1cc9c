import { cellColours, contrast } from './matrix-colours';

const rgb = (colour: string): [number, number, number] => {
  const [red = 0, green = 0, blue = 0] = (colour.match(/\d+/g) ?? []).map(Number);
  return [red, green, blue];
};

describe('cellColours', () => {
  it('keeps the numbers readable (contrast 4.5) for every share, in light and dark', () => {
    for (const scheme of ['light', 'dark'] as const) {
      for (const right of [true, false]) {
        for (let share = 0; share <= 1; share += 0.005) {
          const { background, text } = cellColours(share, right, scheme);
          const ratio = contrast(rgb(background), text === '#000000' ? [0, 0, 0] : [255, 255, 255]);
          expect(ratio).toBeGreaterThanOrEqual(4.5);
        }
      }
    }
  });

  it('leaves an empty cell in the colour of the page and distinguishes right from wrong', () => {
    expect(cellColours(0, true, 'light').background).toBe('rgb(255, 255, 255)');
    expect(cellColours(1, true, 'light').background).toBe('rgb(8, 115, 106)');
    expect(cellColours(1, false, 'light').background).toBe('rgb(179, 66, 31)');
  });

  it('grows stronger with the share', () => {
    const red = [0, 0.05, 0.3, 0.8].map((share) => rgb(cellColours(share, true, 'light').background)[0]);
    expect([...red].sort((a, b) => b - a)).toEqual(red);
    expect(new Set(red).size).toBe(red.length);
  });

  it('agrees with the known contrast of black on white', () => {
    expect(contrast([0, 0, 0], [255, 255, 255])).toBeCloseTo(21);
    expect(contrast([118, 118, 118], [255, 255, 255])).toBeCloseTo(4.54, 2);
  });
});
