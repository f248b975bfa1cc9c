import { fillTemplate, slotsOf, VALUE_FORMATS } from './fill-message';
import { englishFormats } from './english-formats';
import { inEnglish, message, MESSAGES } from './message';

describe('a message', () => {
  it('reads in English with its values written as their formats say', () => {
    const said = message('gate.champion.below', { accuracy: 0.81, champion: 0.831, loss: 0.021 });
    expect(said).toEqual({ code: 'gate.champion.below', values: { accuracy: 0.81, champion: 0.831, loss: 0.021 } });
    expect(inEnglish(said)).toBe("Accuracy 81.00 % is 2.10 points below the champion's 83.10 %.");
    expect(inEnglish(message('gate.unmeasured.received'))).toBe('no evaluation');
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
