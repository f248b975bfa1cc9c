import { LintelError } from '@lintel/contracts';
import { wordlessError } from './wordless-error';

it('an error over personal data keeps its kind and its place, and none of its words', () => {
  const wordless = wordlessError(new TypeError('cannot read ada.png\nof Ada at home'));
  expect(wordless.name).toBe('TypeError');
  expect(wordless.stack).toContain('wordless-error.spec');
  expect(`${wordless.message} ${wordless.stack}`).not.toMatch(/\bada\b/i);
  expect(wordlessError('ada lovelace').message).not.toContain('lovelace');
});

it('an error of ours keeps its code, its problem and its cure, but not what was received', () => {
  const details = { problem: 'It is not there.', expected: 'one', received: 'ada.png', cure: 'Look elsewhere.' };
  const wordless = wordlessError(new LintelError('NOT_FOUND', details));
  expect(wordless).toMatchObject({ code: 'NOT_FOUND', problem: 'It is not there.', cure: 'Look elsewhere.' });
  expect(`${wordless.message} ${wordless.stack}`).not.toContain('ada.png');
});
