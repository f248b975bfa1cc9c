import { fillTemplate, slotsOf, VALUE_FORMATS } from './fill-message';
import { englishFormats } from './english-formats';
import { writeFigure } from './figure';
import { inEnglish, message, MESSAGES } from './message';

describe('a message', () => {
  it('reads in English with its values written as their formats say', () => {
    const share = (value: number): string => writeFigure({ key: 'accuracy', unit: 'share' }, value);
    const accuracies = { challenger: share(0.81), champion: share(0.831), loss: share(0.021) };
    const said = message('gate.gain.below', accuracies);
    expect(said).toEqual({ code: 'gate.gain.below', values: accuracies });
    expect(inEnglish(said)).toBe("Accuracy 81.00 % is 2.10 points worse than the champion's 83.10 %.");
    expect(inEnglish(message('gate.unmeasured.received'))).toBe('no evaluation');
  });

  it('writes a figure that is no share as a number', () => {
    const rmse = (value: number): string => writeFigure({ key: 'rmse', unit: 'target' }, value);
    const better = message('gate.gain.above', { challenger: rmse(4.9512), champion: rmse(5.5), low: rmse(0.25) });
    expect(inEnglish(better)).toBe("RMSE 4.951 is at least 0.25 better than the champion's 5.5.");
  });

  it('of a newer program shows as its code, and a missing value as a question mark', () => {
    expect(inEnglish({ code: 'gate.of.tomorrow', values: {} })).toBe('gate.of.tomorrow');
    expect(fillTemplate('{model} and {count:integer}', { count: 1_200 }, englishFormats)).toBe('? and 1,200');
  });

  it('names only formats that exist', () => {
    const formats = Object.values(MESSAGES).flatMap((template) => slotsOf(template).map(({ format }) => format));
    expect(formats.filter((format) => !(VALUE_FORMATS as readonly string[]).includes(format))).toEqual([]);
  });

  it('never calls a difference that is there zero', () => {
    expect(englishFormats.points(0.00001)).toBe('under 0.01 points');
    expect(englishFormats.signedPoints(-0.0123)).toBe('-1.23 points');
  });
});
