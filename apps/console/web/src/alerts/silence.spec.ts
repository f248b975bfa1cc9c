import { chosenMoment, silencedUntil } from './silence';
import { subjectAddress } from './subject-address';

const now = Date.parse('2026-03-04T12:00:00.000Z');

describe('the silence of an alert', () => {
  it('ends the chosen number of hours from now', () => {
    expect(silencedUntil(8, now)).toBe('2026-03-04T20:00:00.000Z');
  });

  it('accepts a time in the reader’s time zone, and none in the past', () => {
    const local = new Date('2026-03-05T09:30');
    expect(chosenMoment('2026-03-05T09:30', now)).toBe(local.toISOString());
    expect(chosenMoment('2026-03-01T09:30', now)).toBeNull();
    expect(chosenMoment('', now)).toBeNull();
  });
});

describe('the subject of an alert', () => {
  it('is one click away for every kind of alert', () => {
    expect(subjectAddress({ kind: 'drift', subject: 'ecommerce.product-recogniser' })).toBe(
      '/drift/?model=ecommerce.product-recogniser',
    );
    expect(subjectAddress({ kind: 'job-failed', subject: 'j1' })).toBe('/jobs/?id=j1');
    expect(subjectAddress({ kind: 'dead-letters', subject: 'a.b' })).toBe('/streams/?group=a.b');
    expect(subjectAddress({ kind: 'lag', subject: 'a.b' })).toBe('/streams/');
  });
});
